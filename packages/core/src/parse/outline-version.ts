import { dialects } from '../dialects/dialects.ts';

/** Lines of a version that hang together; the same in every version that has them in the same surroundings. */
export interface Stretch {
  /** Number of its lines. */
  readonly lines: number;
  /** In bytes of UTF-8, line ends included; the last line of a text has none. */
  readonly length: number;
  /** What is in no gap, with what is known of a gap in its place: two versions with the same rest have the same gaps. */
  readonly rest: string;
  readonly gap: Gap | null;
  /** Whether the line before it has a say in what it is. */
  readonly looksBack: boolean;
  /** How many bytes behind it have; Infinity where the end of the text has, or stands in it. */
  readonly looksAhead: number;
  /** Whether it has the last line. */
  readonly isLast: boolean;
}

/** What is written anew from version to version, where all around it stays as it is. */
export interface Gap {
  /** `task`: one item of a list with all that is nested in it; `rows`: of one table; `prose`: paragraphs. */
  readonly kind: 'task' | 'rows' | 'prose';
  readonly text: string;
  /** Byte offsets from where its stretch begins, the line end behind it left out. */
  readonly start: number;
  readonly end: number;
  /** Lines from where its stretch begins. */
  readonly line: number;
  readonly endLine: number;
  readonly pieces: readonly Piece[];
}

/** What is read by itself: a task, or one row of a table. */
export interface Piece {
  /** Of a row, all of its table up to it but for the rows between. */
  readonly text: string;
  /** Byte offset and line from where the stretch begins; of a row, those of its own line. */
  readonly start: number;
  readonly line: number;
  /** The id that a task begins with; null for a row. */
  readonly id: string | null;
}

/** Some lines of a version. */
export interface Page {
  readonly lines: readonly string[];
  /** Whether the last of them is the last of the version. */
  readonly isWhole: boolean;
}

/** A carriage return is a line end (CommonMark 0.31 §2.1); a label gives a meaning to links anywhere (§4.7). */
const UNTOLD = /[\r\0]|\]:/;

/**
 * Tells what is often written anew in a version from what seldom is, by lines alone. What might mean something else in
 * another place, or give a meaning to what is around it, is in no gap. Null where that can't be told by lines.
 */
export function outlineVersion(text: string): Stretch[] | null {
  if (UNTOLD.test(text)) return null;
  const page: Page = { lines: text.split('\n'), isWhole: true };
  const stretches: Stretch[] = [];
  for (let at = 0; at < page.lines.length; ) {
    const stretch = readStretch(page, at);
    if (stretch === null) return null;
    stretches.push(stretch);
    at += stretch.lines;
  }
  return stretches;
}

/** `more` where the page must go on for it to be told; null where it can't be told by lines. */
export function outlineStretch(page: Page, at: number): Stretch | 'more' | null {
  const stretch = readStretch(page, at);
  if (stretch === null) return 'more';
  return page.lines.slice(at, at + stretch.lines).some((line) => UNTOLD.test(line)) ? null : stretch;
}

/** What begins at a line: lines that hang together, of which a gap may take some. */
interface Found {
  readonly gap: Gap | null;
  readonly rest: readonly string[];
  /** The first line behind it. */
  readonly next: number;
  /** The first line that had no say in it. */
  readonly seen: number;
  readonly looksBack: boolean;
}

/** Null where the page ends before it can be told. */
function readStretch(page: Page, at: number): Stretch | null {
  const { lines, isWhole } = page;
  const { gap, rest, next, seen, looksBack } = readFound(page, at);
  if (!isWhole && seen > lines.length) return null;
  // The last line of a version has no line end, and another version may go on with it.
  const seesLast = isWhole && seen >= lines.length;
  const isLast = isWhole && next === lines.length;
  return {
    lines: next - at,
    length: measure(lines, at, next) - (isLast ? 1 : 0),
    rest: rest.join('\n'),
    gap,
    looksBack,
    looksAhead: seesLast ? Infinity : measure(lines, next, seen),
    isLast,
  };
}

