import type { Phase, Roadmap, Task } from '../generated/roadmap.types.ts';
import type { Policy } from './policy.ts';

/** The clauses of the law about order, by which an open task can hold up another. */
export type OrderClause = 'phases' | 'strict' | 'dependency' | 'gate';

export interface Blocker {
  readonly task: Task;
  readonly clause: OrderClause;
}

/** Tasks that were done or begun past an open one, by one clause. */
export interface Passed {
  readonly open: Task;
  readonly clause: OrderClause;
  /** The first of them, in document order: enough to name. */
  readonly tasks: readonly Task[];
  /** How many there are. */
  readonly count: number;
}

/** The order clauses over one graph, asked from either side. */
export interface OrderLaw {
  /**
   * The tasks that keep `task` from going to doing or done, in document order.
   * @param most so many of them are enough
   */
  blockersOf(task: Task, most?: number): Blocker[];
  /**
   * Every open task that others went past, in document order, and for each by its place and by dependency apart. What an
   * open gate explains is left out: had nothing gone past the gate, nothing would have gone past the tasks behind it.
   * @param explains whether that gate is reported at all; one that is not explains nothing
   * @param isCounted which of the tasks count that went past what is no gate; all without it
   */
  listPassed(explains: (gate: Task) => boolean, isCounted?: (task: Task) => boolean): Passed[];
  /** The phase of a task. */
  phaseOf(task: Task): Phase | null;
}

/** A task by its place; positions are 0-based, in document order. */
interface Place {
  readonly task: Task;
  readonly phase: Phase;
  readonly position: number;
  /** Position behind the tasks that are nested in it. */
  end: number;
}

/** A gate under a heading that is no phase binds the lists behind it, too; one in a phase leaves them to themselves. */
function isGated(gate: Place, { phase }: Place): boolean {
  return gate.task.gate && gate.phase.kind === 'list' && phase.kind === 'list';
}

/** Closed for those after it: done, or dropped with its reason. */
export function isClosed(task: Task): boolean {
  return task.state === 'done' || task.state === 'dropped';
}

/** What the clauses are looked up in; every list is in document order. */
interface OrderIndex {
  readonly policy: Policy;
  placeOf(task: Task): Place | undefined;
  readonly firstWithId: ReadonlyMap<string, Place>;
  /** Position of the first task of a phase, and the one behind its last. */
  readonly bounds: ReadonlyMap<Phase, { readonly start: number; readonly end: number }>;
  readonly undone: readonly Place[];
  readonly gates: readonly Place[];
  /** Done or doing, in phases that are bound. */
  readonly boundBegun: readonly Place[];
  /** The same with those in lists, which a gate in a list binds. */
  readonly listedBegun: readonly Place[];
  /** Done or doing, by the ids that they depend on. */
  readonly dependents: ReadonlyMap<string, readonly Place[]>;
}

export function makeOrderLaw(graph: Roadmap, policy: Policy): OrderLaw {
  const index = once(() => indexTasks(graph, policy));
  return {
    phaseOf: (task) => index().placeOf(task)?.phase ?? null,
    blockersOf: (task, most = Infinity) => findBlockers(index(), task, most),
    listPassed: (explains, isCounted = () => true) => findPassed(index(), explains, isCounted),
  };
}

/** Each part is made when somebody asks for it: what is asked of one task needs few of them, and many rules need none. */
function indexTasks(graph: Roadmap, policy: Policy): OrderIndex {
  const places = once(() => placeTasks(graph));
  const undone = once(() => places().filter(({ task }) => task.state !== 'done'));
  const begun = once(() => places().filter(({ task }) => task.state === 'done' || task.state === 'doing'));
  const placeByTask = once(() => new Map(places().map((place) => [place.task, place])));
  let asked = 0;
  const firstWithId = once(() => new Map([...places()].reverse().map((place) => [place.task.id, place])));
  const bounds = once(() => boundPhases(places()));
  const gates = once(() => undone().filter(({ task }) => task.gate));
  const boundBegun = once(() => begun().filter(isBound));
  const listedBegun = once(() => begun().filter(({ phase }) => phase.kind !== 'review'));
  const dependents = once(() => groupDependents(begun()));
  return {
    policy,
    placeOf: (task) => {
      asked += 1;
      return asked > MOST_SOUGHT ? placeByTask().get(task) : places().find((place) => place.task === task);
    },
    get firstWithId() {
      return firstWithId();
    },
    get bounds() {
      return bounds();
    },
    get undone() {
      return undone();
    },
    get gates() {
      return gates();
    },
    get boundBegun() {
      return boundBegun();
    },
    get listedBegun() {
      return listedBegun();
    },
    get dependents() {
      return dependents();
    },
  };
}

/** So many tasks are found sooner by going through all than by an index of all. */
const MOST_SOUGHT = 4;

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function boundPhases(places: readonly Place[]): OrderIndex['bounds'] {
  const bounds = new Map<Phase, { start: number; end: number }>();
  for (const { phase, position } of places) {
    const known = bounds.get(phase);
    if (known === undefined) bounds.set(phase, { start: position, end: position + 1 });
    else known.end = position + 1;
  }
  return bounds;
}

