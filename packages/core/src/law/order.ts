import type { Phase, Roadmap, Task } from '../generated/roadmap.types.ts';
import type { Policy } from './policy.ts';

/** The clauses of the law about order, by which an open task can hold up another. */
export type OrderClause = 'phases' | 'strict' | 'dependency' | 'gate';

export interface Blocker {
  readonly task: Task;
  readonly clause: OrderClause;
}

/** Tasks that were done or begun past an open one. */
export interface PassedTasks {
  /** The clause that the first of them breaks. */
  readonly clause: OrderClause;
  /** In document order. */
  readonly tasks: readonly Task[];
}

/** The order clauses over one graph, asked from either side. */
export interface OrderLaw {
  /** The tasks that keep `task` from going to doing or done, in document order. */
  blockersOf(task: Task): Blocker[];
  /** The tasks that are done or doing although `open` keeps them from it. */
  passedBy(open: Task): PassedTasks | null;
  /** The phase of a task. */
  phaseOf(task: Task): Phase | null;
}

interface Place {
  readonly task: Task;
  readonly phase: Phase;
  /** 0-based, in document order. */
  readonly position: number;
}

/** Closed for those after it: done, or dropped with its reason. */
export function isClosed(task: Task): boolean {
  return task.state === 'done' || task.state === 'dropped';
}

/**
 * Why `earlier`, as it stands, keeps `later` from going to doing or done; null where it doesn't. Every task of every
 * phase before is closed first (`strict`: of its own phase, too, but for the tasks that it is nested in), every task
 * that it depends on is done, and every gate before it is done. Review phases, and lists of boxes that are no phases,
 * are bound by what they say that they depend on alone.
 */
function findClause(
  earlier: Place,
  later: Place,
  policy: Policy,
  ancestors: ReadonlySet<string>,
): OrderClause | null {
  if (earlier.task === later.task || earlier.task.state === 'done') return null;
  const bound = later.phase.kind === 'work';
  const before = earlier.position < later.position;
  if (bound && before && earlier.task.gate) return 'gate';
  if (later.task.dependsOn.includes(earlier.task.id)) return 'dependency';
  if (!bound || !before || policy.order === 'off' || isClosed(earlier.task) || earlier.phase.kind === 'list')
    return null;
  if (earlier.phase !== later.phase) return 'phases';
  return policy.order === 'strict' && !ancestors.has(earlier.task.id) ? 'strict' : null;
}

export function makeOrderLaw(graph: Roadmap, policy: Policy): OrderLaw {
  const places = graph.phases
    .flatMap((phase) => phase.tasks.map((task) => ({ task, phase })))
    .map((place, position): Place => ({ ...place, position }));
  const placeOf = new Map(places.map((place) => [place.task, place]));
  const parentOf = new Map(places.map(({ task }) => [task.id, task.parent]));
  const undone = places.filter(({ task }) => task.state !== 'done');
  const begun = places.filter(({ task }) => task.state === 'done' || task.state === 'doing');
  const dependents = begun.filter(({ task }) => task.dependsOn.length > 0);
  const ancestorsOf = (task: Task): Set<string> => {
    const ancestors = new Set<string>();
    for (let id = task.parent; id !== null && !ancestors.has(id); id = parentOf.get(id) ?? null)
      ancestors.add(id);
    return ancestors;
  };
  const clauseOf = (earlier: Place, later: Place): OrderClause | null =>
    findClause(earlier, later, policy, policy.order === 'strict' ? ancestorsOf(later.task) : NO_ANCESTORS);
  return {
    phaseOf: (task) => placeOf.get(task)?.phase ?? null,
    blockersOf: (task) => {
      const later = placeOf.get(task);
      if (later === undefined) return [];
      // What stands behind it can hold it up by dependency alone.
      const candidates =
        task.dependsOn.length > 0 ? undone : undone.slice(0, countBefore(undone, later.position));
      return candidates.flatMap((earlier) => {
        const clause = clauseOf(earlier, later);
        return clause === null ? [] : [{ task: earlier.task, clause }];
      });
    },
    passedBy: (open) => {
      const earlier = placeOf.get(open);
      if (earlier === undefined) return null;
      const before = dependents.filter(({ position }) => position < earlier.position);
      const passed = [...before, ...begun.slice(countBefore(begun, earlier.position))].flatMap((later) => {
        const clause = clauseOf(earlier, later);
        return clause === null ? [] : [{ task: later.task, clause }];
      });
      const first = passed[0];
      return first === undefined ? null : { clause: first.clause, tasks: passed.map(({ task }) => task) };
    },
  };
}

const NO_ANCESTORS: ReadonlySet<string> = new Set();

/** Number of places before a position, in a list sorted by position. */
function countBefore(sorted: readonly Place[], position: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.position ?? Infinity) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
