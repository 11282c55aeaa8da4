import { setTimeout as sleep } from 'node:timers/promises';
import { type CascadeTarget, countOf, type ReportedTarget } from '@roadmap-as-code/core';
import { commitTree } from '../git/commit/commit-tree.ts';
import type { Author } from '../git/commit/find-author.ts';
import { fetchTip, pushCommit, type TargetBranch } from './target-branch.ts';
import { editFile, requireText } from './target-edit.ts';
import { TargetProblem } from './target-problem.ts';

export interface Delivery {
  readonly root: string;
  readonly author: Author;
  readonly message: string;
  /** Milliseconds. */
  readonly wait: number;
  readonly isDryRun: boolean;
}

/**
 * Brings the tip of the branch, makes the commit on it and pushes that; where somebody else pushed meanwhile, again from
 * the start, after waits that grow. Throws a TargetProblem where it can't be done, or not in time.
 */
export async function deliver(
  target: CascadeTarget,
  branch: TargetBranch,
  { root, author, message, wait, isDryRun }: Delivery,
  signal: AbortSignal,
): Promise<Pick<ReportedTarget, 'outcome' | 'commit'>> {
  const end = performance.now() + wait;
  const left = (): number => end - performance.now();
  for (let tries = 1; ; tries += 1) {
    const tip = await fetchTip(branch, left());
    await requireText(branch, tip, target);
    const tree = await editFile(branch, tip, target);
    if (tree === null) return { outcome: 'there', commit: tip };
    if (isDryRun) return { outcome: 'ready', commit: null };
    const { objects } = branch.clone;
    const commit = await commitTree(root, { tree, parent: tip, author, message, objects });
    const pushed = await pushCommit(branch, commit, left());
    if (pushed.kind === 'taken') return { outcome: 'pushed', commit };
    const pause = choosePause(tries);
    if (pause >= left())
      throw new TargetProblem(
        'failed',
        `others pushed to ${branch.branch} before each of ${countOf(tries, 'push', 'pushes')}: ${pushed.why}`,
      );
    await sleep(pause, undefined, { signal });
  }
}

/** In milliseconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 4000;

/** Twice as long each time, and of random length, so that those who met once do not meet again. */
function choosePause(tries: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE) * (0.5 + Math.random());
}
