import { firstParentOf, type History, parentsOf } from './history.ts';

/** 1 at the index of a commit, or of some, and of each ancestor, 0 elsewhere; as `git merge-base --is-ancestor` says. */
export function markAncestors(history: History, tips: number | readonly number[]): Uint8Array {
  const marks = new Uint8Array(history.ids.length);
  let first = marks.length;
  for (const tip of typeof tips === 'number' ? [tips] : tips) {
    marks[tip] = 1;
    first = Math.min(first, tip);
  }
  for (let index = first; index < marks.length; index += 1) {
    if (marks[index] === 1) for (const parent of parentsOf(history, index)) marks[parent] = 1;
  }
  return marks;
}

/**
 * The commit by which another one landed: the oldest on the first-parent line of the target that has it among its
 * ancestors; the commit itself where it is on that line. Null where the target does not have it.
 */
export function findLanding(history: History, target: number, commit: number): number | null {
  const line: number[] = [];
  for (let at: number | null = target; at !== null; at = firstParentOf(history, at)) line.push(at);
  const has = (position: number): boolean => markAncestors(history, line[position] ?? 0)[commit] === 1;
  if (!has(0)) return null;
  // What one commit of the line has, all younger ones have.
  let young = 0;
  let old = line.length;
  while (old - young > 1) {
    const middle = (young + old) >> 1;
    if (has(middle)) young = middle;
    else old = middle;
  }
  return line[young] ?? null;
}
