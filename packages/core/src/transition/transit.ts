import { sortWords } from '../dialects/forms.ts';
import type { Diagnostic } from '../generated/check.types.ts';
import type { Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { type Blocker, makeOrderLaw } from '../law/order.ts';
import type { Policy } from '../law/policy.ts';
import { nameSome } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { isBlank } from '../parse/read-box.ts';
import { readStatusWord } from '../parse/read-state.ts';
import { applyEdits, type Edit } from './edit.ts';
import { editTask, findTitleWord, type ReadFile } from './edit-task.ts';
import { findSideEffect } from './find-side-effect.ts';

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
  const words = judgeWords(file, task, transition);
  const refusals = [...judgeOrder(file.graph, policy, task, transition), ...(words === null ? [] : [words])];
  return refusals.length > 0
    ? { kind: 'refused', refusals }
    : writeTransition(file, policy, transition, parse);
}

/**
 * Writes a transition into a file, whether or not it is legal, and reads the result again: it must say what was promised
 * and nothing else, and all the rest must be as it was. What the task says already gives no edits.
 */
export function writeTransition(
  file: ReadFile,
  policy: Policy,
  transition: Transition,
  parse: (bytes: Uint8Array) => Roadmap,
): Planned {
  const at = listTasks(file.graph).findIndex(({ id }) => id === transition.task);
  const task = listTasks(file.graph)[at];
  if (task === undefined) return refuse(transition, `${transition.task}: there is no such task`, '');
  const { to } = transition;
  const commit = to === 'todo' ? '' : (transition.commit?.trim() ?? null);
  const status = writeStatus(file, task, transition);
  const cited = commit ?? (to === 'done' ? (task.claims.length === 0 ? '' : citedBy(file, task)) : '');
  const edits = editTask(file, task, {
    state: to,
    box: chooseBox(file, policy, task, to),
    commit,
    status,
    row: { task: task.id, date: transition.date, action: `${VERBS[to]}: ${task.title}`, commit: cited },
  });
  const bytes = applyEdits(file.source.bytes, edits);
  const graph = parse(bytes);
  const after = listTasks(graph)[at];
  const problem = findSideEffect(file, graph, at);
  if (after === undefined || problem !== null) {
    const message = `${task.id}: writing it would change ${problem ?? 'other tasks'}`;
    return refuse(transition, message, 'Change the file by hand.');
  }
  const lie = findLie(file, policy, bytes, after, to);
  if (lie !== null) {
    const message = `${task.id}: the file would still say that it is ${lie}`;
    return refuse(transition, message, 'Mend by hand what says so, or give another status.', 'truth');
  }
  for (const [meaning, value] of [
    ['commit', commit],
    ['status', status],
  ] as const) {
    const found = findFields(after.fields, meaning, file.dialect);
    if (value === null || (found.length === 0 && value === '')) continue;
    if (found[0]?.value === value && (value !== '' || found.every((one) => one.value === ''))) continue;
    const message = `${task.id}: its ${meaning} would not be read as it was given: ${value}`;
    return refuse(transition, message, 'Say it in other words, or change the file by hand.');
  }
  return { kind: 'planned', edits, bytes, graph, task: after, status };
}

/** What its first Commit says already, without a placeholder. */
function citedBy({ dialect }: ReadFile, task: Task): string {
  const value = findFields(task.fields, 'commit', dialect)[0]?.value ?? '';
  return isPlaceholder(value.replaceAll('`', '')) ? '' : value;
}

