import { listTasks } from '@roadmap-as-code/core';
import {
  addToldClaims,
  findTold,
  isUntold,
  readToldTransitions,
  type ToldTransition,
} from '@roadmap-as-code/core/told';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { type FileChange, type Message, readMessages, readRenames } from '../git/read-messages.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { makeRecordReader, type RecordReader } from '../log/record-reader.ts';
import { nameTarget } from './resolve-names.ts';

/** A transition, and what the commit that tells of it changed. */
interface Telling {
  readonly told: ToldTransition;
  readonly changes: readonly FileChange[];
}

/**
 * The roadmaps with what the messages of commits tell of tasks whose files have no place for evidence. Only the commit that
 * took the task to that state, in that file, can tell of it: anybody can write a message. Git is asked the same number of
 * times for any number of roadmaps with one target, and not at all where no task that is done lacks evidence.
 */
export async function addTold<R extends LoadedRoadmap>(
  repository: Repository | null,
  roadmaps: readonly R[],
): Promise<readonly R[]> {
  const asking = roadmaps.filter(mayBeTold);
  if (repository === null || asking.length === 0) return roadmaps;
  const targets = [...new Set(asking.map(nameTarget))];
  const told = await Promise.all(
    targets.map(async (target) => {
      const own = asking.filter((roadmap) => nameTarget(roadmap) === target);
      return [...(await readTold(repository, target, own))];
    }),
  );
  const byRoadmap = new Map<LoadedRoadmap, readonly ToldTransition[]>(told.flat());
  return roadmaps.map((roadmap) => {
    const own = byRoadmap.get(roadmap) ?? [];
    return own.length === 0 ? roadmap : { ...roadmap, graph: addToldClaims(roadmap.graph, own) };
  });
}

function mayBeTold({ graph, dialect }: LoadedRoadmap): boolean {
  return dialect.evidence.place !== 'field' && listTasks(graph).some(isUntold);
}

/** In bytes, of a version of a roadmap. */
const LONGEST_VERSION = 16 * 1024 * 1024;

/** What commits tell of each roadmap, the newest first; none where git can't read the target. */
async function readTold(
  { folder }: Repository,
  target: string,
  roadmaps: readonly LoadedRoadmap[],
): Promise<Map<LoadedRoadmap, readonly ToldTransition[]>> {
  const messages = await readMessages(folder, target, '^[[:blank:]]*Roadmap-File: ');
  const tellings = messages.flatMap(listTellings);
  if (tellings.length === 0) return new Map();
  const objects = openObjects(folder, LONGEST_VERSION);
  try {
    const gone = await listGone(target, tellings, objects);
    const paths = [...gone, ...roadmaps.map(({ graph }) => graph.path)];
    const renames = gone.length === 0 ? [] : await readRenames(folder, target, paths);
    const entries = roadmaps.map(async (roadmap) => {
      const names = listNames(roadmap.graph.path, renames);
      return [roadmap, await confirm(roadmap, names, tellings, objects)] as const;
    });
    return new Map(await Promise.all(entries));
  } finally {
    await objects.close();
  }
}

function listTellings({ commit, message, changes }: Message): Telling[] {
  return readToldTransitions(message, commit).map((told) => ({ told, changes }));
}

/** The files that are told of, and are no longer there: they may have been moved. */
async function listGone(
  target: string,
  tellings: readonly Telling[],
  objects: ObjectReader,
): Promise<string[]> {
  const files = [...new Set(tellings.map(({ told }) => told.file))];
  const found = await Promise.all(files.map((file) => objects.read(`${target}:${file}`)));
  return files.filter((_, at) => found[at]?.kind === 'missing');
}

/** The path, and those that the file had before. */
function listNames(path: string, renames: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const names = new Set([path]);
  for (const [from, to] of renames) if (names.has(to)) names.add(from);
  return names;
}

/** What is told of tasks of a roadmap by the commits that did it. */
async function confirm(
  roadmap: LoadedRoadmap,
  names: ReadonlySet<string>,
  tellings: readonly Telling[],
  objects: ObjectReader,
): Promise<ToldTransition[]> {
  const read = makeRecordReader(roadmap, objects);
  const told: ToldTransition[] = [];
  // The oldest first, since a version is read the faster the more it is like the one before.
  for (const telling of [...tellings].reverse()) {
    if (!names.has(telling.told.file) || !(await isDeed(telling, names, read))) continue;
    told.unshift({ ...telling.told, file: roadmap.graph.path });
  }
  return told;
}

/** Whether the commit took the task to the state that it tells of; what can't be read is taken at its word. */
async function isDeed(
  { told, changes }: Telling,
  names: ReadonlySet<string>,
  read: RecordReader,
): Promise<boolean> {
  const own = changes.filter(({ path }) => names.has(path));
  const blob = own.find(({ after }) => after !== null)?.after ?? null;
  if (blob === null) return false;
  const [before, after] = [
    await read(own.find((change) => change.before !== null)?.before ?? null),
    await read(blob),
  ];
  if (typeof before === 'string' || typeof after === 'string') return true;
  const task = findTold([...after.values()], told);
  return task?.state === told.state && before.get(task.key)?.state !== told.state;
}
