import type { Field, Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { widthOf } from '../parse/width-of.ts';
import type { Edit } from './edit.ts';
import {
  decode,
  indentOf,
  isBlankByte,
  isLineEnd,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
} from './lines.ts';
import type { ReadFile } from './read-file.ts';

/** The fields that a transition writes. */
export type Meaning = 'commit' | 'status';

/** Puts a value in place of a field's own. */
export function setField(
  bytes: Uint8Array,
  { value: old, valueSpan: { start, end } }: Field,
  value: string,
): Edit[] {
  if (old === value) return [];
  let last = end;
  // Blanks behind an empty field come before its value, not behind it.
  if (start === end) while (isBlankByte(bytes[last])) last += 1;
  const isApart = isBlankByte(bytes[start - 1]) || isLineEnd(bytes[start - 1]);
  return [{ start, end: last, text: `${isApart ? '' : ' '}${value}` }];
}

/** Takes out a field's value, and leaves its name. */
export function clearField(bytes: Uint8Array, { value, span, valueSpan }: Field): Edit[] {
  if (value === '') return [];
  let { start } = valueSpan;
  // A value that begins on the next line would leave a blank one.
  while (start > span.start && (isBlankByte(bytes[start - 1]) || isLineEnd(bytes[start - 1]))) start -= 1;
  return [{ start, end: valueSpan.end, text: '' }];
}

/** A field that the task lacks, where its siblings have theirs, written as they are. */
export function addField(file: ReadFile, task: Task, meaning: Meaning, value: string): Edit[] {
  const { bytes } = file.source;
  const sample = findSample(file, task, meaning);
  const line = writeLine(file, task, meaning, value, sample);
  const { at, isBefore } = findPlace(file, task, meaning, sample);
  return [
    { start: at, end: at, text: isBefore ? line + lineBreakOf(bytes, at) : lineBreakOf(bytes, at) + line },
  ];
}

/** Commit and Status in the order in which a task near by has them; Commit first where none has both. */
export function orderFields(file: ReadFile, task: Task): readonly [Meaning, Meaning] {
  for (const { fields } of listNear(file.graph, task)) {
    const [commit] = findFields(fields, 'commit', file.dialect);
    const [status] = findFields(fields, 'status', file.dialect);
    if (commit === undefined || status === undefined) continue;
    return commit.span.start < status.span.start ? ['commit', 'status'] : ['status', 'commit'];
  }
  return ['commit', 'status'];
}

interface Sample {
  readonly task: Task;
  readonly field: Field;
}

/** A field of that meaning of a task near by. */
function findSample({ graph, dialect }: ReadFile, task: Task, meaning: Meaning): Sample | null {
  for (const one of listNear(graph, task)) {
    const field = findFields(one.fields, meaning, dialect)[0];
    if (field !== undefined) return { task: one, field };
  }
  return null;
}

/** The task itself, those of its phase, then all. */
function listNear(graph: Roadmap, task: Task): Task[] {
  const phase = graph.phases.find(({ tasks }) => tasks.includes(task));
  return [task, ...(phase?.tasks ?? []), ...listTasks(graph)];
}

function hasFields({ fields }: Task): boolean {
  return fields.length > 0;
}

/** Where the line of a new field goes: before the line at an offset, or behind the one that ends there. */
interface LinePlace {
  readonly at: number;
  readonly isBefore: boolean;
}

function findPlace(file: ReadFile, task: Task, meaning: Meaning, sample: Sample | null): LinePlace {
  const { bytes } = file.source;
  const [first, second] = orderFields(file, task);
  const other = findFields(task.fields, meaning === first ? second : first, file.dialect)[0];
  if (other !== undefined)
    return meaning === first
      ? { at: lineStart(bytes, other.span.start), isBefore: true }
      : { at: endOfField(bytes, other), isBefore: false };
  const own = task.fields[0];
  // Lines without bullets are one paragraph, apart from the title or not.
  if (own !== undefined && prefixOf(bytes, own)?.trim() === '')
    return { at: lineStart(bytes, own.span.start), isBefore: true };
  if (sample !== null && isLast(sample) && task.notes.length > 0 && !hasNested(file.graph, task))
    return { at: lineEnd(bytes, task.span.end), isBefore: false };
  return { at: endOfHead(bytes, task), isBefore: false };
}

/** A line in emphasis right under a title is of the same paragraph: what stands behind it must not cut it off. */
const LABEL = /^[ \t]*[*_]\p{L}[^*_:]{1,40}:/u;

/** Where the last line of a task's own text ends. */
function endOfHead(bytes: Uint8Array, task: Task): number {
  let end = lineEnd(bytes, headEnd(task));
  let isLabelled = false;
  for (let next = nextLine(bytes, end); next < task.span.end; next = nextLine(bytes, end)) {
    const line = decode(bytes, next, lineEnd(bytes, next));
    isLabelled ||= LABEL.test(line);
    if (!isLabelled || /^[ \t]*(?:$|(?:[-+*]|\d{1,9}[.)])[ \t])/.test(line)) break;
    end = lineEnd(bytes, next);
  }
  return end;
}

