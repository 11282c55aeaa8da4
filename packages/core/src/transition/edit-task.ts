import type { Dialect } from '../generated/dialect.types.ts';
import type { ChangeLog, Field, Phase, Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { Source } from '../source/source.ts';
import type { Edit } from './edit.ts';

/** What is to be written of a task; null leaves it as it is. */
export interface TaskChange {
  /** What stands between the brackets of the box. */
  readonly box: string | null;
  /** Value of the Commit field; empty takes it out and leaves the field. */
  readonly commit: string | null;
  /** Value of the Status field, in one line. */
  readonly status: string | null;
  /** Row of the change log, where the file keeps one. */
  readonly row: RowChange | null;
}

export interface RowChange {
  /** UTC: YYYY-MM-DD HH:MM. */
  readonly date: string;
  readonly action: string;
  /** Empty where there is none. */
  readonly commit: string;
}

/** A file as it is, with what was read in it. */
export interface ReadFile {
  readonly graph: Roadmap;
  readonly source: Source;
  readonly dialect: Dialect;
}

/** The edits that write a change of one task: a few bytes in its lines, and a row of the change log. */
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
    const field = findFields(task.fields, meaning, file.dialect)[0];
    return field === undefined ? addField(file, task, meaning, value) : setField(bytes, field, value);
  });
  const row = change.row === null ? [] : addRow(file, task, change.row);
  return [...box, ...fields, ...row];
}

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function setField(bytes: Uint8Array, field: Field, value: string): Edit[] {
  let { start } = field.valueSpan;
  const { end } = field.valueSpan;
  if (field.value === value) return [];
  if (value === '') {
    while (bytes[start - 1] === SPACE || bytes[start - 1] === TAB) start -= 1;
    return [{ start, end, text: '' }];
  }
  const before = bytes[start - 1];
  const gap = before === SPACE || before === TAB ? '' : ' ';
  return [{ start, end, text: `${gap}${value}` }];
}

/** A field that the task lacks, where its siblings have theirs, written as they are. */
function addField(file: ReadFile, task: Task, meaning: 'commit' | 'status', value: string): Edit[] {
  if (value === '') return [];
  const { dialect } = file;
  const { bytes } = file.source;
  const other = findFields(task.fields, meaning === 'commit' ? 'status' : 'commit', dialect)[0];
  const sample = findSample(file, task, meaning);
  const line = sample === null ? makeLine(file, task, meaning, value) : copyLine(bytes, task, sample, value);
  const eol = lineEndOf(bytes);
  // Commit stands before Status, and both behind the head.
  if (meaning === 'commit' && other !== undefined) {
    const start = lineStart(bytes, other.span.start);
    return [{ start, end: start, text: `${line}${eol}` }];
  }
  const after = other === undefined ? task.titleSpan.end : other.span.end;
  const end = lineEnd(bytes, Math.max(after, task.boxSpan.end));
  return [{ start: end, end, text: `${eol}${line}` }];
}

interface Sample {
  readonly task: Task;
  readonly field: Field;
}

/** A field of that meaning of a task near by; else any field of the task itself or of another. */
function findSample({ graph, dialect }: ReadFile, task: Task, meaning: 'commit' | 'status'): Sample | null {
  const phase = graph.phases.find(({ tasks }: Phase) => tasks.includes(task));
  const near = [...(phase?.tasks ?? []), ...listTasks(graph)];
  for (const one of near) {
    const field = findFields(one.fields, meaning, dialect)[0];
    if (field !== undefined) return { task: one, field };
  }
  return null;
}

