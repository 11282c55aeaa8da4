import type { Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { findLostLines, type KeptLines } from './kept-lines.ts';
import { joinLines, pickChanged } from './lines.ts';
import { chooseSide, type Merged, type Slice } from './merged.ts';
import { makeTaskStarts } from './task-starts.ts';

/** A task as one version has it. */
export type TasksByKey = ReadonlyMap<string, Task>;

export interface NamedVersions {
  readonly base: TasksByKey;
  readonly ours: TasksByKey;
  readonly theirs: TasksByKey;
}

/**
 * The keys of tasks that a result does not have as it should: with the state, and the reason for it, that the side gave to
 * them that changed it, whichever side a person takes in each conflict, those that
 * lost a line, and those that are nested in another. The result is read again
 * for that.
 * @returns null where it has other tasks than it was made of, as where a line that a side added made a fence of the rest
 */
export function findLosses(
  merged: readonly Merged[],
  versions: NamedVersions,
  kept: KeptLines,
  parse: (text: string) => Roadmap,
): ReadonlySet<string> | null {
  const isClean = merged.every(({ kind }) => kind === 'lines');
  const losses = new Set<string>();
  for (const side of isClean ? (['ours'] as const) : (['ours', 'theirs'] as const)) {
    const slices = chooseSide(merged, side);
    const found = findTasks(slices, parse);
    if (found === null || !isComplete(found, versions, side, isClean)) return null;
    for (const key of findLostLines(
      slices.flatMap(({ lines }) => lines),
      kept,
    ))
      losses.add(key);
    for (const key of findMisplaced(found, versions)) losses.add(key);
    for (const [key, task] of found)
      if (!isAsExpected(key, task, versions, isClean ? null : side)) losses.add(key);
  }
  return losses;
}

/** The tasks of a text by the keys that its slices say; null where it has others, or one twice. */
function findTasks(slices: readonly Slice[], parse: (text: string) => Roadmap): TasksByKey | null {
  const lines = slices.flatMap((slice) => slice.lines);
  const graph = parse(joinLines(lines, true));
  const tasks = listTasks(graph);
  const startOf = makeTaskStarts(graph);
  const byLine = new Map(tasks.map((task) => [startOf(task), task]));
  const found = new Map<string, Task>();
  let line = 1;
  for (const { task: key, lines: own } of slices) {
    const task = byLine.get(line);
    if (key !== null) {
      if (task === undefined || found.has(key)) return null;
      found.set(key, task);
    }
    line += own.length;
  }
  return found.size === tasks.length ? found : null;
}

/** Nothing is gone but what one side took out and the other left as it was. */
function isComplete(
  found: TasksByKey,
  { base, ours, theirs }: NamedVersions,
  side: 'ours' | 'theirs',
  isClean: boolean,
): boolean {
  const wanted = isClean ? [...ours.keys(), ...theirs.keys()] : [...(side === 'ours' ? ours : theirs).keys()];
  return wanted.every((key) => found.has(key) || (base.has(key) && !(ours.has(key) && theirs.has(key))));
}

/** The tasks in which no version has what is in them now, as where one that held it was taken out, and all that should. */
function findMisplaced(found: TasksByKey, { base, ours, theirs }: NamedVersions): string[] {
  const holders = [base, ours, theirs].map(findHolders);
  return [...findHolders(found)].flatMap(([key, holder]) => {
    const known = holders.flatMap((holderOf) => (holderOf.has(key) ? [holderOf.get(key) ?? null] : []));
    return known.includes(holder) ? [] : [key, ...known.filter((one) => one !== null)];
  });
}

/** By the key of each task the key of that which it is nested in; null for none. */
function findHolders(tasks: TasksByKey): ReadonlyMap<string, string | null> {
  const keys = new Map([...tasks].map(([key, { id }]) => [id, key]));
  return new Map(
    [...tasks].map(([key, { parent }]) => [key, parent === null ? null : (keys.get(parent) ?? null)]),
  );
}

/** @param side that every conflict is resolved by; null where there is none */
function isAsExpected(
  key: string,
  task: Task,
  { base, ours, theirs }: NamedVersions,
  side: 'ours' | 'theirs' | null,
): boolean {
  const [was, own, other] = [base.get(key), ours.get(key), theirs.get(key)].map(
    (one) => one && pictureOf(one.state, one.reason),
  );
  const is = pictureOf(task.state, task.reason);
  if (own === undefined || other === undefined) return is === (own ?? other);
  const expected = pickChanged(was, own, other);
  if (expected !== undefined) return is === expected;
  if (side !== null && is === (side === 'ours' ? own : other)) return true;
  // The state is as one side has it, and what both say of it is in one text that has merged.
  const states = [base.get(key), ours.get(key), theirs.get(key)].map((one) => one?.state);
  return task.state === pickChanged(states[0], states[1], states[2]);
}

function pictureOf(state: State, reason: string | null): string {
  return JSON.stringify([state, reason]);
}
