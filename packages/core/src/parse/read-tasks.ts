import type { Forms } from '../dialects/forms.ts';
import type { Claim, Field, Phase, State, Task } from '../generated/roadmap.types.ts';
import { findIds } from '../graph/task-id.ts';
import { makeField } from './make-field.ts';
import { isPlaceholder } from './placeholder.ts';
import { readClaims } from './read-claims.ts';
import type { FieldRange } from './read-field.ts';
import type { BoxedItem } from './read-list.ts';
import { readStatusWord, readTitleWord, type StateWord, stateOfBox } from './read-state.ts';
import type { Scribe } from './scribe.ts';
import type { HandleRegister } from './slug.ts';

/** What tasks are made with. */
export interface TaskMaking {
  readonly scribe: Scribe;
  readonly forms: Forms;
  readonly taskHandles: HandleRegister;
  /** How many tasks each phase has so far, nested ones not counted. */
  readonly topTasks: Map<Phase, number>;
  readonly gates: ReadonlySet<string>;
}

/** Makes tasks of boxed items and adds them to the phase, each followed by those nested in it. */
export function makeTasks(items: readonly BoxedItem[], phase: Phase, making: TaskMaking): void {
  let place = making.topTasks.get(phase) ?? 0;
  for (const item of items) {
    place += 1;
    addTask(item, `${phase.id}:${place}`, null, phase, making);
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
  return {
    id,
    derived: item.id === null,
    title: scribe.slice(title),
    state,
    reason,
    box: item.box.marker,
    gate:
      gates.has(id) ||
      fields.some((field) => forms.is(field.name, 'gate') && /^(?:yes|true)\b/i.test(field.value)),
    dependsOn: fields
      .filter((field) => forms.is(field.name, 'dependsOn'))
      .flatMap((field) => findIds(field.value, forms.dialect)),
    parent,
    ...scribe.place(item.range),
    boxSpan: scribe.span({ start: item.box.markerStart, end: item.box.markerEnd }),
    idSpan: item.id === null ? null : scribe.span(item.id.range),
    titleSpan: scribe.span(title),
    fields,
    claims: item.fields
      .filter((field) => forms.is(field.name, 'commit'))
      .flatMap((field) => makeClaims(field, scribe)),
    notes: item.notes.map((range) => ({ text: scribe.slice(range), ...scribe.place(range) })),
  };
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
  const state = statusWord?.state ?? titleWord?.state ?? boxState;
  const reasons = [
    statusWord === null ? '' : status.slice(statusWord.rest),
    ...fields.filter((field) => forms.is(field.name, 'reason')).map((field) => field.value),
    titleWord === null ? '' : scribe.slice(title),
  ];
  const needsReason = state === 'blocked' || state === 'failed' || state === 'partial' || state === 'dropped';
  return {
    state,
    title,
    reason: needsReason ? (reasons.find((reason) => !isPlaceholder(reason)) ?? null) : null,
  };
}

/** The Status that says the state: of several, one that says anything other than done, else the first with a word. */
function readStatuses(
  fields: readonly Field[],
  boxState: State,
  forms: Forms,
): { value: string; word: StateWord | null } {
  const read = fields
    .filter((field) => forms.is(field.name, 'status'))
    .map(({ value }) => ({ value, word: readStatusWord(value, boxState, forms) }))
    .filter(({ word }) => word !== null);
  return read.find(({ word }) => word?.state !== 'done') ?? read[0] ?? { value: '', word: null };
}

function makeClaims(field: FieldRange, scribe: Scribe): Claim[] {
  const raw = scribe.text.slice(field.value.start, field.value.end);
  return readClaims(raw).map(({ kind, hashes, repository, start, end }) => {
    const range = { start: field.value.start + start, end: field.value.start + end };
    return { kind, text: scribe.slice(range), hashes: [...hashes], repository, ...scribe.place(range) };
  });
}
