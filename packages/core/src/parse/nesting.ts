/**
 * How deep the blocks of a text nest at most, in one pass and without parsing: micromark takes time cubic in the depth
 * of lists, so a text must be refused before it gets there. Containers are block quotes and list items (CommonMark
 * 0.31 §5). Where a line might continue a paragraph lazily (§5.1, §5.2), nothing is closed, so that the bound holds.
 */
export function measureNesting(text: string): Nesting {
  const state: OpenItems = { columns: [], afterBlank: true };
  let deepest = 0;
  let deepestLine = 1;
  let line = 0;
  let start = 0;
  while (start < text.length) {
    line += 1;
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    const depth = readLine(text.slice(start, end), state);
    if (depth > deepest) {
      deepest = depth;
      deepestLine = line;
    }
    start = end + 1;
  }
  return { depth: deepest, line: deepestLine };
}

export interface Nesting {
  readonly depth: number;
  /** 1-based line on which that depth is first reached. */
  readonly line: number;
}

interface OpenItems {
  /** Columns at which the content of each open list item begins, outermost first; quote marks count as columns. */
  readonly columns: number[];
  afterBlank: boolean;
}

const TAB_STOP = 4;
/** Four columns make indented code, and never a list item (CommonMark 0.31 §4.4). */
const CODE_INDENT = 4;
const ITEM_MARKER = /(?:[-+*]|\d{1,9}[.)])(?=[ \t\r]|$)/y;
/** What can interrupt a paragraph: an item with text, and if numbered, with number 1 (CommonMark 0.31 §5.2). */
const INTERRUPTING = /(?:[-+*]|1[.)])[ \t]+[^ \t\r]/y;

/** Takes the list markers at the start of a line onto the stack; the depth of blocks on that line. */
function readLine(line: string, state: OpenItems): number {
  const { columns } = state;
  let quotes = 0;
  let column = 0;
  let index = 0;
  let first = true;
  for (;;) {
    for (; index < line.length; index += 1) {
      const character = line[index];
      if (character === '\t') column += TAB_STOP - (column % TAB_STOP);
      else if (character === ' ') column += 1;
      else if (character === '>') {
        column += 1;
        quotes += 1;
      } else break;
    }
    if (index >= line.length || line[index] === '\r') {
      state.afterBlank = first;
      return columns.length + quotes;
    }
    ITEM_MARKER.lastIndex = index;
    const marker = ITEM_MARKER.exec(line)?.[0];
    if (first) {
      if (!closeItems(line, index, column, marker !== undefined, state)) return columns.length + quotes;
      first = false;
    }
    state.afterBlank = false;
    if (marker === undefined) return columns.length + quotes;
    index += marker.length;
    column += marker.length;
    columns.push(column + 1);
  }
}

/** Closes the items that a line at that column ends; false where the line may be lazy text, which closes nothing. */
function closeItems(line: string, index: number, column: number, marked: boolean, state: OpenItems): boolean {
  const { columns, afterBlank } = state;
  let keep = columns.length;
  while (keep > 0 && (columns[keep - 1] ?? 0) > column) keep -= 1;
  if (!afterBlank && keep < columns.length) {
    INTERRUPTING.lastIndex = index;
    const interrupts = marked && column - (columns[keep - 1] ?? 0) < CODE_INDENT && INTERRUPTING.test(line);
    if (!interrupts) return false;
  }
  columns.length = keep;
  return true;
}
