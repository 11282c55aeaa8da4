import { dialects } from '../dialects/dialects.ts';

/** A stretch of a version that is written anew from version to version, where all around it stays as it is. */
export interface Gap {
  /** `task`: one item of a list with all that is nested in it; `rows`: of one table; `prose`: paragraphs. */
  readonly kind: 'task' | 'rows' | 'prose';
  /** UTF-16 offsets into the text, the line end behind it left out. */
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

/** What is read by itself: a task, or one row of a table. */
export interface Piece {
  /** Of a row, all of its table up to it but for the rows between. */
  readonly text: string;
  /** UTF-16 offset and 0-based line of where it begins; of a row, where its own line does. */
  readonly start: number;
  readonly line: number;
  /** The id that a task begins with; null for a row. */
  readonly id: string | null;
}

/** A version, taken apart. */
export interface Outline {
  readonly gaps: readonly Gap[];
  /** All that is in no gap, with what is known of each gap in its place: two versions with the same rest have the same gaps. */
  readonly rest: string;
}

/**
 * Tells what is often written anew in a version from what seldom is, by lines alone. What might mean something else in
 * another place, or give a meaning to what is around it, is in no gap. Null where that can't be told by lines.
 */
export function outlineVersion(text: string): Outline | null {
  // A carriage return is a line end (CommonMark 0.31 §2.1); a label gives a meaning to links anywhere (§4.7).
  if (/[\r\0]|\]:/.test(text)) return null;
  const lines = text.split('\n');
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  const page: Page = { text, lines, starts };
  const gaps: Gap[] = [];
  const rest: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const found = readGap(page, at);
    if (found === null) {
      rest.push(lines[at] ?? '');
      at += 1;
    } else {
      rest.push(...found.rest);
      if (found.gap !== null) gaps.push(found.gap);
      at = found.next;
    }
  }
  return { gaps, rest: rest.join('\n') };
}

interface Page {
  readonly text: string;
  readonly lines: readonly string[];
  /** UTF-16 offset of each line. */
  readonly starts: readonly number[];
}

/** What begins at a line: lines that hang together, of which a gap may take some. */
interface Found {
  readonly gap: Gap | null;
  readonly rest: readonly string[];
  /** The first line behind it. */
  readonly next: number;
}

const TASK = /^(?<bullet>[-*+]) \[[^[\]\n]{1,16}\] (?:\*\*)?(?<id>[\p{L}\p{N}.]*[\p{L}\p{N}])/u;
const BLANK = /^[ \t]*$/;
/** What belongs to an item whose text begins in its third column, whatever it is (CommonMark 0.31 §5.2). */
const NESTED = /^(?: {2}|\t)/;
/** What ends an item even without a blank line before it; anything else might go on with its last paragraph. */
const ENDS_ITEM = /^(?:[-*+] +\S|#{1,6}(?:[ \t]|$)|<!--)/;
/** So deep that only the whole text tells whether it is too deep. */
const DEEP = /^[\s>*+\-\d.)]{100}/;
const HEADING = /^#{1,6}(?:[ \t]|$)/;
/** No heading, list, label or quote, nor code or HTML. */
const PROSE = /^\p{L}/u;
/** What the graph has of a paragraph: links and HTML; and what ends HTML (CommonMark 0.31 §4.6), as in rows. */
const NOTED_IN_PROSE = /[<[\]@]|:\/\/|www\.|-->|\?>/i;
const NOTED_IN_ROWS = /<|-->|\?>|\]\]>|[ \t]$/;
const DELIMITERS = /^\|[ \t:|-]*-[ \t:|-]*$/;
const COUNTS = dialects.flatMap(({ sections: { phaseCount } }) =>
  phaseCount === null ? [] : [new RegExp(phaseCount, 'iu')],
);

function readGap(page: Page, at: number): Found | null {
  const line = page.lines[at] ?? '';
  const task = TASK.exec(line)?.groups;
  if (task !== undefined) return readTask(page, at, task['bullet'] ?? '', task['id'] ?? '');
  const before = page.lines[at - 1];
  const isFree = before === undefined || BLANK.test(before) || HEADING.test(before);
  if (line.startsWith('|')) return readRows(page, at, isFree);
  return PROSE.test(line) ? readProse(page, at, isFree) : null;
}

function readTask(page: Page, at: number, bullet: string, id: string): Found {
  const { lines } = page;
  let last = at;
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (BLANK.test(line)) continue;
    if (!NESTED.test(line)) break;
    last = next;
  }
  const behind = lines[next];
  const isEnded = behind === undefined || BLANK.test(lines[next - 1] ?? '') || ENDS_ITEM.test(behind);
  const own = lines.slice(at, last + 1);
  if (!isEnded || own.some((line) => DEEP.test(line))) return keep(page, at, next);
  const { start, end, text } = cut(page, at, last);
  const piece: Piece = { text, start, line: at, id };
  return {
    gap: { kind: 'task', start, end, pieces: [piece] },
    rest: [`\0${bullet}${id}`],
    next: last + 1,
  };
}

/** The rows of a table behind its first one, and the one that makes it a table (GFM 0.29 §4.10). */
function readRows(page: Page, at: number, isFree: boolean): Found {
  const { lines, starts } = page;
  let next = at + 1;
  while (lines[next]?.startsWith('|') === true) next += 1;
  const own = lines.slice(at, next);
  const isTable = isFree && isEnd(lines[next]) && own.length > 1 && DELIMITERS.test(own[1] ?? '');
  if (!isTable || own.some((line) => NOTED_IN_ROWS.test(line) || DEEP.test(line)))
    return keep(page, at, next);
  const head = own.slice(0, 2).join('\n');
  const end = (starts[next - 1] ?? 0) + (lines[next - 1] ?? '').length;
  const pieces = own.slice(2).map(
    (row, index): Piece => ({
      text: `${head}\n${row}`,
      start: starts[at + 2 + index] ?? 0,
      line: at + 2 + index,
      id: null,
    }),
  );
  const start = (starts[at + 1] ?? 0) + (own[1] ?? '').length;
  return {
    gap: { kind: 'rows', start, end, pieces },
    rest: [...own.slice(0, 2), '\0|'],
    next,
  };
}

function readProse(page: Page, at: number, isFree: boolean): Found {
  const { lines } = page;
  let next = at + 1;
  while (PROSE.test(lines[next] ?? '')) next += 1;
  const own = lines.slice(at, next);
  const isNoted = own.some(
    (line) => NOTED_IN_PROSE.test(line) || COUNTS.some((pattern) => pattern.test(line)),
  );
  if (!isFree || !isEnd(lines[next]) || isNoted) return keep(page, at, next);
  const { start, end } = cut(page, at, next - 1);
  return { gap: { kind: 'prose', start, end, pieces: [] }, rest: ['\0'], next };
}

/** Behind it, nothing goes on with a paragraph or a table, nor makes a heading of it. */
function isEnd(line: string | undefined): boolean {
  return line === undefined || BLANK.test(line) || HEADING.test(line);
}

function keep({ lines }: Page, at: number, next: number): Found {
  return { gap: null, rest: lines.slice(at, next), next };
}

/** @param last the last line of it */
function cut(
  { text, lines, starts }: Page,
  first: number,
  last: number,
): { start: number; end: number; text: string } {
  const start = starts[first] ?? 0;
  const end = (starts[last] ?? 0) + (lines[last] ?? '').length;
  return { start, end, text: text.slice(start, end) };
}
