import { type History, parentsOf } from './history.ts';

/** The best common ancestors of two commits, as `git merge-base --all` says; by their indexes. */
export type MergeBaseFinder = (one: number, other: number) => number[];

/** What one of the two commits reaches, what the other does, and what a common ancestor reaches, which is no best one. */
const OURS = 1;
const THEIRS = 2;
const COVERED = 4;
const COMMON = OURS | THEIRS;

/**
 * Finds merge bases, one after the other: what it needs to remember is as long as the history, and made once. Each goes
 * back as far as something is left that may be a base, and no further.
 */
export function makeMergeBaseFinder(history: History): MergeBaseFinder {
  const marks = new Uint8Array(history.ids.length);
  return (one, other) => {
    const marked: number[] = [];
    // How many commits are marked, may lead to a base, and were not met yet.
    let waiting = 0;
    const mark = (index: number, bits: number): void => {
      const old = marks[index] ?? 0;
      const now = old | bits;
      if (old === 0) marked.push(index);
      waiting += Number(isOpen(now)) - Number(isOpen(old));
      marks[index] = now;
    };
    mark(one, OURS);
    mark(other, THEIRS);
    const bases: number[] = [];
    // Children come first: whatever reaches a commit was met before it.
    for (let index = Math.min(one, other); waiting > 0; index += 1) {
      const met = marks[index] ?? 0;
      if (met === 0) continue;
      const isCommon = (met & COMMON) === COMMON;
      if (isOpen(met)) waiting -= 1;
      if (isCommon && isOpen(met)) bases.push(index);
      for (const parent of parentsOf(history, index)) mark(parent, isCommon ? COMMON | COVERED : met);
    }
    for (const index of marked) marks[index] = 0;
    return bases;
  };
}

function isOpen(marks: number): boolean {
  return marks !== 0 && (marks & COVERED) === 0;
}
