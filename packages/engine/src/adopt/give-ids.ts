import {
  type AdoptedIds,
  type AdoptRefusal,
  type Config,
  cutText,
  listTasks,
  type Roadmap,
} from '@roadmap-as-code/core';
import { type PlannedIds, planIds, repeatIds, type WrittenIds } from '@roadmap-as-code/core/adopt';
import { listDiff } from '@roadmap-as-code/core/transition';
import { commitEdit } from '../git/commit/commit-edit.ts';
import { InputError } from '../input-error.ts';
import { type LoadedRoadmap, readRoadmap } from '../load-roadmap.ts';
import { LONGEST_SUBJECT } from '../transition/describe-commit.ts';
import { findConflict } from '../transition/find-conflict.ts';
import { replaceFile } from '../transition/replace-file.ts';

export interface IdRequest {
  /** Says what would happen, and changes nothing. */
  readonly isDryRun: boolean;
  /** Commits each file; else the files alone are written. */
  readonly isCommitted: boolean;
}

/** One file, and what is to be written into it. */
interface Work {
  readonly roadmap: LoadedRoadmap;
  readonly planned: PlannedIds;
}

/**
 * Gives ids to the tasks of files that have none, with a commit for each file. Where one of the files can't have them, none
 * is changed. The caller holds the lock of the repository unless it is a dry run.
 */
export async function giveIds(
  root: string,
  config: Config | null,
  roadmaps: readonly LoadedRoadmap[],
  request: IdRequest,
): Promise<AdoptedIds[]> {
  const works = planAll(roadmaps, config);
  const isRefused = works.some(({ planned }) => planned.kind === 'refused');
  const made: AdoptedIds[] = [];
  for (const { roadmap, planned } of works) {
    if (planned.kind === 'refused') made.push(describe(roadmap, 'refused', null, { refusal: planned }));
    else if (planned.edits.length === 0) made.push(describe(roadmap, 'unchanged', planned));
    else if (request.isDryRun) made.push(describe(roadmap, 'legal', planned));
    else if (isRefused) made.push(describe(roadmap, 'refused', planned, { refusal: BESIDE }));
    else made.push(await write(root, config, roadmap, planned, request));
  }
  return made;
}

const BESIDE: AdoptRefusal = {
  message: 'another file that was named was refused',
  help: 'Name this one alone, or settle that one first.',
};

function planAll(roadmaps: readonly LoadedRoadmap[], config: Config | null): Work[] {
  const works: Work[] = [];
  for (const roadmap of roadmaps) {
    // An id is enough to name a task where one roadmap has it.
    const others = roadmaps.filter((other) => other !== roadmap);
    const taken = [
      ...others.flatMap(({ graph }) => listTasks(graph).map(({ id }) => id)),
      ...works.flatMap(({ planned }) => (planned.kind === 'planned' ? [...planned.given.values()] : [])),
    ];
    works.push({
      roadmap,
      planned: refuseConflict(roadmap) ?? planIds(roadmap, makeParse(roadmap, config), taken),
    });
  }
  return works;
}

function refuseConflict({ source }: LoadedRoadmap): PlannedIds | null {
  const line = findConflict(source.text);
  if (line === null) return null;
  return {
    kind: 'refused',
    message: `line ${line}: it has the marks of a conflict`,
    help: 'Resolve the conflict, then run this again.',
  };
}

/** Reads bytes as the next command would, its dialect included: with ids, a file may look like another one's. */
function makeParse(
  { graph: { path } }: LoadedRoadmap,
  config: Config | null,
): (bytes: Uint8Array) => Roadmap {
  return (bytes) => readRoadmap(bytes, path, config).graph;
}

async function write(
  root: string,
  config: Config | null,
  roadmap: LoadedRoadmap,
  planned: WrittenIds,
  { isCommitted }: IdRequest,
): Promise<AdoptedIds> {
  const { path } = roadmap.graph;
  try {
    if (!isCommitted) {
      await replaceFile(root, path, roadmap.source.bytes, planned.bytes);
      return describe(roadmap, 'written', planned);
    }
    const outcome = await commitEdit({
      root,
      path,
      message: `${cutText(`chore(roadmap): give ids to the tasks of ${path}`, LONGEST_SUBJECT)}\n`,
      edit: (bytes) => editAgain(config, roadmap, planned, bytes),
    });
    return outcome.kind === 'refused'
      ? describe(roadmap, 'refused', planned, { refusal: outcome })
      : describe(roadmap, 'committed', planned, { commit: outcome.commit });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return describe(roadmap, 'refused', planned, { refusal: error });
  }
}

/** The same ids in another version of the file; null where it is not as it was read. */
function editAgain(
  config: Config | null,
  roadmap: LoadedRoadmap,
  planned: WrittenIds,
  bytes: Uint8Array,
): Uint8Array | null {
  try {
    const there = readRoadmap(bytes, roadmap.graph.path, config);
    return repeatIds(roadmap, planned, there, makeParse(roadmap, config));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function describe(
  { graph, source }: LoadedRoadmap,
  outcome: AdoptedIds['outcome'],
  planned: WrittenIds | null,
  more: { readonly commit?: string; readonly refusal?: AdoptRefusal } = {},
): AdoptedIds {
  const { commit = null, refusal = null } = more;
  return {
    file: graph.path,
    outcome,
    given: [...(planned?.given ?? [])].map(([{ line, title }, id]) => ({ id, line, title })),
    left: [...(planned?.left ?? [])].map(([{ line, title }, why]) => ({ line, title, why })),
    commit,
    diff: planned === null ? [] : listDiff(source.bytes, planned.edits),
    refusal: refusal === null ? null : { message: refusal.message, help: refusal.help },
  };
}
