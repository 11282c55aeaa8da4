import type { Facts } from '../facts/facts.ts';
import type { Field, Roadmap, Silence, State, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Policy } from '../law/policy.ts';
import { listNewSilences } from './new-silences.ts';
import { type Pairs, pairTasks } from './pair-tasks.ts';

/** One version of a roadmap before a change, as it was read then. */
export interface Before {
  readonly graph: Roadmap;
  /** What was looked up for its claims. */
  readonly facts: Facts;
}

/** What a change is made of, beside the roadmap that it gives. */
export interface ChangeInput {
  /** Of each parent of the commit, or of the one side that is compared with; null where the roadmap was not there. */
  readonly parents: readonly (Before | null)[];
  /** Of each merge base (git-merge-base(1)) of a merge; else none. */
  readonly bases: readonly (Roadmap | null)[];
  /** What holds after the change; the change itself is judged by what held before. */
  readonly policyAfter: Policy;
  /** Whether it is one commit, and no range of several. */
  readonly isCommit: boolean;
  /** Of a range, the versions between the first and the last, where they have a say. */
  readonly between?: readonly Roadmap[];
}

/** A change of a roadmap, as rules see it. */
export interface Change extends ChangeInput {
  /** What was not in that state in any parent, in document order of the roadmap after. */
  readonly transitions: readonly TaskTransition[];
  /** What a parent had and is gone, in document order of that parent. */
  readonly lost: readonly Task[];
  /** Every task that is there before and after, for each parent that has it. */
  readonly kept: readonly KeptTask[];
  /** The tasks after that no parent has just so. */
  readonly touched: ReadonlySet<Task>;
  /** The comments that silence rules and that no parent has; they silence nothing of the change. */
  readonly newSilences: readonly Silence[];
  /** Whether the roadmap came with it. */
  readonly isNew: boolean;
}

export interface TaskTransition {
  /** As it is after the change. */
  readonly task: Task;
  /** As it was in the parent that it differs from; null where it came with the change. */
  readonly before: Task | null;
  readonly from: State | null;
}

export interface KeptTask {
  readonly before: Task;
  readonly after: Task;
  readonly parent: Before;
}

/** What happened between the versions before and the one after. */
export function makeChange(after: Roadmap, input: ChangeInput): Change {
  const parents = input.parents.filter((parent) => parent !== null);
  const pairs = parents.map((parent) => ({ parent, ...pairTasks(parent.graph, after) }));
  const bases = input.bases.map((base) => (base === null ? null : pairTasks(base, after).before));
  const tasks = listTasks(after);
  const transitions: TaskTransition[] = [];
  const touched = new Set<Task>();
  for (const task of tasks) {
    const befores = pairs.map(({ before }) => before.get(task) ?? null);
    const inBases = bases.map((base) => base?.get(task) ?? null);
    const before = findChanged(task, befores, inBases);
    if (before !== undefined) transitions.push({ task, before, from: before?.state ?? null });
    if (!befores.some((old) => old !== null && isSame(old, task))) touched.add(task);
  }
  return {
    ...input,
    isNew: parents.length === 0,
    transitions,
    lost: findLost(pairs, input.bases),
    kept: pairs.flatMap(({ parent, before }) =>
      [...before].map(([one, old]): KeptTask => ({ before: old, after: one, parent })),
    ),
    newSilences: listNewSilences(
      after,
      pairs.map(({ parent, before }) => ({ graph: parent.graph, nowOf: invert(before) })),
    ),
    touched,
  };
}

function invert(pairs: ReadonlyMap<Task, Task>): ReadonlyMap<Task, Task> {
  return new Map([...pairs].map(([now, old]) => [old, now]));
}

/**
 * The parent's task that a state was changed from; undefined where it was not. In a merge a state that some parent has is
 * no change, unless that parent had left it as it was before the branches parted and another one had changed it: then that
 * change was thrown away.
 */
function findChanged(
  task: Task,
  befores: readonly (Task | null)[],
  bases: readonly (Task | null)[],
): Task | null | undefined {
  const others = befores.filter((before) => before?.state !== task.state);
  const isNew = befores.every((before) => before === null);
  if (isNew) return task.state === 'todo' ? undefined : null;
  if (others.length === befores.length) return others.find((before) => before !== null);
  const isThrownAway = bases.length > 0 && bases.every((base) => base?.state === task.state);
  return isThrownAway ? others.find((before) => before !== null) : undefined;
}

/** A task that a parent had is gone rightly from a merge where another parent had taken it out (it is in every base). */
function findLost(
  pairs: readonly (Pairs & { readonly parent: Before })[],
  bases: readonly (Roadmap | null)[],
): Task[] {
  const lost = new Map<string, Task>();
  const inBases = bases.map((base) => (base === null ? new Map<string, Task>() : keyTasks(base)));
  for (const { gone } of pairs) {
    for (const [key, task] of gone) {
      const isTakenOut =
        pairs.some((other) => !keyTasks(other.parent.graph).has(key)) &&
        inBases.some((base) => base.has(key));
      if (!isTakenOut && !lost.has(key)) lost.set(key, task);
    }
  }
  return [...lost.values()];
}

function isSame(one: Task, other: Task): boolean {
  if (one === other) return true;
  const { title, box, state, gate, dependsOn, fields } = other;
  if (one.title !== title || one.box !== box || one.state !== state || one.gate !== gate) return false;
  const isSameField = ({ name, value }: Field, at: number): boolean =>
    name === fields[at]?.name && value === fields[at].value;
  return (
    one.dependsOn.length === dependsOn.length &&
    one.dependsOn.every((id, at) => id === dependsOn[at]) &&
    one.fields.length === fields.length &&
    one.fields.every(isSameField)
  );
}
