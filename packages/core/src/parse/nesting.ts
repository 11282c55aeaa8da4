import { isLineEnd } from './text-range.ts';
import { widthOf } from './width-of.ts';

/**
 * How deep the blocks of a text nest at most, in one pass and without parsing: micromark takes time cubic in the depth
 * of lists, so a text must be refused before it gets there. Containers are block quotes, list items (CommonMark 0.31
 * §5) and GFM's footnotes.
 *
 * The depth grows only on a line that opens a container. There each container that stays open takes something at the
 * head of the line: a quote its `>`, any other white space as wide as it is. So the bound needs no knowledge of what the
 * lines before mean (code, HTML, text that goes on lazily), and can't be fooled about it.
 */
export function measureNesting(text: string): Nesting {
  const seen: Seen = { least: [], footnotes: 0 };
  const lineEnds = /\r\n?|\n/g;
  let deepest = 0;
  let deepestLine = 1;
  let line = 1;
  for (let start = 0; ; line += 1) {
    const depth = readLine(text, start, seen);
    if (depth > deepest) {
      deepest = depth;
      deepestLine = line;
    }
    if (!lineEnds.test(text)) return { depth: deepest, line: deepestLine };
    start = lineEnds.lastIndex;
  }
}

export interface Nesting {
  readonly depth: number;
  /** 1-based line on which that depth is first reached. */
  readonly line: number;
}

interface Seen {
  /** `least[n]` is the least column at which anything in n + 1 containers, none of them a quote, can begin. */
  readonly least: number[];
  /** How many footnotes may stand directly in another: micromark gives those no width of their own. */
  footnotes: number;
}

/** The narrowest list item has a bullet and a space. */
const LEAST_WIDTH = 2;
/** A footnote takes four columns from where its marker might have stood, which may be indented by three. */
const FOOTNOTE_WIDTH = 4;
const MOST_INDENT = 3;
const FOOTNOTE = /\[\^(?:[^[\]\\\s]|\\(?:[[\]\\]|(?![[\]\\])))+\]:/y;

/** The depth that the line at `start` can reach, 0 where it opens nothing; notes what it opens. */
function readLine(text: string, start: number, seen: Seen): number {
  let depth: number | null = null;
  let column = 0;
  let quoted = false;
  let opener: 'item' | 'footnote' | null = null;
  /** White space that containers in a quote may take: the quote itself takes the column behind its mark. */
  let slack = 0;
  for (let at = start; ; ) {
    const from = skipBlanks(text, at);
    if (from > at && opener === null) {
      const width = widthOf(text.slice(at, from), column);
      column += width;
      if (quoted) slack += width - 1;
    }
    const first = text.charCodeAt(from);
    const length = measureOpener(text, from, first);
    if (length === 0) break;
    at = from + length;
    depth ??= countAtMost(seen.least, column);
    if (first === QUOTE_MARK) {
      depth += 1;
      column += 1;
      quoted = true;
      continue;
    }
    const inside: 'item' | 'footnote' =
      opener ?? ((quoted ? slack : column) >= FOOTNOTE_WIDTH ? 'footnote' : 'item');
    opener = first === BRACKET ? 'footnote' : 'item';
    if (opener === 'footnote' && inside === 'footnote') {
      seen.footnotes += 1;
      continue;
    }
    depth += 1;
    if (quoted) continue;
    column += opener === 'footnote' ? FOOTNOTE_WIDTH - MOST_INDENT : length + 1;
    seen.least[depth - 1] = Math.min(seen.least[depth - 1] ?? column, column);
  }
  return depth === null ? 0 : depth + seen.footnotes + Math.floor(slack / LEAST_WIDTH);
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Length of what opens a container: `>`, `-`, `1.`, `[^1]:`; 0 where nothing does. Asked of every line, so no pattern is. */
function measureOpener(text: string, at: number, first: number): number {
  if (first === QUOTE_MARK) return 1;
  if (first === BRACKET) {
    FOOTNOTE.lastIndex = at;
    return FOOTNOTE.test(text) ? FOOTNOTE.lastIndex - at : 0;
  }
  let end = at;
  if (first !== DASH && first !== PLUS && first !== STAR) {
    while (isDigit(text.charCodeAt(end))) end += 1;
    const mark = text.charCodeAt(end);
    if (end === at || end - at > MOST_DIGITS || (mark !== POINT && mark !== PARENTHESIS)) return 0;
  }
  end += 1;
  const behind = text.charCodeAt(end);
  return end === text.length || isBlank(behind) || isLineEnd(behind) ? end - at : 0;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Of the number of an item. */
const MOST_DIGITS = 9;
const TAB = 0x09;
const SPACE = 0x20;
const PARENTHESIS = 0x29;
const STAR = 0x2a;
const PLUS = 0x2b;
const DASH = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const QUOTE_MARK = 0x3e;
const BRACKET = 0x5b;

/** How many of the rising numbers are at most `value`. */
function countAtMost(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
