import { sortWords } from '../dialects/forms.ts';
import type { Diagnostic } from '../generated/check.types.ts';
import type { Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { type Blocker, makeOrderLaw } from '../law/order.ts';
import type { Policy } from '../law/policy.ts';
import { nameSome } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { readStatusWord } from '../parse/read-state.ts';
import { applyEdits, type Edit } from './edit.ts';
import { editTask, type ReadFile } from './edit-task.ts';

/** The states that a command takes a task to. */
export type Goal = Exclude<State, 'unknown'>;

/** One task going from one state to another, as somebody asks for it. */
export interface Transition {
  /** Id of the task. */
  readonly task: string;
  readonly to: Goal;
  /** Value of the Commit field; null leaves what is there. */
  readonly commit: string | null;
  /** Value of the Status field in one line; null leaves it to what is there, or to `subject`. */
  readonly status: string | null;
  /** What a Status says that is not given and was a placeholder: the subject of the cited commit. */
  readonly subject: string | null;
  /** Why: of blocked, failed, partial, dropped and reopened. */
  readonly reason: string | null;
  /** Why the clauses of phases and dependencies are lifted; null where they are not. */
  readonly override: string | null;
  /** UTC: YYYY-MM-DD HH:MM, for the change log. */
  readonly date: string;
}

/** Which clause of the law a transition breaks; `form` is none of the law's, but can't be written. */
export type Clause = 'order' | 'evidence' | 'words' | 'truth' | 'form';

export interface Refusal {
  readonly clause: Clause;
  readonly task: string;
  readonly message: string;
  readonly help: string;
}

/** What a transition comes to, before anything was looked up. */
export type Planned =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | {
      readonly kind: 'planned';
      readonly edits: readonly Edit[];
      readonly bytes: Uint8Array;
      readonly graph: Roadmap;
      readonly task: Task;
      /** What the Status says. */
      readonly status: string;
    };

/** The words that lead a Status, by the state that they mean. */
const WORDS: Readonly<Record<Goal, string>> = {
  todo: 'REOPENED',
  doing: 'IN PROGRESS',
  done: '',
  partial: 'PARTIAL',
  blocked: 'BLOCKED',
  failed: 'FAILED',
  dropped: 'DROPPED',
};
/** What the change log and the commit say that was done. */
export const VERBS: Readonly<Record<Goal, string>> = {
  todo: 'reopen',
  doing: 'start',
  done: 'complete',
  partial: 'partial',
  blocked: 'block',
  failed: 'fail',
  dropped: 'drop',
};

/**
 * Judges a transition by the clauses on order and on words, and writes it. The clause on evidence is judged by the rules,
 * on the graph that this gives, once its claims were looked up.
 * @param parse reads bytes in the same way as the file
 */
export function planTransition(
  file: ReadFile,
  policy: Policy,
  transition: Transition,
  parse: (bytes: Uint8Array) => Roadmap,
): Planned {
  const [task, ...others] = listTasks(file.graph).filter(({ id }) => id === transition.task);
  if (task === undefined || others.length > 0) {
    const message = task === undefined ? 'there is no such task' : 'several tasks have this id';
    return refuse(transition, `${transition.task}: ${message}`, '`roadmap show` lists the tasks.');
  }
  const words = judgeWords(task, transition);
  const refusals = [...judgeOrder(file.graph, policy, task, transition), ...(words === null ? [] : [words])];
  return refusals.length > 0
    ? { kind: 'refused', refusals }
    : writeTransition(file, policy, transition, parse);
}

/**
 * Writes a transition into a file, whether or not it is legal, and reads the result again: it must have the state that
 * was promised, and every other task as it was.
 */
export function writeTransition(
  file: ReadFile,
  policy: Policy,
  transition: Transition,
  parse: (bytes: Uint8Array) => Roadmap,
): Planned {
  const task = listTasks(file.graph).find(({ id }) => id === transition.task);
  if (task === undefined) return refuse(transition, `${transition.task}: there is no such task`, '');
  const { to } = transition;
  const commit = to === 'todo' ? '' : transition.commit;
  const status = writeStatus(file, task, transition);
  const edits = editTask(file, task, {
    box: chooseBox(file, policy, task, to),
    commit,
    status,
    row: { date: transition.date, action: `${VERBS[to]}: ${task.title}`, commit: commit ?? '' },
  });
  const bytes = applyEdits(file.source.bytes, edits);
  const graph = parse(bytes);
  const problem = findProblem(file.graph, graph, task, to);
  if (problem !== null) return refuse(transition, `${task.id}: ${problem}`, 'Change the file by hand.');
  const after = listTasks(graph).find(({ id }) => id === task.id) ?? task;
  return { kind: 'planned', edits, bytes, graph, task: after, status };
}

function refuse({ task }: Transition, message: string, help: string): Planned {
  return { kind: 'refused', refusals: [{ clause: 'form', task, message, help }] };
}

function judgeOrder(graph: Roadmap, policy: Policy, task: Task, { to, override }: Transition): Refusal[] {
  if (to !== 'doing' && to !== 'done') return [];
  const blockers = makeOrderLaw(graph, policy)
    .blockersOf(task)
    .filter(({ clause }) => clause === 'gate' || override === null);
  if (blockers.length === 0) return [];
  const names = nameSome(
    blockers.map((blocker) => `${blocker.task.id} (${blocker.task.state}${sayClause(blocker)})`),
    5,
  );
  const isGate = blockers.some(({ clause }) => clause === 'gate');
  return [
    {
      clause: 'order',
      task: task.id,
      message: `${task.id} may not be ${to} before ${names}`,
      help: isGate
        ? 'Do what the gate asks for and tick it first: no override lifts a gate.'
        : 'Do these first, or lift the order with `--override "why"`.',
    },
  ];
}

function sayClause({ clause }: Blocker): string {
  if (clause === 'gate') return ', a gate';
  return clause === 'dependency' ? ', which it depends on' : '';
}

function judgeWords(task: Task, { to, status, reason, override }: Transition): Refusal | null {
  const given = [
    ['status', status],
    ['reason', reason],
    ['override', override],
  ] as const;
  const refuse = (message: string, help: string): Refusal => ({
    clause: 'words',
    task: task.id,
    message: `${task.id}: ${message}`,
    help,
  });
  for (const [name, value] of given) {
    if (value === null) continue;
    if (/[\n\r\u2028\u2029\0]/.test(value))
      return refuse(`the ${name} has several lines`, 'Say it in one line.');
    if (isPlaceholder(value)) return refuse(`the ${name} is a placeholder`, 'Say what was seen.');
  }
  const needs = to !== 'done' && to !== 'doing';
  if (needs && reason === null && status === null)
    return refuse(`${VERBS[to]} needs a reason`, `Say why: \`--reason "…"\`.`);
  return null;
}

/** One line: the state word where it needs one, what was given, and that the order was lifted. */
function writeStatus(file: ReadFile, task: Task, transition: Transition): string {
  const { to, status, reason, subject, override } = transition;
  const mark = override === null ? '' : ` (override: ${override})`;
  const text = [status, reason].filter((one) => one !== null).join(' — ');
  if (to !== 'done') return `${WORDS[to]}${text === '' ? '' : `: ${text}`}${mark}`;
  if (text !== '') return `${text}${mark}`;
  const words = sortWords(file.dialect);
  const kept = findFields(task.fields, 'status', file.dialect)
    .map(({ value }) => value)
    .find((value) => {
      const word = readStatusWord(value, 'done', { words });
      return !isPlaceholder(value) && (word === null || word.state === 'done');
    });
  return `${kept ?? subject ?? ''}${mark}`;
}

/** The mark of the dialect; of several that mean the state, the one that the file uses. */
function chooseBox(file: ReadFile, policy: Policy, task: Task, to: Goal): string {
  const mark = file.dialect.states.marks[to] ?? ' ';
  if (policy.boxes.get(task.box) === policy.boxes.get(mark)) return task.box;
  const used = listTasks(file.graph).find(
    ({ box }) => box !== mark && policy.boxes.get(box) === policy.boxes.get(mark),
  );
  const isUsed = listTasks(file.graph).some(({ box }) => box === mark);
  return isUsed || used === undefined || mark === ' ' ? mark : used.box;
}

/** Why the written file is not what was promised; null where it is. */
function findProblem(before: Roadmap, after: Roadmap, task: Task, to: Goal): string | null {
  const old = listTasks(before);
  const now = listTasks(after);
  if (old.length !== now.length) return 'writing it would change other tasks';
  for (const [index, one] of now.entries()) {
    const was = old[index];
    if (was === undefined || one.id !== was.id) return 'writing it would change other tasks';
    if (was === task) {
      if (one.state !== to) return `the file would still say that it is ${one.state}`;
    } else if (pictureOf(one) !== pictureOf(was)) return `writing it would change ${one.id}`;
  }
  return null;
}

/** What must be the same of a task that is not meant. */
function pictureOf({ id, title, state, box, fields, claims }: Task): string {
  return JSON.stringify([
    id,
    title,
    state,
    box,
    fields.map(({ name, value }) => [name, value]),
    claims.map(({ kind, text }) => [kind, text]),
  ]);
}

/**
 * The clause on evidence, and all that is left of those on words and truth: the errors that the rules find of the task
 * in the graph that a transition gives.
 * @param diagnostics of the rules on that graph and what was looked up for it
 */
export function judgeEvidence(
  task: Task,
  to: Goal,
  diagnostics: readonly Diagnostic[],
  families: ReadonlyMap<string, string>,
): Refusal[] {
  if (to !== 'done') return [];
  return diagnostics
    .filter((one) => one.task === task.id && one.severity === 'error')
    .filter(({ rule }) => ['evidence', 'words'].includes(families.get(rule) ?? ''))
    .map(({ rule, message, help }) => ({
      clause: families.get(rule) === 'words' ? 'words' : 'evidence',
      task: task.id,
      message,
      help,
    }));
}
