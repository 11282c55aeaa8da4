/** A line that begins a list item, with a box or not: GFM 0.29 §5.2 and §5.3, with any mark in the box. */
const ITEM =
  /^(?<indent>[ \t]*)(?:[-+*]|\d{1,9}[.)])(?:[ \t]+(?:\[[^[\]]{1,16}\]\*?[ \t]+(?<head>\S.*))?|$)/u;
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const ID = /^(?:\*\*|__|`)?(?<id>[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)/u;

/**
 * Where tasks are written, read from lines alone, for comparing many versions of a file: a hundred times faster than the
 * parser, and held to it by a test. By the first word behind the box, which is the id where there is one, and by all that
 * stands behind it: the lines from the box to whatever ends the item, without blank lines at the end.
 * @param text with line feeds alone for line ends
 */
export function findTaskBlocks(text: string): Map<string, string[]> {
  const lines = text.split('\n');
  const blocks = new Map<string, string[]>();
  const open: { readonly head: string; readonly indent: number; readonly start: number }[] = [];
  const close = (indent: number, end: number): void => {
    while ((open.at(-1)?.indent ?? -1) >= indent) {
      const { head, start } = open.pop() ?? { head: '', start: end };
      const block = lines.slice(start, end).join('\n').trimEnd();
      for (const key of new Set([head, ID.exec(head)?.groups?.['id'] ?? head])) {
        const same = blocks.get(key);
        if (same === undefined) blocks.set(key, [block]);
        else same.push(block);
      }
    }
  };
  let isAfterBlank = true;
  for (const [index, line] of lines.entries()) {
    const isBlank = line.trim() === '';
    const item = ITEM.exec(line);
    if (HEADING.test(line)) close(0, index);
    else if (item !== null) {
      const indent = widthOf(item.groups?.['indent'] ?? '');
      close(indent, index);
      const head = item.groups?.['head'];
      if (head !== undefined) open.push({ head: head.trimEnd(), indent, start: index });
    } else if (isAfterBlank && !isBlank) close(widthOf(/^[ \t]*/.exec(line)?.[0] ?? ''), index);
    isAfterBlank = isBlank;
  }
  close(0, lines.length);
  return blocks;
}

/** In columns; a tab goes to the next multiple of 4 (CommonMark 0.31 §2.2). */
function widthOf(indent: string): number {
  let width = 0;
  for (const character of indent) width += character === '\t' ? 4 - (width % 4) : 1;
  return width;
}