function refuse({ task }: Transition, message: string, help: string, clause: Clause = 'form'): Planned {
  return { kind: 'refused', refusals: [{ clause, task, message, help }] };
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

function judgeWords(file: ReadFile, task: Task, transition: Transition): Refusal | null {
  const { to, commit, status, reason, override } = transition;
  const refuse = (message: string, help: string, clause: Clause = 'words'): Refusal => ({
    clause,
    task: task.id,
    message: `${task.id}: ${message}`,
    help,
  });
  for (const [name, value] of Object.entries({ commit, status, reason, override })) {
    if (value === null) continue;
    if (SEVERAL_LINES.test(value)) return refuse(`the ${name} has several lines`, 'Say it in one line.');
    if (name !== 'commit' && isPlaceholder(value))
      return refuse(`the ${name} is a placeholder`, 'Say what was seen.');
  }
  const word = status === null ? null : readStatusWord(status.trim(), to, { words: sortWords(file.dialect) });
  if (word !== null && word.state !== to)
    return refuse(
      `the status says ${word.state}, and the task is to be ${to}`,
      `Ask for ${word.state}, or say it in other words.`,
      'truth',
    );
  const says = status?.trim().slice(word?.rest ?? 0) ?? '';
  const needs = to !== 'done' && to !== 'doing';
  if (needs && reason === null && isPlaceholder(says))
    return refuse(`${VERBS[to]} needs a reason`, `Say why: \`--reason "…"\`.`);
  return null;
}

/** Line ends of Unicode, too (UAX #14: BK, CR, LF, NL), and what no text file holds. */
const SEVERAL_LINES = /[\n\r\v\f\u0085\u2028\u2029\0]/;

/** One line: the state word where it needs one, what was given, and that the order was lifted. */
function writeStatus(file: ReadFile, task: Task, transition: Transition): string {
  const { to, subject, override } = transition;
  const [status, reason] = [transition.status?.trim() ?? null, transition.reason?.trim() ?? null];
  const words = sortWords(file.dialect);
  const mark = override === null ? '' : `(override: ${override.trim()})`;
  const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
  const text = [status, reason].filter((one) => one !== null).join(' — ');
  if (to !== 'done') {
    // Whoever starts again has nothing new to say.
    const [old] = findFields(task.fields, 'status', file.dialect);
    if (to === 'doing' && task.state === to && `${text}${mark}` === '' && old !== undefined) return old.value;
    const isSaid = text !== '' && readStatusWord(text, to, { words })?.state === to;
    const word = isSaid ? '' : `${WORDS[to]}${text === '' ? '' : ':'}`;
    return join(word, text, mark);
  }
  if (text !== '') return join(text, mark);
  const kept = findFields(task.fields, 'status', file.dialect)
    .map(({ value }) => value)
    .find((value) => {
      const word = readStatusWord(value, 'done', { words });
      return !isPlaceholder(value) && (word === null || word.state === 'done');
    });
  const said = kept ?? subject?.trim() ?? '';
  return said.endsWith(mark) ? said : join(said, mark);
}

/**
 * The box as it is where it means the state already; else the mark of the dialect, or of several that mean the state the
 * one that the file uses. Where none means it, an open one: the Status says the rest.
 */
function chooseBox({ graph, dialect }: ReadFile, { boxes }: Policy, task: Task, to: Goal): string {
  const meaningOf = (box: string): State | undefined => boxes.get(isBlank(box) ? ' ' : box);
  if (meaningOf(task.box) === to) return task.box;
  const mark = dialect.states.marks[to];
  const others = to === 'done' ? [...boxes.keys()] : [];
  const known = [...(mark === undefined ? [] : [mark]), ...others].filter((box) => meaningOf(box) === to);
  const used = listTasks(graph).map(({ box }) => box);
  if (known.length === 0) return isBlank(task.box) ? task.box : ' ';
  const isUsed = (box: string): boolean => used.includes(box);
  return known.find(isUsed) ?? used.find((box) => meaningOf(box) === to) ?? known[0] ?? ' ';
}

/** Another state that something of the written task says; null where all of it says the promised one. */
function findLie(
  { dialect }: ReadFile,
  { boxes }: Policy,
  bytes: Uint8Array,
  task: Task,
  to: Goal,
): string | null {
  const box = boxes.get(isBlank(task.box) ? ' ' : task.box) ?? 'unknown';
  if (task.state !== to) return task.state;
  if ((box === 'done') !== (to === 'done')) return box;
  const words = sortWords(dialect);
  const said = findFields(task.fields, 'status', dialect).map(
    ({ value }) => readStatusWord(value, box, { words })?.state,
  );
  const title = findTitleWord(bytes, task, dialect)?.state;
  return [...said, title].find((state) => state !== undefined && state !== to) ?? null;
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
