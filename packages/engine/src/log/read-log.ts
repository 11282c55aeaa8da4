import {
  type LogGap,
  type LoggedTransition,
  type LogReport,
  listTasks,
  suggestName,
} from '@roadmap-as-code/core';
import { parseLimits } from '@roadmap-as-code/core/parse';
import { recordTasks, type TaskChange, type TaskRecord } from '@roadmap-as-code/core/transition-log';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import { readHistory, readVersions } from '../git/read-history.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { makeRecordReader } from './record-reader.ts';
import { type Trail, traceRoadmap, type Visit } from './trace-roadmap.ts';

/** Which transitions are wanted. */
export interface LogFilter {
  /** Ids of tasks that are there or were; empty for all. */
  readonly tasks: readonly string[];
  /** How many of the newest; null for all. */
  readonly limit: number | null;
}

/**
 * Every transition in the history of HEAD, whoever made it, newest first: what each commit made of each task, against
 * all of its parents. It takes as many git processes for a long history as for a short one, and reads versions only
 * until there are as many transitions as are wanted.
 */
export async function readLog(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
  { tasks, limit }: LogFilter,
): Promise<LogReport> {
  const objects = openObjects(repository.folder, parseLimits.size);
  try {
    const start = await findStart(repository, roadmaps, objects);
    if (start === null) return { schemaVersion: 1, transitions: [], gaps: [] };
    const traced = roadmaps.map((roadmap) => startTrace(start, roadmap, tasks, objects));
    const most = limit ?? Infinity;
    const report = await follow(start, traced, most, objects);
    if (report.transitions.length < most) requireKnown(tasks, roadmaps, report.transitions);
    return report;
  } finally {
    await objects.close();
  }
}

/** The history, and the index of the commit to begin with. */
interface Start extends Trail {
  readonly tip: number;
}

/** Null where nothing was committed yet. */
async function findStart(
  { folder, boundary, isPartial }: Repository,
  roadmaps: readonly LoadedRoadmap[],
  objects: ObjectReader,
): Promise<Start | null> {
  const head = await objects.read('HEAD^{commit}');
  const tips = head.kind === 'object' ? [head.id] : [];
  const paths = roadmaps.map(({ graph }) => graph.path);
  const [{ history, trouble }, versions] = await Promise.all([
    readHistory(folder, tips, []),
    readVersions(folder, tips, paths),
  ]);
  if (head.kind === 'missing' && trouble === null) return null;
  const tip = history?.indexes.get(tips[0] ?? '');
  if (history !== null && tip !== undefined && versions !== null) return { history, versions, boundary, tip };
  throw new InputError(
    `git could not read the history${trouble === null ? '' : `: ${trouble}`}`,
    (await isPartial()) ? 'Run `git fetch --refetch --no-filter`.' : 'See what `git log --stat` says.',
  );
}

/** One roadmap on its way through the history. */
interface Traced {
  readonly file: string;
  visit(index: number): Promise<Visit>;
  isWanted(task: TaskRecord): boolean;
}

function startTrace(
  start: Start,
  roadmap: LoadedRoadmap,
  ids: readonly string[],
  objects: ObjectReader,
): Traced {
  const { graph, dialect } = roadmap;
  const read = makeRecordReader(roadmap, objects);
  const now = [...recordTasks(graph, dialect).values()];
  // What an id without meaning of its own stands for is what it stands for now.
  const wanted = new Set(ids.map((id) => now.find((task) => task.id === id)?.key ?? id));
  return {
    file: graph.path,
    visit: traceRoadmap(start, graph.path, start.tip, read),
    isWanted: ({ key, id }) => ids.length === 0 || wanted.has(key) || wanted.has(id),
  };
}

async function follow(
  { history, tip }: Start,
  traced: readonly Traced[],
  most: number,
  objects: ObjectReader,
): Promise<LogReport> {
  const transitions: LoggedTransition[] = [];
  const gaps: LogGap[] = [];
  for (let index = tip; index < history.ids.length && transitions.length < most; index += 1) {
    const commit = history.ids[index] ?? '';
    for (const { file, visit, isWanted } of traced) {
      const { changes, gap } = await visit(index);
      if (gap !== null) gaps.push({ file, commit, why: gap });
      const wanted = changes.filter(({ task }) => isWanted(task));
      if (wanted.length === 0) continue;
      const made = await readCommit(objects, commit);
      const { date = null, author = null } = made ?? {};
      transitions.push(
        ...wanted.map((change) => ({ file, ...describeChange(change), commit, date, author })),
      );
    }
  }
  return { schemaVersion: 1, transitions: transitions.slice(0, most), gaps };
}

function describeChange({
  task: { id, title, evidence, status },
  from,
  to,
}: TaskChange): Pick<LoggedTransition, 'task' | 'title' | 'from' | 'to' | 'evidence' | 'status'> {
  return { task: id, title, from, to, evidence: [...evidence], status };
}

/** An id that nothing ever had is a slip. */
function requireKnown(
  ids: readonly string[],
  roadmaps: readonly LoadedRoadmap[],
  transitions: readonly LoggedTransition[],
): void {
  const now = roadmaps.flatMap(({ graph }) => listTasks(graph).map(({ id }) => id));
  const known = new Set([...now, ...transitions.map(({ task }) => task)]);
  const unknown = ids.find((id) => !known.has(id));
  if (unknown === undefined) return;
  const near = suggestName(unknown, now);
  throw new InputError(
    `${unknown}: no task has this id, or had it in the history of HEAD`,
    near === null ? '`roadmap log` lists all transitions.' : `Is ${near} meant?`,
  );
}
