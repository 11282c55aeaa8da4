import type { Forms } from '../dialects/forms.ts';
import { readWords } from '../dialects/state-phrases.ts';
import type { Claim, ClaimSource, Field, Phase, State, Task } from '../generated/roadmap.types.ts';
import { findIds } from '../graph/task-id.ts';
import { makeField } from './make-field.ts';
import { isPlaceholder } from './placeholder.ts';
import { readClaims } from './read-claims.ts';
import type { FieldRange } from './read-field.ts';
import type { BoxedItem } from './read-list.ts';
import type { TaskRow } from './read-rows.ts';
import { readStatusWord, readTitleWord, type StateWord, stateOfBox } from './read-state.ts';
import type { TailClaim } from './read-tail.ts';
import type { Scribe } from './scribe.ts';
import type { HandleRegister } from './slug.ts';
import type { TextRange } from './text-range.ts';

/** What tasks are made with. */
export interface TaskMaking {
  readonly scribe: Scribe;
  readonly forms: Forms;
  readonly taskHandles: HandleRegister;
  /** How many tasks each phase has so far, nested ones not counted. */
  readonly topTasks: Map<Phase, number>;
  readonly gates: ReadonlySet<string>;
  /** Of each task, what names others that it waits for, to be resolved once all of them are known. */
  readonly waits: Map<Task, string[]>;
  /** Id of the task that the file itself is; it holds all others. */
  readonly holder: string | null;
}

/** Makes tasks of boxed items and adds them to the phase, each followed by those nested in it. */
export function makeTasks(items: readonly BoxedItem[], phase: Phase, making: TaskMaking): void {
  let place = making.topTasks.get(phase) ?? 0;
  for (const item of items) {
    place += 1;
    addTask(item, `${phase.id}:${place}`, making.holder, phase, making);
  }
  making.topTasks.set(phase, place);
}

/** Makes tasks of the rows of a table and adds them to the phase. */
export function makeRowTasks(rows: readonly TaskRow[], phase: Phase, making: TaskMaking): void {
  let place = making.topTasks.get(phase) ?? 0;
  for (const row of rows) {
    place += 1;
    phase.tasks.push(makeRowTask(row, `${phase.id}:${place}`, making));
  }
  making.topTasks.set(phase, place);
}

function addTask(
  item: BoxedItem,
  handle: string,
  parent: string | null,
  phase: Phase,
  making: TaskMaking,
): void {
  const id = item.id?.text ?? making.taskHandles.take(handle);
  phase.tasks.push(makeTask(item, id, parent, making));
  item.items.forEach((nested, index) => {
    const within = id.includes(':') ? `${id}.${index + 1}` : `${id}:${index + 1}`;
    addTask(nested, within, id, phase, making);
  });
}

function makeTask(item: BoxedItem, id: string, parent: string | null, making: TaskMaking): Task {
  const { scribe, forms, gates } = making;
  const fields = item.fields.map((field) => makeField(field, scribe));
  const { state, reason, title } = readState(item, fields, scribe, forms);
  const { start, end } = item.range;
  const task: Task = {
    id,
    derived: item.id === null,
    title: dropOddMark(scribe.slice(title)),
    state,
    reason,
    form: 'box',
    box: item.box.marker,
    gate: gates.has(id) || isGate(fields, forms),
    optional: item.box.isOptional,
    dependsOn: listDependencies(fields, forms),
    parent,
    line: scribe.lineOf(start),
    span: scribe.spanOf(start, end),
    boxSpan: scribe.spanOf(item.box.markerStart, item.box.markerEnd),
    idSpan: item.id === null ? null : scribe.span(item.id.range),
    titleSpan: scribe.span(title),
    fields,
    claims: listClaims(item, scribe, forms),
    notes: item.notes.map((range) => ({ text: scribe.slice(range), ...scribe.place(range) })),
  };
  const texts =
    forms.dependencies.length === 0 ? [] : [scribe.slice(item.text), ...task.notes.map(({ text }) => text)];
  noteWaits(task, texts, making);
  return task;
}

function makeRowTask(row: TaskRow, handle: string, making: TaskMaking): Task {
  const { scribe, forms, gates, taskHandles } = making;
  const id = row.id?.text ?? taskHandles.take(handle);
  const fields = row.fields.map((field) => makeField(field, scribe));
  const title = scribe.slice(row.title);
  const reasons = fields.filter((field) => forms.is(field.name, 'reason')).map(({ value }) => value);
  const task: Task = {
    id,
    derived: row.id === null,
    title,
    state: row.state,
    reason: [...reasons, scribe.slice(row.status)].find((reason) => !isPlaceholder(reason)) ?? null,
    form: 'row',
    box: scribe.slice(row.status),
    gate: gates.has(id) || isGate(fields, forms),
    optional: false,
    dependsOn: listDependencies(fields, forms),
    parent: making.holder,
    ...scribe.place(row.range),
    boxSpan: scribe.span(row.status),
    idSpan: row.id === null ? null : scribe.span(row.id.range),
    titleSpan: scribe.span(row.title),
    fields,
    claims: makeTextClaims(row.claims, 'cell', scribe),
    notes: [],
  };
  noteWaits(task, [title, task.box], making);
  return task;
}