/** The line of a field of another task, with another value, indented as deep under this task as under that one. */
function copyLine(bytes: Uint8Array, task: Task, { task: from, field }: Sample, value: string): string {
  const decode = (start: number, end: number): string => new TextDecoder().decode(bytes.subarray(start, end));
  const start = lineStart(bytes, field.span.start);
  const head = decode(start, field.valueSpan.start).trimEnd();
  const tail = decode(field.valueSpan.end, field.span.end);
  const outer = decode(lineStart(bytes, from.boxSpan.start), from.boxSpan.start);
  const inner = decode(lineStart(bytes, task.boxSpan.start), task.boxSpan.start);
  const indentOf = (text: string): string => /^[ \t]*/.exec(text)?.[0] ?? '';
  const own = indentOf(inner) + head.slice(indentOf(outer).length);
  return `${own} ${value}${tail}`;
}

function makeLine(
  { dialect, source }: ReadFile,
  task: Task,
  meaning: 'commit' | 'status',
  value: string,
): string {
  const { bytes } = source;
  const start = lineStart(bytes, task.boxSpan.start);
  // Up to the bracket: what is nested stands as deep as the content of the item (CommonMark 0.31 §5.2).
  const head = new TextDecoder().decode(bytes.subarray(start, task.boxSpan.start - 1));
  const bullet = /[-*+]/.exec(head)?.[0] ?? '-';
  return `${head.replace(/[^\t]/g, ' ')}${bullet} ${dialect.fields[meaning][0] ?? meaning}: ${value}`;
}

/** The first row replaces one of placeholders; others go behind the last, or on top where the newest is there. */
function addRow({ graph, source: { bytes } }: ReadFile, task: Task, row: RowChange): Edit[] {
  const log = graph.changeLog;
  if (log === null || log.columns.length === 0) return [];
  const text = `| ${log.columns.map((column) => escapeCell(cellOf(column, task, row))).join(' | ')} |`;
  const blank = log.rows.find(({ cells }) => cells.some(({ value }) => value !== '' && isPlaceholder(value)));
  if (blank !== undefined) {
    const start = firstInLine(bytes, blank.span.start);
    return [{ start, end: lineEnd(bytes, start), text }];
  }
  const eol = lineEndOf(bytes);
  const first = log.rows[0];
  if (first !== undefined && isNewestFirst(log)) {
    const start = lineStart(bytes, first.span.start);
    return [{ start, end: start, text: `${text}${eol}` }];
  }
  const last = log.rows.at(-1);
  if (last === undefined) return [];
  const end = lineEnd(bytes, last.span.start);
  return [{ start: end, end, text: `${eol}${text}` }];
}

function cellOf(column: string, task: Task, { date, action, commit }: RowChange): string {
  if (/date|when|time/i.test(column)) return date;
  if (/phase|task|id/i.test(column)) return task.id;
  if (/action|what|change|note|description/i.test(column)) return action;
  if (/commit|hash|evidence/i.test(column)) return commit === '' ? '—' : commit;
  return '';
}

/** GFM 0.29 §4.10: a pipe in a cell is escaped. */
function escapeCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}

function isNewestFirst({ rows }: ChangeLog): boolean {
  const dates = rows.map(({ cells }) => cells[0]?.value ?? '');
  const [first = '', last = ''] = [dates[0], dates.at(-1)];
  return dates.length > 1 && first > last;
}

function lineStart(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (at > 0 && bytes[at - 1] !== LINE_FEED && bytes[at - 1] !== CARRIAGE_RETURN) at -= 1;
  return at;
}

/** Behind the indentation of a line. */
function firstInLine(bytes: Uint8Array, offset: number): number {
  let at = lineStart(bytes, offset);
  while (bytes[at] === SPACE || bytes[at] === TAB) at += 1;
  return at;
}

function lineEnd(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (at < bytes.length && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at += 1;
  return at;
}

/** The file's own: what its first line ends with. */
function lineEndOf(bytes: Uint8Array): string {
  const end = lineEnd(bytes, 0);
  if (bytes[end] === LINE_FEED) return '\n';
  if (bytes[end] === CARRIAGE_RETURN) return bytes[end + 1] === LINE_FEED ? '\r\n' : '\r';
  return '\n';
}
