const FENCE = /^\s*(?:`{3,}|~{3,})/;

/**
 * The line, from 1, where the marks of a conflict begin; null where there are none. In a code fence they are an example.
 * @param size characters of a mark
 */
export function findConflict(text: string, size: number = 7): number | null {
  // What git-merge(1) writes at a conflict, in this order.
  const marks = [`^<{${size}}(?: |$)`, `^={${size}}$`, `^>{${size}}(?: |$)`].map((mark) => new RegExp(mark));
  let isFenced = false;
  let next = 0;
  let first = 0;
  for (const [place, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (FENCE.test(line)) isFenced = !isFenced;
    if (isFenced || marks[next]?.test(line) !== true) continue;
    if (next === 0) first = place + 1;
    next += 1;
    if (next === marks.length) return first;
  }
  return null;
}