/** Keeps what a task's words say of others that it waits for. */
function noteWaits(task: Task, texts: readonly string[], { forms, waits }: TaskMaking): void {
  if (texts.length === 0 && !task.fields.some(({ name }) => forms.is(name, 'dependsOn'))) return;
  const found: string[] = [];
  for (const { name, value } of task.fields) if (forms.is(name, 'dependsOn')) found.push(value);
  for (const text of texts)
    for (const pattern of forms.dependencies)
      for (const match of text.matchAll(pattern)) found.push(match.groups?.['ids'] ?? '');
  if (found.length > 0) waits.set(task, found);
}

function isGate(fields: readonly Field[], forms: Forms): boolean {
  return fields.some((field) => forms.is(field.name, 'gate') && /^(?:yes|true)\b/i.test(field.value));
}

function listDependencies(fields: readonly Field[], forms: Forms): string[] {
  const naming = fields.filter((field) => forms.is(field.name, 'dependsOn'));
  if (naming.length === 0) return [];
  return naming.flatMap((field) => findIds(field.value, forms.dialect));
}

/** A title without the one mark of bold text that was opened or closed outside of it: `Name** — what it does`. */
function dropOddMark(title: string): string {
  if (!title.includes('**') && !title.includes('~~')) return title;
  return ['**', '~~'].reduce(
    (kept, mark) =>
      !kept.includes(mark) || kept.split(mark).length % 2 === 1 ? kept : kept.replace(mark, '').trim(),
    title,
  );
}

/** State, reason and remaining title of a boxed item: DESIGN's "from the leading word of the Status, else from the box". */
export function readState(
  item: BoxedItem,
  fields: readonly Field[],
  scribe: Scribe,
  forms: Forms,
): { state: State; reason: string | null; title: BoxedItem['title'] } {
  const boxState = stateOfBox(item.box.marker, forms);
  const { value: status, word: statusWord } = readStatuses(fields, boxState, forms);
  const raw = scribe.text.slice(item.title.start, item.title.end);
  const titleWord = readTitleWord(raw, forms);
  const title =
    titleWord === null ? item.title : { start: item.title.start + titleWord.rest, end: item.title.end };
  const said = statusWord?.state ?? titleWord?.state ?? null;
  const state = said ?? readLooseState(item, fields, boxState, scribe, forms) ?? boxState;
  const needsReason = state === 'blocked' || state === 'failed' || state === 'partial' || state === 'dropped';
  if (!needsReason) return { state, title, reason: null };
  const reasons = [
    statusWord === null ? '' : status.slice(statusWord.rest),
    ...fields.filter((field) => forms.is(field.name, 'reason')).map((field) => field.value),
    titleWord === null ? '' : scribe.slice(title),
  ];
  return { state, title, reason: reasons.find((reason) => !isPlaceholder(reason)) ?? null };
}

/** What ends a title and says another state than the box: `- **N/A**`. */
const LAST_WORD = /[—–-]\s*(?:\*\*|__)(?<word>[^*_]{1,24})(?:\*\*|__)(?:\s*\([^()]*\))?$/u;

/**
 * What a Status says in words that are none of the dialect's, or the end of a title, where no field is required: people
 * write "awaiting review" and "superseded by X". Under a ticked box such words are mostly part of a sentence.
 */
function readLooseState(
  item: BoxedItem,
  fields: readonly Field[],
  boxState: State,
  scribe: Scribe,
  forms: Forms,
): State | null {
  if (forms.dialect.policy.required) return null;
  const status = fields.find((field) => forms.is(field.name, 'status'))?.value ?? '';
  const said = readWords(status);
  if (said !== null && (said === 'dropped' || (boxState !== 'done' && said !== 'done'))) return said;
  if (boxState === 'done' || boxState === 'todo') return null;
  const word = LAST_WORD.exec(scribe.slice(item.text))?.groups?.['word'];
  const last = word === undefined ? null : readWords(word);
  return last === 'done' ? null : last;
}

/** The Status that says the state: of several, one that says anything other than done, else the first with a word. */
function readStatuses(
  fields: readonly Field[],
  boxState: State,
  forms: Forms,
): { value: string; word: StateWord | null } {
  let first: { readonly value: string; readonly word: StateWord } | null = null;
  for (const { name, value } of fields) {
    const word = forms.is(name, 'status') ? readStatusWord(value, boxState, forms) : null;
    if (word === null) continue;
    if (word.state !== 'done') return { value, word };
    first ??= { value, word };
  }
  return first ?? { value: '', word: null };
}

/** What a task's own text says did it, and then its fields. */
function listClaims(item: BoxedItem, scribe: Scribe, forms: Forms): Claim[] {
  let claims = makeTextClaims(item.claims, 'text', scribe);
  // A list that grows keeps room for more, and there are as many as tasks.
  for (const field of item.fields)
    if (forms.is(field.name, 'commit')) claims = claims.concat(makeClaims(field, scribe));
  return claims;
}

function makeClaims(field: FieldRange, scribe: Scribe): Claim[] {
  const { start, end } = field.value;
  return makeTextClaims(readClaims(scribe.text.slice(start, end)), 'field', scribe, start);
}

/**
 * Claims of the graph from their places in the text.
 * @param from offset that their places are counted from
 */
export function makeTextClaims(
  found: readonly (TailClaim & TextRange)[],
  source: ClaimSource,
  scribe: Scribe,
  from = 0,
): Claim[] {
  return found.map(({ kind, hashes, repository, start: first, end: last }) => {
    const start = from + first;
    const end = from + last;
    return {
      kind,
      source,
      text: scribe.slice({ start, end }),
      hashes: [...hashes],
      repository,
      line: scribe.lineOf(start),
      span: scribe.spanOf(start, end),
    };
  });
}
