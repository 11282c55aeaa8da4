import { cutText, decodeSource, isSource, type ReportEdit, type ReportRefusal } from '@roadmap-as-code/core';
import { type PlannedReport, planReportEdit, type ReportChange } from '@roadmap-as-code/core/report-edit';
import { listDiff } from '@roadmap-as-code/core/transition';
import { commitEdit } from '../git/commit/commit-edit.ts';
import type { Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { LONGEST_SUBJECT } from '../transition/describe-commit.ts';
import { replaceFile } from '../transition/replace-file.ts';

/** What somebody wants in the final report. */
export interface ReportRequest {
  readonly change: ReportChange;
  /** Says what would happen, and changes nothing. */
  readonly isDryRun: boolean;
  /** Commits the edit; else the file alone is written. */
  readonly isCommitted: boolean;
}

type Planned = Extract<PlannedReport, { kind: 'planned' }>;

/**
 * Writes a value or a surprise into the final report of a roadmap. Throws an InputError where the report has nothing of
 * that name. The caller holds the lock of the repository unless it is a dry run.
 */
export async function editReport(
  { root }: Repository,
  roadmap: LoadedRoadmap,
  request: ReportRequest,
): Promise<ReportEdit> {
  const { path } = roadmap.graph;
  const planned = planReportEdit(roadmap, request.change, roadmap.parse);
  if (planned.kind === 'unknown') throw new InputError(`${path}: ${planned.message}`, planned.help);
  if (planned.kind === 'refused')
    return describeEdit(roadmap, request, null, 'refused', { refusal: planned });
  if (planned.edits.length === 0) return describeEdit(roadmap, request, planned, 'unchanged');
  if (request.isDryRun) return describeEdit(roadmap, request, planned, 'legal');
  if (!request.isCommitted) {
    await replaceFile(root, path, roadmap.source.bytes, planned.bytes);
    return describeEdit(roadmap, request, planned, 'written');
  }
  const outcome = await commitEdit({
    root,
    path,
    message: `${cutText(`chore(roadmap): report — ${planned.name}`, LONGEST_SUBJECT)}\n`,
    edit: (bytes) => planAgain(roadmap, request.change, planned, bytes),
  });
  return outcome.kind === 'refused'
    ? describeEdit(roadmap, request, planned, 'refused', { refusal: outcome })
    : describeEdit(roadmap, request, planned, 'committed', { commit: outcome.commit });
}

/** The same edit in another version of the file; null where what it replaces is not the same there. */
function planAgain(
  roadmap: LoadedRoadmap,
  change: ReportChange,
  planned: Planned,
  bytes: Uint8Array,
): Uint8Array | null {
  const source = decodeSource(bytes);
  if (!isSource(source)) return null;
  const there = planReportEdit({ ...roadmap, source, graph: roadmap.parse(bytes) }, change, roadmap.parse);
  if (there.kind !== 'planned') return null;
  return change.kind === 'set' && there.before !== planned.before ? null : there.bytes;
}

function describeEdit(
  { graph, source }: LoadedRoadmap,
  { change }: ReportRequest,
  planned: Planned | null,
  outcome: ReportEdit['outcome'],
  more: { readonly commit?: string; readonly refusal?: ReportRefusal } = {},
): ReportEdit {
  const { commit = null, refusal = null } = more;
  return {
    schemaVersion: 1,
    outcome,
    file: graph.path,
    name: planned?.name ?? null,
    before: planned?.before ?? null,
    after: planned?.after ?? (change.kind === 'set' ? change.value : change.text),
    commit,
    diff: planned === null ? [] : listDiff(source.bytes, planned.edits),
    refusal: refusal === null ? null : { message: refusal.message, help: refusal.help },
  };
}
