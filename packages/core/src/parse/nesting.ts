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
    if (lineEnds.exec(text) === null) return { depth: deepest, line: deepestLine };
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
/** What may stand at the head of a line. */
const TOKEN =
  /(?<space>[ \t]+)|(?<quote>>)|(?<item>[-+*]|\d{1,9}[.)])(?=[ \t\r\n]|$)|\[\^(?:[^[\]\\\s]|\\(?:[[\]\\]|(?![[\]\\])))+\]:/y;

/** The depth that the line at `start` can reach, 0 where it opens nothing; notes what it opens. */
function readLine(text: string, start: number, seen: Seen): number {
  let depth: number | null = null;
  let column = 0;
  let quoted = false;
  let opener: 'item' | 'footnote' | null = null;
  /** White space that containers in a quote may take: the quote itself takes the column behind its mark. */
  let slack = 0;
  TOKEN.lastIndex = start;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const { space, quote, item } = match.groups ?? {};
    if (space !== undefined) {
      if (opener !== null) continue;
      const width = widthOf(space, column);
      column += width;
      if (quoted) slack += width - 1;
      continue;
    }
    depth ??= countAtMost(seen.least, column);
    if (quote !== undefined) {
      depth += 1;
      column += 1;
      quoted = true;
      continue;
    }
    const inside: typeof opener =
      opener ?? ((quoted ? slack : column) >= FOOTNOTE_WIDTH ? 'footnote' : 'item');
    opener = item === undefined ? 'footnote' : 'item';
    if (opener === 'footnote' && inside === 'footnote') {
      seen.footnotes += 1;
      continue;
    }
    depth += 1;
    if (quoted) continue;
    column += item === undefined ? FOOTNOTE_WIDTH - MOST_INDENT : item.length + 1;
    seen.least[depth - 1] = Math.min(seen.least[depth - 1] ?? column, column);
  }
  return depth === null ? 0 : depth + seen.footnotes + Math.floor(slack / LEAST_WIDTH);
}

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
