import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';
import { pairReworded } from './pair-reworded.ts';

/** Which tasks of two versions are the same. */
export interface Pairs {
  /** The task before, by the task after. */
  readonly before: ReadonlyMap<Task, Task>;
  /** By their keys. */
  readonly gone: ReadonlyMap<string, Task>;
}

/** Of a task, what it may be known by; empty for nothing. */
type Naming = (task: Task, phase: string) => string;

/**
 * The same task before and after: by its key, its title and its phase; of those left, by a title that only one task has in a
 * phase, then in the file, since ids are counted anew where a task or a phase is put in; by its key alone; by its place
 * among those of one title; and where tasks have no ids, by most of the words of their titles.
 */
export function pairTasks(before: Roadmap, after: Roadmap): Pairs {
  const [old, now] = [new Map(keyTasks(before)), new Map(keyTasks(after))];
  const pairs = new Map<Task, Task>();
  const pair = (oldKey: string, nowKey: string): void => {
    const [was, is] = [old.get(oldKey), now.get(nowKey)];
    if (was === undefined || is === undefined) return;
    pairs.set(is, was);
    old.delete(oldKey);
    now.delete(nowKey);
  };
  const pairKeys = (isMeant: (was: Task, is: Task) => boolean): void => {
    for (const [key, is] of [...now]) {
      const was = old.get(key);
      if (was !== undefined && isMeant(was, is)) pair(key, key);
    }
  };
  if (hasSamePhases(before, after)) pairKeys((was, is) => was.title === is.title);
  if (old.size === 0 || now.size === 0) return { before: pairs, gone: old };
  const [oldPhases, nowPhases] = [titlePhases(before), titlePhases(after)];
  const pairBy = (name: Naming, most: number): void => {
    const oldKeys = groupKeys(old, (task) => name(task, oldPhases.get(task) ?? ''));
    for (const [called, nowKeys] of groupKeys(now, (task) => name(task, nowPhases.get(task) ?? ''))) {
      const were = oldKeys.get(called) ?? [];
      if (called === '' || were.length !== nowKeys.length || were.length > most) continue;
      for (const [at, key] of nowKeys.entries()) pair(were[at] ?? '', key);
    }
  };
  pairKeys((was, is) => was.title === is.title && oldPhases.get(was) === nowPhases.get(is));
  pairBy(({ title }, phase) => (title === '' ? '' : JSON.stringify([title, phase])), 1);
  pairBy(({ title }) => title, 1);
  pairKeys(() => true);
  pairBy(({ title }) => title, Infinity);
  for (const [oldKey, nowKey] of pairReworded(old, now)) pair(oldKey, nowKey);
  return { before: pairs, gone: old };
}

function hasSamePhases({ phases }: Roadmap, { phases: others }: Roadmap): boolean {
  return (
    phases.length === others.length &&
    phases.every(({ id, title }, at) => id === others[at]?.id && title === others[at].title)
  );
}

function titlePhases({ phases }: Roadmap): ReadonlyMap<Task, string> {
  return new Map(phases.flatMap(({ title, tasks }) => tasks.map((task) => [task, title] as const)));
}

function groupKeys(
  tasks: ReadonlyMap<string, Task>,
  name: (task: Task) => string,
): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const [key, task] of tasks) {
    const called = name(task);
    keys.set(called, [...(keys.get(called) ?? []), key]);
  }
  return keys;
}
