import type { Phase, Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { type Blocker, isClosed, makeOrderLaw } from './order.ts';
import type { Policy } from './policy.ts';

/** What to do now, by the law. */
export interface NextStep {
  /** The task to do: one that is going on, else the first open one that the law allows; null where there is none. */
  readonly task: Task | null;
  readonly phase: Phase | null;
  /** Tasks that cannot go on as they stand, with their reasons: blocked, failed and partial ones. */
  readonly stuck: readonly Task[];
  /** The first open task that is held up, and by what; null where none is. */
  readonly heldUp: { readonly task: Task; readonly blockers: readonly Blocker[] } | null;
  /** Whether every task is closed. */
  readonly finished: boolean;
}

/** Which tasks somebody has claimed, by their ids. */
export interface ClaimedTasks {
  readonly own: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/**
 * Finds the next task of a roadmap: what whoever asks has claimed comes first, what others have never. A failed or partial task is tried again once nothing else is left to do; a blocked
 * one is never proposed, since its Status says that it waits for something.
 */
export function findNext(graph: Roadmap, policy: Policy, claimed: ClaimedTasks = nobody): NextStep {
  const order = makeOrderLaw(graph, policy);
  const open = listTasks(graph).filter((task) => !isClosed(task));
  const ofState = (...states: Task['state'][]): Task[] => open.filter(({ state }) => states.includes(state));
  const todo = ofState('todo');
  const inTurn = [...ofState('doing'), ...todo, ...ofState('failed', 'partial')];
  const isOwn = ({ id }: Task): boolean => claimed.own.has(id);
  const candidates = [...inTurn.filter(isOwn), ...inTurn.filter((one) => !isOwn(one))].filter(
    ({ id }) => !claimed.others.has(id),
  );
  const task = candidates.find((one) => order.blockersOf(one, 1).length === 0) ?? null;
  const held = candidates.find((one) => order.blockersOf(one, 1).length > 0);
  return {
    task,
    phase: task === null ? null : order.phaseOf(task),
    stuck: ofState('blocked', 'failed', 'partial'),
    heldUp: held === undefined ? null : { task: held, blockers: order.blockersOf(held, MOST_BLOCKERS) },
    finished: open.length === 0,
  };
}

const nobody: ClaimedTasks = { own: new Set(), others: new Set() };

/** A reader is helped by the first few; there may be thousands. */
const MOST_BLOCKERS = 20;