/** Review phases, and lists of boxes that are no phases, are bound by what they say that they depend on alone. */
function isBound({ phase }: Place): boolean {
  return phase.kind === 'work';
}

/**
 * The position from which on an open task, as it stands, keeps others from going to doing or done by its place; Infinity
 * where it doesn't. Every task of every phase before is closed first (`strict`: of its own phase, too), and every gate
 * before is done; a task is not kept by those that it is nested in, nor by one that need not be done and is no gate.
 */
function findReach({ policy, bounds }: OrderIndex, { task, phase, end }: Place): number {
  if (task.state === 'done') return Infinity;
  if (task.gate) return end;
  if (task.optional) return Infinity;
  if (isClosed(task) || phase.kind === 'list' || policy.order === 'off') return Infinity;
  return policy.order === 'strict' ? end : (bounds.get(phase)?.end ?? end);
}

/** The clause by which `earlier` keeps `later` from going on, or null. */
function findClause(index: OrderIndex, earlier: Place, later: Place): OrderClause | null {
  const holds = (isBound(later) || isGated(earlier, later)) && findReach(index, earlier) <= later.position;
  if (holds && earlier.task.gate) return 'gate';
  if (earlier !== later && !earlier.task.optional && later.task.dependsOn.includes(earlier.task.id))
    return 'dependency';
  if (!holds) return null;
  return earlier.phase === later.phase ? 'strict' : 'phases';
}

function findBlockers(index: OrderIndex, task: Task, most: number): Blocker[] {
  const { policy, bounds, undone, gates } = index;
  const later = index.placeOf(task);
  if (later === undefined) return [];
  const found = new Map<Place, OrderClause>();
  const visit = (earlier: Place): void => {
    const clause = findClause(index, earlier, later);
    if (clause !== null) found.set(earlier, clause);
  };
  // Before its phase any open task may hold it up; from there on gates alone, unless the order is strict.
  const near = policy.order === 'strict' ? later.position : (bounds.get(later.phase)?.start ?? 0);
  for (const gate of gates) if (gate.position >= near && gate.position < later.position) visit(gate);
  for (const id of task.dependsOn) {
    const named = index.firstWithId.get(id);
    if (named !== undefined && named.task.state !== 'done') visit(named);
  }
  for (const earlier of undone) {
    if (earlier.position >= near || found.size >= most) break;
    visit(earlier);
  }
  if (found.size === 0) return [];
  return [...found]
    .sort(([a], [b]) => a.position - b.position)
    .slice(0, most)
    .map(([place, clause]) => ({ task: place.task, clause }));
}

function findPassed(
  index: OrderIndex,
  explains: (gate: Task) => boolean,
  isCounted: (task: Task) => boolean,
): Passed[] {
  const { undone } = index;
  if (undone.length === 0) return [];
  const { boundBegun, listedBegun, dependents } = index;
  const counted = once(() => boundBegun.filter(({ task }) => isCounted(task)));
  let explained = Infinity;
  const isExplained = (later: Place): boolean => isBound(later) && later.position >= explained;
  return undone.flatMap((open): Passed[] => {
    const reach = findReach(index, open);
    const waiting = (dependents.get(open.task.id) ?? []).filter(
      (later) =>
        isCounted(later.task) &&
        findClause(index, open, later) === 'dependency' &&
        !(isBound(later) && later.position >= reach),
    );
    const unexplained = waiting.filter((later) => !isExplained(later));
    const byDependency =
      unexplained.length === 0 ? [] : [makePassed(open, 'dependency', unexplained, unexplained.length)];
    if (reach >= explained) return byDependency;
    const gated = open.phase.kind === 'list' ? listedBegun : boundBegun;
    const begun = open.task.gate ? gated : counted();
    const from = countBefore(begun, reach);
    const first = begun[from];
    if (first === undefined) return byDependency;
    const clause = open.task.gate ? 'gate' : first.phase === open.phase ? 'strict' : 'phases';
    if (clause === 'gate' && explains(open.task)) explained = reach;
    const passed = makePassed(open, clause, begun.slice(from, from + MOST_NAMED), begun.length - from);
    return [passed, ...byDependency];
  });
}

function placeTasks(graph: Roadmap): Place[] {
  const places: Place[] = [];
  for (const phase of graph.phases)
    for (const task of phase.tasks)
      places.push({ task, phase, position: places.length, end: places.length + 1 });
  // Nested tasks stand right behind the one that holds them, so each ends where its last one does.
  const open: Place[] = [];
  for (const place of places) {
    while (open.length > 0 && open[open.length - 1]?.task.id !== place.task.parent) open.pop();
    open.push(place);
    for (const holder of open) holder.end = place.end;
  }
  return places;
}

function groupDependents(begun: readonly Place[]): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  for (const place of begun) {
    for (const id of place.task.dependsOn) {
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [place]);
      else group.push(place);
    }
  }
  return groups;
}

/** A list of all that went past each open task would grow with the square of the tasks. */
const MOST_NAMED = 50;

function makePassed(open: Place, clause: OrderClause, places: readonly Place[], count: number): Passed {
  return { open: open.task, clause, tasks: places.slice(0, MOST_NAMED).map(({ task }) => task), count };
}

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
