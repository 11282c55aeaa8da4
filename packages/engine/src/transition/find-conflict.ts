const FENCE = /^\s*(?:`{3,}|~{3,})/;
/** What git-merge(1) writes at a conflict, in this order. */
const MARKS = [/^<{7}(?: |$)/, /^={7}$/, /^>{7}(?: |$)/] as const;

/** The line, from 1, where the marks of a conflict begin; null where there are none. In a code fence they are an example. */
export function findConflict(text: string): number | null {
  let isFenced = false;
  let next = 0;
  let first = 0;
  for (const [place, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (FENCE.test(line)) isFenced = !isFenced;
    if (isFenced || MARKS[next]?.test(line) !== true) continue;
    if (next === 0) first = place + 1;
    next += 1;
    if (next === MARKS.length) return first;
  }
  return null;
}
