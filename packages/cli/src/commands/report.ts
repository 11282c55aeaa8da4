import {
  InputError,
  type LoadedRoadmap,
  nameSome,
  openSession,
  type ReportRequest,
} from '@roadmap-as-code/engine';
import { reportReportEdit } from '../reporters/report-report-edit.ts';
import type { Outcome, Surroundings } from './command.ts';
import { sayWaiting } from './find-tasks.ts';

export interface ReportOptions {
  readonly file?: string;
  readonly dryRun?: boolean;
  /** False where `--no-commit` is said. */
  readonly isCommitted?: boolean;
}

/** `roadmap report set` and `roadmap surprise add` */
export async function report(
  change: ReportRequest['change'],
  { file, dryRun, isCommitted }: ReportOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const roadmap = chooseReport(await session.load(file === undefined ? [] : [file]));
  const request = { change, isDryRun: dryRun ?? false, isCommitted: isCommitted !== false };
  const edit = await session.editReport(roadmap, request, sayWaiting);
  return { lines: reportReportEdit(edit), json: edit, exitCode: edit.outcome === 'refused' ? 1 : 0 };
}

/** The only one; of several, the only one that has a final report. */
function chooseReport(roadmaps: readonly LoadedRoadmap[]): LoadedRoadmap {
  const some = roadmaps.length === 1 ? roadmaps : roadmaps.filter(({ graph }) => graph.report !== null);
  const [roadmap] = some.length === 0 ? roadmaps : some;
  if (roadmap !== undefined && some.length <= 1) return roadmap;
  const paths = nameSome(some.map(({ graph }) => graph.path));
  throw new InputError(
    `several roadmaps have a final report: ${paths}`,
    `Name one: \`--file ${roadmap?.graph.path ?? ''}\`.`,
  );
}
