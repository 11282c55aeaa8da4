import type { State } from '../generated/roadmap.types.ts';
import type { TaskRecord, TaskRecords } from './record-tasks.ts';

/** A task that is in another state than in every version before. */
export interface TaskChange {
  /** As it is after the change; before it, where the task is gone. */
  readonly task: TaskRecord;
  /** Null where the task came. */
  readonly from: State | null;
  /** Null where it went. */
  readonly to: State | null;
}

/**
 * What a commit did, against each of its parents: one that takes a state from one of them made no transition. Tasks that
 * are there come first, in document order, then those that went.
 * @param before of each parent, the first parent first; of a root, none
 */
export function compareRecords(before: readonly TaskRecords[], after: TaskRecords): TaskChange[] {
  const changes: TaskChange[] = [];
  for (const [key, task] of after) {
    const states = before.map((records) => records.get(key)?.state ?? null);
    if (states.includes(task.state)) continue;
    changes.push({ task, from: states.find((state) => state !== null) ?? null, to: task.state });
  }
  const [first, ...others] = before;
  for (const [key, task] of first ?? []) {
    if (after.has(key) || others.some((records) => !records.has(key))) continue;
    changes.push({ task: { ...task, evidence: [], status: null }, from: task.state, to: null });
  }
  return changes;
}

/**
 * What a merge of two parents did by itself: where it has another state than the side that has changed a task since their
 * common ancestor, such as a tick that it left out. Where both sides have, it may take either.
 */
export function compareMerge(
  [one, other]: readonly [TaskRecords, TaskRecords],
  base: TaskRecords,
  after: TaskRecords,
): TaskChange[] {
  const changes: TaskChange[] = [];
  for (const key of new Set([...after.keys(), ...one.keys(), ...other.keys()])) {
    const [ours, theirs, was, is] = [one, other, base, after].map(
      (records) => records.get(key)?.state ?? null,
    );
    const fair = ours === was ? [theirs] : theirs === was ? [ours] : [ours, theirs];
    if (fair.includes(is)) continue;
    const from = fair.find((state) => state !== null) ?? null;
    const task = after.get(key) ?? one.get(key) ?? other.get(key);
    if (task === undefined) continue;
    changes.push({
      task: is === null ? { ...task, evidence: [], status: null } : task,
      from,
      to: is ?? null,
    });
  }
  return changes;
}

/** Whether one version is another under a new name: at least half of the tasks of the smaller one are in both. */
export function isSameRoadmap(one: TaskRecords, other: TaskRecords): boolean {
  const shared = [...one].filter(([key, { title }]) => other.get(key)?.title === title).length;
  return shared > 0 && shared * 2 >= Math.min(one.size, other.size);
}
