/**
 * The law of transitions written a second time, small and slow, over tasks that a test has drawn: what it says is held
 * against what the code under test does. It takes nothing from that code.
 */

export const GOALS = ['todo', 'doing', 'done', 'partial', 'blocked', 'failed', 'dropped'] as const;
export type Goal = (typeof GOALS)[number];

export interface ModelTask {
  readonly id: string;
  /** Number of its phase. */
  readonly phase: number;
  /** Whether its phase is bound by the order. */
  readonly isBound: boolean;
  /** Id of the task that it is nested in. */
  readonly parent: string | null;
  readonly isGate: boolean;
  readonly dependsOn: readonly string[];
  readonly state: Goal;
  /** Null where there is no such line. */
  readonly status: string | null;
  readonly commit: string | null;
}

/** A text with what a reader takes it for. */
export interface Words {
  readonly text: string;
  /** The state that its first word names under a box that is not ticked, and under one that is. */
  readonly lead: { readonly open: Goal | null; readonly ticked: Goal | null };
  /** Whether it says more than that word. */
  readonly saysMore: boolean;
  /** Whether it is one line and no placeholder. */
  readonly isGood: boolean;
}

export interface ModelTransition {
  readonly to: Goal;
  readonly commit: Words | null;
  readonly status: Words | null;
  readonly reason: Words | null;
  readonly override: Words | null;
  readonly subject: string | null;
}

export type Order = 'off' | 'phases' | 'strict';

/** The clauses that a transition breaks, of those that need no facts. */
export function judge(
  tasks: readonly ModelTask[],
  at: number,
  asked: ModelTransition,
  order: Order,
): Set<'order' | 'words' | 'truth'> {
  const broken = new Set<'order' | 'words' | 'truth'>();
  const task = tasks[at];
  if (task === undefined) throw new Error('no such task');
  const { to, commit, status, reason, override } = asked;
  if (to === 'doing' || to === 'done') {
    const isLifted = override !== null;
    if (isBehindGate(tasks, at)) broken.add('order');
    if (!isLifted && (waitsFor(tasks, at) || isOutOfTurn(tasks, at, order))) broken.add('order');
  }
  if ([commit, status, reason, override].some((one) => one !== null && !one.isGood)) broken.add('words');
  else if (status !== null && (leadOf(status, to) ?? to) !== to) broken.add('truth');
  else if (needsReason(task, to) && reason === null && status?.saysMore !== true) broken.add('words');
  // The reason of a tick is its Status, and may name no other state there.
  else if (to === 'done' && status === null && reason !== null && (leadOf(reason, to) ?? to) !== to)
    if (broken.size === 0) broken.add('truth');
  return broken;
}

/** The Status that a legal transition leaves. */
export function sayStatus(
  task: ModelTask,
  { to, status, reason, override, subject }: ModelTransition,
): string {
  const given = [status, reason].flatMap((one) => (one === null ? [] : [one.text])).join(' — ');
  const isMarked = override !== null && (to === 'doing' || to === 'done');
  const add = (said: string): string =>
    [said, ...(isMarked ? [`(override: ${override.text})`] : [])].filter((part) => part !== '').join(' ');
  if (to === 'done') {
    if (given !== '') return add(given);
    const isKept = task.status !== null && KEPT.test(task.status);
    const said = isKept ? (task.status ?? '') : (subject ?? '');
    return isMarked && said.endsWith(`(override: ${override.text})`) ? said : add(said);
  }
  if (to === 'doing' && task.state === 'doing' && given === '' && !isMarked && task.status !== null)
    return task.status;
  const first = status ?? reason;
  const isLed = first !== null && leadOf(first, to) === to && (to !== 'todo' || /^REOPENED/.test(first.text));
  if (given === '') return add(LEADS[to]);
  return add(isLed ? given : `${LEADS[to]}: ${given}`);
}

/** Statuses that the drawn files begin with, or that a tick has left, and that a tick keeps. */
const KEPT = /^(?:looked at it|works|DONE: seen|no access|Failed runs were repeated|Do the work|\(override)/;

const LEADS: Readonly<Record<Goal, string>> = {
  todo: 'REOPENED',
  doing: 'IN PROGRESS',
  done: '',
  partial: 'PARTIAL',
  blocked: 'BLOCKED',
  failed: 'FAILED',
  dropped: 'DROPPED',
};

function leadOf({ lead }: Words, to: Goal): Goal | null {
  return to === 'done' ? lead.ticked : lead.open;
}

function needsReason({ state }: ModelTask, to: Goal): boolean {
  return to === 'doing' ? state === 'done' : to !== 'done';
}

const isClosed = ({ state }: ModelTask): boolean => state === 'done' || state === 'dropped';

/** A task and all those that it is nested in. */
function lineOf(tasks: readonly ModelTask[], at: number): string[] {
  const task = tasks[at];
  if (task === undefined) return [];
  const parent = tasks.findIndex(({ id }) => id === task.parent);
  return [task.id, ...(parent === -1 ? [] : lineOf(tasks, parent))];
}

/** The tasks before one that it is not nested in. */
function listBefore(tasks: readonly ModelTask[], at: number): ModelTask[] {
  const line = lineOf(tasks, at);
  return tasks.slice(0, at).filter(({ id }) => !line.includes(id));
}

function isBehindGate(tasks: readonly ModelTask[], at: number): boolean {
  return (
    tasks[at]?.isBound === true && listBefore(tasks, at).some((one) => one.isGate && one.state !== 'done')
  );
}

function waitsFor(tasks: readonly ModelTask[], at: number): boolean {
  const ids = tasks[at]?.dependsOn ?? [];
  return tasks.some((one, index) => index !== at && ids.includes(one.id) && one.state !== 'done');
}

function isOutOfTurn(tasks: readonly ModelTask[], at: number, order: Order): boolean {
  const task = tasks[at];
  if (task?.isBound !== true || order === 'off') return false;
  return listBefore(tasks, at).some(
    (one) => !isClosed(one) && (order === 'strict' || one.phase < task.phase),
  );
}
