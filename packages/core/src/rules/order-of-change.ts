import type { Change, TaskTransition } from '../change/change.ts';
import type { Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';
import { headSpan } from '../graph/tasks.ts';
import { type Blocker, makeOrderLaw, type OrderLaw } from '../law/order.ts';
import { readOverride } from '../law/override.ts';
import type { Policy } from '../law/policy.ts';
import { sayBlocked } from '../message/say-blocked.ts';
import type { Finding, RuleContext } from './rule.ts';

/**
 * The transitions of a change that come before their time, by the clauses that one rule speaks for. What held a task up
 * before the change still does: moving it, or taking out a gate, a dependency or an open task, lifts nothing in the same
 * change. A roadmap that comes with the change is not held to an order that nobody could keep.
 */
export function judgeOrderOfChange(
  { graph, dialect, order, policy }: RuleContext,
  change: Change,
  isMeant: (clause: Blocker['clause']) => boolean,
): Finding[] {
  if (change.isNew) return [];
  const old = findOldOrder(graph, change, policy);
  return change.transitions.filter(goesOn).flatMap(({ task }): Finding[] => {
    const blockers = listBlockers(order, task, old?.law ?? null, old?.taskOf(task) ?? null).filter(
      ({ clause }) => isMeant(clause),
    );
    const isLifted =
      blockers.every(({ clause }) => clause !== 'gate') && readOverride(task, dialect) !== null;
    if (blockers.length === 0) return [];
    return [
      {
        ...sayBlocked(task.id, task.state, blockers),
        span: headSpan(task),
        task: task.id,
        ...(isLifted ? { severity: 'warning' as const } : {}),
      },
    ];
  });
}

/** Whether a task goes where the order binds it: to doing or done. */
export function goesOn({ task, from }: TaskTransition): boolean {
  return task.state === 'done' || (task.state === 'doing' && from !== 'done');
}

function listBlockers(law: OrderLaw, task: Task, oldLaw: OrderLaw | null, oldTask: Task | null): Blocker[] {
  const then = oldLaw === null || oldTask === null ? [] : oldLaw.blockersOf(oldTask);
  // Of a task that was a gate and now holds the other up by its place alone, it is the gate that no override lifts.
  const gates = new Set(then.filter(({ clause }) => clause === 'gate').map((blocker) => blocker.task.id));
  const now = law.blockersOf(task).filter((blocker) => !gates.has(blocker.task.id));
  const named = new Set(now.map((blocker) => blocker.task.id));
  return [...now, ...then.filter((blocker) => !named.has(blocker.task.id))];
}

interface OldOrder {
  readonly law: OrderLaw;
  /** The task there that a task of the graph after was. */
  taskOf(task: Task): Task | null;
}

/** Each rule of the order asks for that of the same change. */
const oldOrders = new WeakMap<Change, { readonly policy: Policy; readonly order: OldOrder | null }>();

function findOldOrder(after: Roadmap, change: Change, policy: Policy): OldOrder | null {
  const known = oldOrders.get(change);
  if (known?.policy === policy) return known.order;
  const before = change.parents.find((parent) => parent !== null) ?? null;
  const order = before === null ? null : makeOldOrder(before.graph, after, change, policy);
  oldOrders.set(change, { policy, order });
  return order;
}

/** The roadmap as it was, with its tasks in the states that they have after the change; what is gone is as it was. */
function makeOldOrder(before: Roadmap, after: Roadmap, change: Change, policy: Policy): OldOrder {
  const stateOf = new Map<Task, State>();
  const oldOf = new Map<Task, Task>();
  const inAfter = new Set(keyTasks(after).values());
  for (const kept of change.kept) {
    if (kept.parent.graph !== before || !inAfter.has(kept.after)) continue;
    stateOf.set(kept.before, kept.after.state);
    oldOf.set(kept.after, kept.before);
  }
  const copies = new Map<Task, Task>();
  const copy = (task: Task): Task => {
    const made = { ...task, state: stateOf.get(task) ?? task.state };
    copies.set(task, made);
    return made;
  };
  const phases = before.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(copy) }));
  return {
    law: makeOrderLaw({ ...before, phases }, policy),
    taskOf: (task) => copies.get(oldOf.get(task) ?? task) ?? null,
  };
}
