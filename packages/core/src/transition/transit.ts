import { sortWords } from '../dialects/forms.ts';
import type { Diagnostic } from '../generated/check.types.ts';
import type { Claim, Field, Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { makeOrderLaw } from '../law/order.ts';
import { readOverride } from '../law/override.ts';
import type { Policy } from '../law/policy.ts';
import { stateOf } from '../law/state-of.ts';
import { sayBlocked } from '../message/say-blocked.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { readStatusWord } from '../parse/read-state.ts';
import type { RuleFamily } from '../rules/rule.ts';
import { chooseBox } from './choose-box.ts';
import { choosePlaces, type Places } from './choose-places.ts';
import { applyEdits, type Edit } from './edit.ts';
import { editTask, findTitleWord } from './edit-task.ts';
import { findSideEffect } from './find-side-effect.ts';
import { quoteClaims } from './quote-claims.ts';
import type { ReadFile } from './read-file.ts';
import { findUnreadClaim, tellClaims } from './tell-claims.ts';
import type { Goal, Transition } from './transition.ts';
import { writeStatus } from './write-status.ts';

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
      /** With the claims that the commit's message makes for it. */
      readonly task: Task;
      /** The claims that the commit's message makes, since the file has no place for them. */
      readonly told: readonly Claim[];
      /** What the Status says. */
      readonly status: string;
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
  const box = chooseBox(file, policy, task, to);
  if (box === null) {
    const message = `${task.id}: a file of the dialect ${file.dialect.name} has no word for ${to}`;
    return refuse(
      transition,
      message,
      'Give the state a word in roadmap.yaml, as in `states: {"On hold": blocked}`.',
    );
  }
  const places = choosePlaces(file, policy, task, transition, box);
  const commit = to === 'todo' ? '' : quoteGiven(file, transition.commit, places);
  const status = writeStatus(file, task, transition);
  const isStatusDropped =
    places.status === 'message' && to === 'done' && status.field !== null && task.state !== 'done';
  const cited = commit ?? (to === 'done' && task.claims.length > 0 ? citedBy(file, task) : '');
  const edits = editTask(file, task, {
    state: to,
    box: places.status === 'cell' ? writeCell(box, transition) : box,
    places,
    commit,
    status: status.text,
    statusField: status.field,
    isStatusDropped,
    row: {
      task: task.id,
      phase: file.graph.phases.find(({ tasks }) => tasks.includes(task))?.id ?? '',
      date: transition.date,
      action: `${VERBS[to]}: ${task.title}`,
      commit: cited,
    },
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
  const misread =
    (commit === null || places.commit !== 'field'
      ? null
      : findMisread(file, task, after, 'commit', commit, null)) ??
    (commit === null || commit === '' || places.commit === 'field' || places.commit === 'message'
      ? null
      : findUnreadClaim(after, commit)) ??
    (places.status === 'field'
      ? findMisread(file, task, after, 'status', status.text, status.field)
      : null) ??
    (places.status === 'field' ? findLostOverride(file, after, transition) : null);
  if (misread !== null)
    return refuse(transition, misread, 'Say it in other words, or change the file by hand.');
  const told = places.commit === 'message' && to === 'done' ? tellClaims(after, commit ?? '') : [];
  const cites = { ...after, claims: [...after.claims, ...told] };
  return { kind: 'planned', edits, bytes, graph, task: cites, told, status: status.text };
}

function quoteGiven(file: ReadFile, commit: string | null, places: Places): string | null {
  if (commit === null) return null;
  return places.commit === 'field' ? quoteClaims(file, commit.trim()) : commit.trim();
}

/** What stands in the state cell of a row: the word, and the reason where there is one. */
function writeCell(word: string, { to, status, reason }: Transition): string {
  const said = [status, reason].filter((text) => text !== null && text.trim() !== '').join(' — ');
  if (to === 'done' || to === 'doing' || said === '') return word;
  const start = to === 'todo' ? 'reopened: ' : '';
  return `${word} (${start}${said.trim()})`.replaceAll('|', '\\|');
}

/** What is wrong where a field says something else than was written into it; null where it says that. */
function findMisread(
  { dialect }: ReadFile,
  before: Task,
  after: Task,
  meaning: 'commit' | 'status',
  value: string,
  written: Field | null,
): string | null {
  const at = written === null ? 0 : findFields(before.fields, meaning, dialect).indexOf(written);
  const said = findFields(after.fields, meaning, dialect);
  return (said[at]?.value ?? '') === value
    ? null
    : `${after.id}: its ${meaning} would not be read as it was given: ${value}`;
}

/** What is wrong where nobody who reads the Status would see that the order was lifted. */
function findLostOverride({ dialect }: ReadFile, task: Task, { to, override }: Transition): string | null {
  if (override === null || (to !== 'doing' && to !== 'done')) return null;
  return readOverride(task, dialect) === override.trim()
    ? null
    : `${task.id}: its override would not be read as it was given: ${override}`;
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
  return [{ clause: 'order', task: task.id, ...sayBlocked(task.id, to, blockers) }];
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
    if (isPlaceholder(value)) return refuse(`the ${name} is a placeholder`, 'Say what is meant.');
  }
  const word = status === null ? null : readStatusWord(status.trim(), to, { words: sortWords(file.dialect) });
  if (word !== null && word.state !== to)
    return refuse(
      `the status says ${word.state}, and the task is to be ${to}`,
      `Ask for ${word.state}, or say it in other words.`,
      'truth',
    );
  const says = status?.trim().slice(word?.rest ?? 0) ?? '';
  const isUndone = to === 'doing' && task.state === 'done';
  const needs = isUndone || (to !== 'done' && to !== 'doing');
  if (needs && reason === null && isPlaceholder(says))
    return refuse(
      isUndone ? 'it is done, and to start it again needs a reason' : `${VERBS[to]} needs a reason`,
      `Say why: \`--reason "…"\`.`,
    );
  return null;
}

/** Line ends of Unicode, too (UAX #14: BK, CR, LF, NL), and what no text file holds. */
export const SEVERAL_LINES: RegExp = /[\n\r\v\f\u0085\u2028\u2029\0]/;

/** Another state that something of the written task says; null where all of it says the promised one. */
function findLie(
  { dialect }: ReadFile,
  policy: Policy,
  bytes: Uint8Array,
  task: Task,
  to: Goal,
): string | null {
  const box = stateOf(task, policy) ?? 'unknown';
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
 * The clauses that a transition breaks by what the law found in the change that it makes; a warning breaks none.
 * @param diagnostics what the change brings (judgeChange)
 * @param families of the rules, by their ids
 * @param task that is named where a finding names none
 */
export function refuseFindings(
  diagnostics: readonly Diagnostic[],
  families: ReadonlyMap<string, RuleFamily>,
  task: string,
): Refusal[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((one) => ({
      clause: CLAUSES[families.get(one.rule) ?? 'structure'],
      task: one.task ?? task,
      message: one.message,
      help: one.help,
    }));
}

/** Of a task that stays done, it is the evidence that a rule on transitions speaks for; a tick undoes nothing. */
const CLAUSES: Readonly<Record<RuleFamily, Clause>> = {
  order: 'order',
  evidence: 'evidence',
  words: 'words',
  transition: 'evidence',
  structure: 'form',
  upkeep: 'form',
};