/** Bytes of lines with a line end each. */
function measure(lines: readonly string[], from: number, to: number): number {
  let bytes = 0;
  for (let at = from; at < to; at += 1) bytes += countBytes(lines[at] ?? '') + 1;
  return bytes;
}

/** Length in UTF-8 (RFC 3629) of a text without lone surrogates. */
export function countBytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // The two halves of a surrogate pair make four bytes.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
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

function readFound(page: Page, at: number): Found {
  const line = page.lines[at] ?? '';
  const task = TASK.exec(line)?.groups;
  if (task !== undefined) return readTask(page, at, task['bullet'] ?? '', task['id'] ?? '');
  const before = page.lines[at - 1];
  const isFree = before === undefined || BLANK.test(before) || HEADING.test(before);
  if (line.startsWith('|')) return readRows(page, at, isFree);
  if (PROSE.test(line)) return readProse(page, at, isFree);
  return { gap: null, rest: [line], next: at + 1, seen: at + 1, looksBack: false };
}

function readTask({ lines }: Page, at: number, bullet: string, id: string): Found {
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
  const seen = next + 1;
  if (!isEnded || own.some((line) => DEEP.test(line)))
    return { gap: null, rest: lines.slice(at, next), next, seen, looksBack: false };
  const text = own.join('\n');
  const gap: Gap = {
    kind: 'task',
    text,
    start: 0,
    end: countBytes(text),
    line: 0,
    endLine: last - at,
    pieces: [{ text, start: 0, line: 0, id }],
  };
  return { gap, rest: [`\0${bullet}${id}`], next: last + 1, seen, looksBack: false };
}

/** The rows of a table behind its first one, and the one that makes it a table (GFM 0.29 §4.10). */
function readRows({ lines }: Page, at: number, isFree: boolean): Found {
  let next = at + 1;
  while (lines[next]?.startsWith('|') === true) next += 1;
  const own = lines.slice(at, next);
  const found = { next, seen: next + 1, looksBack: true };
  const isTable = isFree && isEnd(lines[next]) && own.length > 1 && DELIMITERS.test(own[1] ?? '');
  if (!isTable || own.some((line) => NOTED_IN_ROWS.test(line) || DEEP.test(line)))
    return { ...found, gap: null, rest: own };
  const head = own.slice(0, 2).join('\n');
  const start = countBytes(head);
  let place = start + 1;
  const pieces = own.slice(2).map((row, index): Piece => {
    const piece = { text: `${head}\n${row}`, start: place, line: 2 + index, id: null };
    place += countBytes(row) + 1;
    return piece;
  });
  const text = own
    .slice(2)
    .map((row) => `\n${row}`)
    .join('');
  const gap: Gap = { kind: 'rows', text, start, end: place - 1, line: 1, endLine: own.length - 1, pieces };
  return { ...found, gap, rest: [...own.slice(0, 2), '\0|'] };
}

function readProse({ lines }: Page, at: number, isFree: boolean): Found {
  let next = at + 1;
  while (PROSE.test(lines[next] ?? '')) next += 1;
  const own = lines.slice(at, next);
  const found = { next, seen: next + 1, looksBack: true };
  const isNoted = own.some(
    (line) => NOTED_IN_PROSE.test(line) || COUNTS.some((pattern) => pattern.test(line)),
  );
  if (!isFree || !isEnd(lines[next]) || isNoted) return { ...found, gap: null, rest: own };
  const text = own.join('\n');
  const gap: Gap = {
    kind: 'prose',
    text,
    start: 0,
    end: countBytes(text),
    line: 0,
    endLine: own.length - 1,
    pieces: [],
  };
  return { ...found, gap, rest: ['\0'] };
}

/** Behind it, nothing goes on with a paragraph or a table, nor makes a heading of it. */
function isEnd(line: string | undefined): boolean {
  return line === undefined || BLANK.test(line) || HEADING.test(line);
}
