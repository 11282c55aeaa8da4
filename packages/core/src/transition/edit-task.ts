import { compileForms } from '../dialects/forms.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Field, State, Task } from '../generated/roadmap.types.ts';
import { findFields } from '../graph/tasks.ts';
import { readTitleWord } from '../parse/read-state.ts';
import type { Edit } from './edit.ts';
import { addField, clearField, orderFields, setField } from './edit-field.ts';
import { addRow, type RowChange } from './edit-row.ts';
import { decode } from './lines.ts';
import type { ReadFile } from './read-file.ts';

/** What is to be written of a task; null leaves it as it is. */
export interface TaskChange {
  /** The state that it comes to: a word of another one at the head of the title goes. */
  readonly state: State;
  /** What stands between the brackets of the box. */
  readonly box: string | null;
  /** Value of the Commit field; empty takes it out and leaves the field. */
  readonly commit: string | null;
  /** Value of the Status field, in one line; empty takes it out and leaves the field. */
  readonly status: string | null;
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
  const { boxSpan } = task;
  const box =
    change.box === null || change.box === task.box
      ? []
      : [{ start: boxSpan.start, end: boxSpan.end, text: change.box }];
  const fields = orderFields(file, task).flatMap((meaning) => {
    const value = change[meaning];
    if (value === null) return [];
    const found = findFields(task.fields, meaning, file.dialect);
    const chosen = meaning === 'status' ? change.statusField : null;
    const field = chosen ?? found[0];
    if (value === '') return (chosen === null ? found : [chosen]).flatMap((one) => clearField(bytes, one));
    return field === undefined ? addField(file, task, meaning, value) : setField(bytes, field, value);
  });
  const own = [...box, ...dropTitleWord(file, task, change.state), ...fields];
  if (own.length === 0 || change.row === null) return own;
  return [...own, ...addRow(bytes, file.graph.changeLog, change.row)];
}

/** The state word that leads the title of a task, and where it stands: up to the title proper. */
export function findTitleWord(
  bytes: Uint8Array,
  { boxSpan, titleSpan }: Task,
  dialect: Dialect,
): { readonly state: State; readonly start: number; readonly end: number } | null {
  const forms = compileForms(dialect);
  const text = decode(bytes, boxSpan.end, titleSpan.end);
  // Kiro writes a star behind the box of a task that need not be done.
  const box = /^\]\*?\s*/.exec(text)?.[0].length ?? 0;
  const id = forms.taskId?.exec(text.slice(box))?.[0].length ?? 0;
  const word = readTitleWord(text.slice(box + id), forms);
  if (word === null) return null;
  const start = boxSpan.end + new TextEncoder().encode(text.slice(0, box + id)).length;
  return start < titleSpan.start ? { state: word.state, start, end: titleSpan.start } : null;
}

function dropTitleWord({ source: { bytes }, dialect }: ReadFile, task: Task, state: State): Edit[] {
  const word = findTitleWord(bytes, task, dialect);
  if (word === null || word.state === state || task.title === '') return [];
  const { start, end } = word;
  // A mark that is opened here and closed behind it, or the other way round, is for a person to sort out.
  const isWhole = decode(bytes, start, end).split(/\*\*|__/).length % 2 === 1;
  return isWhole ? [{ start, end, text: '' }] : [];
}
