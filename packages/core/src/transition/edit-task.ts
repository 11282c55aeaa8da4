import { compileForms } from '../dialects/forms.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Field, Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { readTitleWord } from '../parse/read-state.ts';
import type { Source } from '../source/source.ts';
import type { Edit } from './edit.ts';
import { addRow, type RowChange } from './edit-row.ts';
import {
  decode,
  indentOf,
  isBlankByte,
  isLineEnd,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  widthOf,
} from './lines.ts';

/** What is to be written of a task; null leaves it as it is. */
export interface TaskChange {
  /** The state that it comes to: a word of another one at the head of the title goes. */
  readonly state: State;
  /** What stands between the brackets of the box. */
  readonly box: string | null;
  /** Value of the Commit field; empty takes it out and leaves the field. */
  readonly commit: string | null;
  /** Value of the Status field, in one line. */
  readonly status: string | null;
  /** Row of the change log, where the file keeps one. */
  readonly row: RowChange | null;
}

/** A file as it is, with what was read in it. */
export interface ReadFile {
  readonly graph: Roadmap;
  readonly source: Source;
  readonly dialect: Dialect;
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
  const fields = (['commit', 'status'] as const).flatMap((meaning) => {
    const value = change[meaning];
    if (value === null) return [];
    const found = findFields(task.fields, meaning, file.dialect);
    const [field] = found;
    if (value === '') return found.flatMap((one) => clearField(bytes, one));
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

function setField(
  bytes: Uint8Array,
  { value: old, valueSpan: { start, end } }: Field,
  value: string,
): Edit[] {
  if (old === value) return [];
  let last = end;
  // Blanks behind an empty field come before its value, not behind it.
  if (start === end) while (isBlankByte(bytes[last])) last += 1;
  const isAfterBlank = isBlankByte(bytes[start - 1]);
  return [{ start, end: last, text: `${isAfterBlank ? '' : ' '}${value}` }];
}

function clearField(bytes: Uint8Array, { value, span, valueSpan }: Field): Edit[] {
  if (value === '') return [];
  let { start } = valueSpan;
  // A value that begins on the next line would leave a blank one.
  while (start > span.start && (isBlankByte(bytes[start - 1]) || isLineEnd(bytes[start - 1]))) start -= 1;
  return [{ start, end: valueSpan.end, text: '' }];
}

type Meaning = 'commit' | 'status';

/** A field that the task lacks, where its siblings have theirs, written as they are. */
function addField(file: ReadFile, task: Task, meaning: Meaning, value: string): Edit[] {
  const { bytes } = file.source;
  const other = findFields(task.fields, meaning === 'commit' ? 'status' : 'commit', file.dialect)[0];
  const line = writeLine(file, task, other ?? task.fields[0] ?? null, meaning, value);
  // Commit stands before Status, and both behind the head.
  if (meaning === 'commit' && other !== undefined) {
    const start = lineStart(bytes, other.span.start);
    return [{ start, end: start, text: `${line}${lineBreakOf(bytes, start)}` }];
  }
  const end =
    other === undefined
      ? lineEnd(bytes, Math.max(task.titleSpan.end, task.boxSpan.end))
      : endOfField(bytes, other);
  return [{ start: end, end, text: `${lineBreakOf(bytes, end)}${line}` }];
}

/** Where the last line ends that belongs to a field: those nested in it stand deeper. */
function endOfField(bytes: Uint8Array, { span }: Field): number {
  const prefix = decode(bytes, lineStart(bytes, span.start), span.start);
  const depth = widthOf(indentOf(prefix));
  let end = lineEnd(bytes, span.end);
  if (prefix.trim() === '') return end;
  for (let next = nextLine(bytes, end); next < bytes.length; next = nextLine(bytes, end)) {
    const line = decode(bytes, next, lineEnd(bytes, next));
    if (line.trim() === '' || widthOf(indentOf(line)) <= depth) break;
    end = lineEnd(bytes, next);
  }
  return end;
}

/** The line of a field: like one that the task has, else like that of a task near by, else as CommonMark wants it. */
function writeLine(file: ReadFile, task: Task, own: Field | null, meaning: Meaning, value: string): string {
  const { bytes } = file.source;
  const sibling = findSample(file, task, meaning);
  const name = sibling?.field.name ?? file.dialect.fields[meaning][0] ?? meaning;
  const head = headOf(bytes, task);
  const prefix =
    (own === null ? null : prefixOf(bytes, own)) ??
    (sibling === null ? null : copyPrefix(bytes, head, sibling)) ??
    makePrefix(head, sibling === null ? null : prefixOf(bytes, sibling.field));
  const like = own ?? sibling?.field ?? null;
  const [before, after] = like === null ? ['', ':'] : readMarks(bytes, like);
  const tail = before !== '' && after === ':' ? before : '';
  return `${prefix}${before}${name}${after} ${value}${tail}`;
}

interface Sample {
  readonly task: Task;
  readonly field: Field;
}

/** A field of that meaning of a task near by. */
function findSample({ graph, dialect }: ReadFile, task: Task, meaning: Meaning): Sample | null {
  const phase = graph.phases.find(({ tasks }) => tasks.includes(task));
  for (const one of [...(phase?.tasks ?? []), ...listTasks(graph)]) {
    const field = findFields(one.fields, meaning, dialect)[0];
    if (field !== undefined) return { task: one, field };
  }
  return null;
}

/** What stands before the bracket of a task. */
function headOf(bytes: Uint8Array, { boxSpan }: Task): string {
  return decode(bytes, lineStart(bytes, boxSpan.start), boxSpan.start - 1);
}

const BULLET = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?$/;

/** What stands before a field in its line, if that is no more than indentation and a bullet. */
function prefixOf(bytes: Uint8Array, { span }: Field): string | null {
  const prefix = decode(bytes, lineStart(bytes, span.start), span.start);
  return BULLET.test(prefix) ? prefix : null;
}

/** The same as deep under this task as under that one; null where their bullets are not as wide. */
function copyPrefix(bytes: Uint8Array, head: string, { task, field }: Sample): string | null {
  const there = headOf(bytes, task);
  const prefix = prefixOf(bytes, field);
  const isAlike =
    there.trimStart().length === head.trimStart().length && BULLET.test(there) && BULLET.test(head);
  if (prefix === null || !isAlike || !prefix.startsWith(indentOf(there))) return null;
  return indentOf(head) + prefix.slice(indentOf(there).length);
}

/** What is nested stands as deep as the content of the item (CommonMark 0.31 §5.2), behind the file's bullet. */
function makePrefix(head: string, like: string | null): string {
  const bullet = /[-*+]/.exec(head)?.[0] ?? /[-*+]/.exec(like ?? '')?.[0] ?? '-';
  return `${head.replace(/[^\t]/g, ' ')}${bullet} `;
}

/** What stands around the name of a field: `**` and `:**`, `**` and `**:`, nothing and `:`, or `**` and `:` in `**Name: value**`. */
function readMarks(bytes: Uint8Array, { span, valueSpan }: Field): readonly [string, string] {
  const label = decode(bytes, span.start, valueSpan.start).trimEnd();
  const mark = /^(?:\*\*|__)/.exec(label)?.[0] ?? '';
  if (mark === '') return ['', ':'];
  if (label.endsWith(`:${mark}`)) return [mark, `:${mark}`];
  return [mark, label.includes(mark, mark.length) ? `${mark}:` : ':'];
}
