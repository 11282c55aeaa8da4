/** How git writes the marks of a conflict where no attribute says otherwise (gitattributes(5), conflict-marker-size). */
export const usualMarkerSize = 7;

/** A byte order mark may stand before the first line; text is read byte by byte, one character each (latin1). */
const OPENING = /^(?:\xef\xbb\xbf)?(?<mark><+)(?:[ \r\n]|$)/;

/**
 * A common ancestor without its conflicts. Where branches have merged each other, there are several ancestors; git merges
 * these first, and leaves what they don't agree on between marks that are longer than those of the merge itself. Both sides
 * count as news then: with either of them in the base, the other side would seem to have taken it out.
 * @param text one character for each byte
 * @param size of the marks of the merge itself
 * @returns null where a conflict has no end
 */
export function dropConflicts(text: string, size: number): string | null {
  const kept: string[] = [];
  let closing: RegExp | null = null;
  let opening = '';
  let depth = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const mark = OPENING.exec(line)?.groups?.['mark'] ?? '';
    if (closing === null && mark.length > size) {
      opening = mark;
      closing = new RegExp(`^>{${mark.length}}(?:[ \\r\\n]|$)`);
      depth = 1;
    } else if (closing === null) kept.push(line);
    else if (mark === opening) depth += 1;
    else if (closing.test(line)) depth -= 1;
    if (depth === 0) closing = null;
  }
  return closing === null ? kept.join('') : null;
}