function headEnd({ titleSpan, boxSpan }: Task): number {
  return Math.max(titleSpan.end, boxSpan.end);
}

/** Whether a field stands behind all notes of its task, and there are some. */
function isLast({ task: { notes }, field }: Sample): boolean {
  return notes.length > 0 && notes.every(({ span }) => span.start < field.span.start);
}

function hasNested(graph: Roadmap, task: Task): boolean {
  const { start, end } = task.span;
  return listTasks(graph).some(({ span }) => span.start > start && span.start < end);
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

function writeLine(
  file: ReadFile,
  task: Task,
  meaning: Meaning,
  value: string,
  sample: Sample | null,
): string {
  const { bytes } = file.source;
  const other = findFields(task.fields, meaning === 'commit' ? 'status' : 'commit', file.dialect)[0];
  const name = sample?.field.name ?? file.dialect.fields[meaning][0] ?? meaning;
  const like = other ?? sample?.field ?? listNear(file.graph, task).find(hasFields)?.fields[0];
  const [before, after] = like === undefined ? ['', ':'] : readMarks(bytes, like);
  const tail = before !== '' && after === ':' ? before : '';
  return `${findPrefix(file, task, other, sample)}${before}${name}${after} ${value}${tail}`;
}

/**
 * What stands before the name: as at a field that the task has, else as at what is nested in it, since a line that stands
 * less deep would take that in; else as under a task near by, else as CommonMark wants it.
 */
function findPrefix(
  { source: { bytes }, graph }: ReadFile,
  task: Task,
  other: Field | undefined,
  sample: Sample | null,
): string {
  const head = headOf(bytes, task);
  const own = other ?? task.fields[0];
  const found =
    (own === undefined ? null : prefixOf(bytes, own)) ??
    childPrefixOf(bytes, task) ??
    (sample === null ? null : copyPrefix(bytes, head, sample.task, prefixOf(bytes, sample.field)));
  if (found !== null) return found;
  const bullet = sample === null ? null : prefixOf(bytes, sample.field);
  if (bullet === null) {
    for (const near of listNear(graph, task)) {
      const prefix = copyPrefix(bytes, head, near, childPrefixOf(bytes, near));
      if (prefix !== null) return prefix;
    }
  }
  return makePrefix(head, bullet);
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

/** The indentation of the first line that is nested in a task, with its bullet or that of the task. */
function childPrefixOf(bytes: Uint8Array, task: Task): string | null {
  const head = headOf(bytes, task);
  const least = widthOf(head);
  for (let at = nextLine(bytes, headEnd(task)); at < task.span.end; at = nextLine(bytes, at)) {
    const line = decode(bytes, at, lineEnd(bytes, at));
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    const depth = widthOf(indent) - least;
    // Less deep is a lazy line of a paragraph (CommonMark 0.31 §5.2), and deeper by 4 is code (§4.4).
    if (depth < 0 || depth > 3) return null;
    const bullet = /^[-*+][ \t]+/.exec(line.slice(indent.length))?.[0];
    return indent + (bullet ?? `${bulletOf(head)} `);
  }
  return null;
}

/** The same prefix as deep under this head as under that task; null where their bullets are not as wide. */
function copyPrefix(bytes: Uint8Array, head: string, task: Task, prefix: string | null): string | null {
  const there = headOf(bytes, task);
  const isAlike = BULLET.test(there) && BULLET.test(head) && bulletWidthOf(there) === bulletWidthOf(head);
  if (prefix === null || !isAlike || !prefix.startsWith(indentOf(there))) return null;
  return indentOf(head) + prefix.slice(indentOf(there).length);
}

/** In columns, with the blanks behind it. */
function bulletWidthOf(head: string): number {
  return widthOf(head) - widthOf(indentOf(head));
}

/** What is nested stands as deep as the content of the item (CommonMark 0.31 §5.2), behind the file's bullet. */
function makePrefix(head: string, like: string | null): string {
  const bullet = /[-*+]/.exec(head)?.[0] ?? bulletOf(like ?? '');
  return `${head.replace(/[^\t]/g, ' ')}${bullet} `;
}

function bulletOf(text: string): string {
  return /[-*+]/.exec(text)?.[0] ?? '-';
}

/** What stands around the name of a field: `**` and `:**`, `**` and `**:`, nothing and `:`, or `**` and `:` in `**Name: value**`. */
function readMarks(bytes: Uint8Array, { span, valueSpan }: Field): readonly [string, string] {
  const label = decode(bytes, span.start, valueSpan.start).trimEnd();
  const mark = /^(?:\*\*|__)/.exec(label)?.[0] ?? '';
  if (mark === '') return ['', ':'];
  if (label.endsWith(`:${mark}`)) return [mark, `:${mark}`];
  return [mark, label.includes(mark, mark.length) ? `${mark}:` : ':'];
}
