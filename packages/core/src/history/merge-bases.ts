import { markAncestors } from './ancestors.ts';
import { type History, parentsOf } from './history.ts';

/** The best common ancestors of two commits, as `git merge-base --all` says; by their indexes. */
export function findMergeBases(history: History, one: number, other: number): number[] {
  const ours = markAncestors(history, one);
  const theirs = markAncestors(history, other);
  const covered = new Uint8Array(history.ids.length);
  const bases: number[] = [];
  for (let index = Math.min(one, other); index < history.ids.length; index += 1) {
    if (ours[index] !== 1 || theirs[index] !== 1) continue;
    if (covered[index] !== 1) bases.push(index);
    // What a common ancestor reaches is no best one.
    for (const parent of parentsOf(history, index)) covered[parent] = 1;
  }
  return bases;
}
