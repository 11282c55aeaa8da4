import type { ChangeLog, ChangeLogRow } from '../generated/roadmap.types.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { Edit } from './edit.ts';
import { decode, lineBreakOf, lineEnd, lineStart } from './lines.ts';

/** What a row of the change log says. */
export interface RowChange {
  /** Id of the task. */
  readonly task: string;
  /** Id of its phase, for a table that has a column for each. */
  readonly phase: string;
  /** UTC: YYYY-MM-DD HH:MM. */
  readonly date: string;
  readonly action: string;
  /** Empty where there is none. */
  readonly commit: string;
}

/** The first row replaces one that a template left; others go behind the last, or on top where the newest is there. */
export function addRow(bytes: Uint8Array, log: ChangeLog | null, row: RowChange): Edit[] {
  const kinds = (log?.columns ?? []).map(kindOf);
  // A table without a column for what was done is kept by somebody else, for something else.
  if (log === null || !kinds.includes('action')) return [];
  const blank = log.rows.find((one) => isTemplate(one, kinds));
  const like = (blank === undefined ? log.rows : [blank]).map((one) => dateOf(one, kinds));
  const dated = { ...row, date: writeDate(row.date, kinds, like) };
  // Of two columns for the same, the second is for what a person adds.
  const cells = kinds.map((kind, at) =>
    escapeCell(kinds.indexOf(kind) === at ? cellOf(kind, kinds, dated) : ''),
  );
  const write = (at: number): string =>
    writeRow(cells, decode(bytes, lineStart(bytes, at), lineEnd(bytes, at)));
  if (blank !== undefined) {
    const start = lineStart(bytes, blank.span.start);
    return [{ start, end: lineEnd(bytes, start), text: write(start) }];
  }
  const first = log.rows[0];
  if (first !== undefined && isNewestFirst(log, kinds)) {
    const start = lineStart(bytes, first.span.start);
    return [{ start, end: start, text: `${write(start)}${lineBreakOf(bytes, start)}` }];
  }
  // A table without rows ends with the line of dashes, which shows how a row is written just as well.
  const end = lineEnd(bytes, log.rows.at(-1)?.span.start ?? log.span.end);
  return [{ start: end, end, text: `${lineBreakOf(bytes, end)}${write(end)}` }];
}

type Kind = 'date' | 'time' | 'phase' | 'task' | 'action' | 'commit' | null;

/** Whole words: "Evidence" has an "id" in it, and "Updated by" a "date". */
const COLUMNS: readonly (readonly [Exclude<Kind, null>, RegExp])[] = [
  ['date', /\b(?:date|when|timestamp)\b/i],
  ['time', /\btime\b/i],
  ['commit', /\b(?:commits?|hash|sha|evidence)\b/i],
  ['task', /\b(?:task|item|step|id)\b/i],
  ['phase', /\bphase\b/i],
  ['action', /\b(?:actions?|what|changes?|notes?|description|event|summary|transition)\b/i],
];

function kindOf(column: string): Kind {
  return COLUMNS.find(([, pattern]) => pattern.test(column))?.[0] ?? null;
}

function cellOf(kind: Kind, kinds: readonly Kind[], row: RowChange): string {
  const { task, phase, date, action, commit } = row;
  const [day = '', time = ''] = date.split(' ');
  if (kind === 'date') return kinds.includes('time') ? day : date;
  if (kind === 'time') return kinds.includes('date') ? time : date;
  if (kind === 'task') return task;
  if (kind === 'phase') return kinds.includes('task') ? phase : task;
  if (kind === 'action')
    return kinds.includes('task') || kinds.includes('phase') ? action : `${task} ${action}`;
  if (kind === 'commit') return commit === '' ? '—' : commit;
  return '';
}

function dateOf({ cells }: ChangeLogRow, kinds: readonly Kind[]): string {
  return cells[Math.max(kinds.indexOf('date'), 0)]?.value ?? '';
}

const DATE = /^<?(?:\d{4}-\d{2}-\d{2}|YYYY-MM-DD)(?:(?<gap>[ T])[^ ]+?(?<zone> ?UTC|Z)?)?>?$/i;

/** As the last date of the table is written: by the day, or with a time and a word for UTC. */
function writeDate(date: string, kinds: readonly Kind[], like: readonly string[]): string {
  const match = like.map((one) => DATE.exec(one)).findLast((one) => one !== null);
  if (match === undefined || match === null || kinds.includes('time')) return date;
  const { gap, zone = '' } = match.groups ?? {};
  const [day = '', time = ''] = date.split(' ');
  return gap === undefined ? day : `${day}${gap}${time}${zone}`;
}

/** With the indentation, and with or without the outer pipes, of a line of that table. */
function writeRow(cells: readonly string[], like: string): string {
  const indent = /^\s*/.exec(like.replace('\ufeff', ''))?.[0] ?? '';
  // A first cell that is empty or that begins with a dash needs the pipe: without it, it would be something else.
  const isOpen = !like.trimStart().startsWith('|') && /^[^\s|#>+*\-`~<\d]|^\d{4}-/.test(cells[0] ?? '');
  const isClosed = /(?<!\\)\|\s*$/.test(like) || cells.at(-1) === '';
  return `${indent}${isOpen ? '' : '| '}${cells.join(' | ')}${isOpen && !isClosed ? '' : ' |'}`;
}

/**
 * GFM 0.29 §4.10: a pipe in a cell is escaped, in code too. Cells hold source text, so that what was escaped already stays,
 * and a backslash is no concern of the table's.
 */
function escapeCell(text: string): string {
  return text.replace(/\\[\s\S]|\|/g, (found) => (found === '|' ? '\\|' : found));
}

/** Whether a template left a row, for the first that comes to take its place. */
export function isTemplateRow(row: ChangeLogRow, columns: readonly string[]): boolean {
  return isTemplate(row, columns.map(kindOf));
}

/** Nothing but placeholders, or one in place of the day: a row that lacks its commit alone is somebody's. */
function isTemplate(row: ChangeLogRow, kinds: readonly Kind[]): boolean {
  const day = dateOf(row, kinds);
  return /^<[^<>]*>$|^\{[^{}]*\}$|^Y{4}/.test(day) || row.cells.every(({ value }) => isPlaceholder(value));
}

function isNewestFirst({ rows }: ChangeLog, kinds: readonly Kind[]): boolean {
  const dates = rows.map((row) => /\d{4}-\d{2}-\d{2}.*/.exec(dateOf(row, kinds))?.[0]);
  const known = dates.filter((date) => date !== undefined);
  return (known[0] ?? '') > (known.at(-1) ?? '');
}
