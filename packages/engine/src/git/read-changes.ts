import type { Comparison } from '@roadmap-as-code/core';
import { describeFailure, splitFields, startGit } from './run-git.ts';

/** What differs between a commit and what it is compared with. */
export interface ChangedFiles {
  readonly comparison: Comparison;
  /** Number of files. */
  readonly count: number;
  /** The first of them, from the root, in the order of their names. */
  readonly first: readonly string[];
  /** Whether there is one that is not a roadmap. */
  readonly hasWork: boolean;
}

/**
 * What commits change, in one process (git-diff-tree(1), `--stdin`: a second hash in a line stands for the parents).
 * The plumbing heeds no setting of the user's. Where the clone lacks a tree, git ends there: the rest is not told.
 * @param most paths that are kept of each
 * @returns by the key of the comparison, without those that git could not tell; and what it said of these
 */
export async function readChanges(
  root: string,
  comparisons: readonly Comparison[],
  isRoadmap: (path: string) => boolean,
  most: number,
): Promise<{ readonly told: ReadonlyMap<string, ChangedFiles>; readonly trouble: string | null }> {
  const told = new Map<string, ChangedFiles>();
  const asked = [...new Map(comparisons.map((one) => [keyOfComparison(one), one])).entries()];
  if (asked.length === 0) return { told, trouble: null };
  let at = -1;
  let isPath = false;
  let count = 0;
  let first: string[] = [];
  let hasWork = false;
  const keep = (): void => {
    const [key, comparison] = asked[at] ?? [];
    if (key !== undefined && comparison !== undefined) told.set(key, { comparison, count, first, hasWork });
  };
  const git = startGit(
    root,
    [
      'diff-tree',
      '--stdin',
      '-r',
      '--root',
      '--always',
      '--no-renames',
      '--ignore-submodules=none',
      '--raw',
      '-z',
    ],
    splitFields((field) => {
      if (isPath) {
        isPath = false;
        count += 1;
        if (first.length < most) first.push(field);
        hasWork ||= !isRoadmap(field);
      } else if (field.startsWith(':')) isPath = true;
      else {
        // A commit by itself is the head of the next comparison.
        keep();
        at += 1;
        count = 0;
        first = [];
        hasWork = false;
      }
    }),
  );
  git.write(asked.map(([key]) => `${key}\n`).join(''));
  git.finish();
  const end = await git.ended;
  // The last one may have been cut off in the middle.
  if (end.code === 0) keep();
  return { told, trouble: end.code === 0 ? null : describeFailure(end) };
}

/** A comparison as `git diff-tree --stdin` takes it. */
export function keyOfComparison({ commit, with: other }: Comparison): string {
  return other === null ? commit : `${commit} ${other}`;
}
