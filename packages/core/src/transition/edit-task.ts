import { compileForms } from '../dialects/forms.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Field, State, Task } from '../generated/roadmap.types.ts';
import { findFields } from '../graph/tasks.ts';
import { findHead } from '../parse/head-place.ts';
import { readTitleWord } from '../parse/read-state.ts';
import type { Places } from './choose-places.ts';
import type { Edit } from './edit.ts';
import { addField, clearField, orderFields, setField } from './edit-field.ts';
import { addRow, type RowChange } from './edit-row.ts';
import { clearTextEvidence, padCell, setCellEvidence, setTextEvidence } from './edit-text.ts';
import { decode, lineStart, nextLine } from './lines.ts';
import type { ReadFile } from './read-file.ts';

/** What is to be written of a task; null leaves it as it is. */
export interface TaskChange {
  /** The state that it comes to: a word of another one at the head of the title goes. */
  readonly state: State;
  /** What stands between the brackets of the box. */
  readonly box: string | null;
  readonly places: Places;
  /** What did it; empty takes it out, and leaves the field where it is one. */
  readonly commit: string | null;
  /** Value of the Status field, in one line; empty takes it out and leaves the field. */
  readonly status: string | null;
  /** Whether a Status that says something else goes with its line. */
  readonly isStatusDropped: boolean;
  /** The Status field of several that this goes into; null for the first, or for a new one. */
  readonly statusField: Field | null;
  /** Row of the change log, where the file keeps one. */
  readonly row: RowChange | null;
}

/**
 * The edits that write a change of one task: a few bytes in its lines, and a row of the change log. None at all where its
 * lines say so already: nothing has happened then that a row could tell of.
 */
export function editTask(file: ReadFile, task: Task, change: TaskChange): Edit[] {
  const { bytes } = file.source;
  const box = change.box === null || change.box === task.box ? [] : [writeMark(file, task, change.box)];
  const fields = orderFields(file, task).flatMap((meaning) => {
    const value = change[meaning];
    if (value === null || change.places[meaning] === 'message') return [];
    if (meaning === 'commit' && change.places.commit === 'text')
      return value === '' ? clearTextEvidence(file, task) : setTextEvidence(file, task, value);
    if (meaning === 'commit' && change.places.commit === 'cell')
      return value === '' ? [] : setCellEvidence(file, task, value);
    if (change.places[meaning] === 'cell') return [];
    const found = findFields(task.fields, meaning, file.dialect);
    const chosen = meaning === 'status' ? change.statusField : null;
    const field = chosen ?? found[0];
    if (value === '') return (chosen === null ? found : [chosen]).flatMap((one) => clearField(bytes, one));
    return field === undefined ? addField(file, task, meaning, value) : setField(bytes, field, value);
  });
  const gone = change.isStatusDropped ? dropStatus(file, task) : [];
  const own = [...box, ...dropTitleWord(file, task, change.state), ...fields, ...gone];
  if (own.length === 0 || change.row === null) return own;
  return [...own, ...addRow(bytes, file.graph.changeLog, change.row)];
}

/** What says the state: a cell that names commits or other tasks, too, keeps these. */
function writeMark(file: ReadFile, { form, box, boxSpan, claims }: Task, mark: string): Edit {
  const { bytes } = file.source;
  const { start, end } = boxSpan;
  if (form !== 'row') return { start, end, text: mark };
  const isCited = claims.some(({ span }) => span.start >= start && span.end <= end);
  const isWaiting = compileForms(file.dialect).dependencies.some((pattern) => box.search(pattern) !== -1);
  const words =
    isCited || isWaiting ? /^[^(（—:;]*/u.exec(decode(bytes, start, end))?.[0].trimEnd() : undefined;
  if (words === undefined) return { start, end, text: padCell(file, start, end, mark) };
  return { start, end: start + new TextEncoder().encode(words).length, text: mark };
}

/** The state word that leads the title of a task, and where it stands: up to the title proper. */
export function findTitleWord(
  bytes: Uint8Array,
  { boxSpan, titleSpan, form }: Task,
  dialect: Dialect,
): { readonly state: State; readonly start: number; readonly end: number } | null {
  if (form !== 'box') return null;
  const forms = compileForms(dialect);
  const headStart = findHead(bytes, { boxSpan });
  const head = decode(bytes, headStart, titleSpan.end);
  const id = (forms.taskId?.exec(head) ?? forms.lead?.exec(head))?.[0] ?? '';
  const word = readTitleWord(head.slice(id.length), forms);
  if (word === null) return null;
  const start = headStart + new TextEncoder().encode(id).length;
  return start < titleSpan.start ? { state: word.state, start, end: titleSpan.start } : null;
}

/** Takes out the Status lines of a task that say another state than done: the box says that. */
function dropStatus({ source: { bytes }, dialect }: ReadFile, task: Task): Edit[] {
  return findFields(task.fields, 'status', dialect).flatMap((field) => {
    const start = lineStart(bytes, field.span.start);
    const isAlone = /^[ \t]*(?:[-*+][ \t]+)?$/.test(decode(bytes, start, field.span.start));
    return isAlone ? [{ start, end: nextLine(bytes, field.span.end), text: '' }] : clearField(bytes, field);
  });
}

function dropTitleWord({ source: { bytes }, dialect }: ReadFile, task: Task, state: State): Edit[] {
  const word = findTitleWord(bytes, task, dialect);
  if (word === null || word.state === state || task.title === '') return [];
  const { start, end } = word;
  // A mark that is opened here and closed behind it, or the other way round, is for a person to sort out.
  const isWhole = decode(bytes, start, end).split(/\*\*|__/).length % 2 === 1;
  return isWhole ? [{ start, end, text: '' }] : [];
}
