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
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Pick<ReportedTarget, 'outcome' | 'commit'>> {
  const end = performance.now() + delivery.wait;
  let lost: string | null = null;
  for (let tries = 1; ; tries += 1) {
    const sent = await tryOnce(target, branch, delivery, end).catch((error: unknown) => {
      // What runs out of time after others were faster did so because of them.
      const isLate = error instanceof TargetProblem && performance.now() >= end;
      throw isLate && lost !== null ? tellRace(branch, tries - 1, lost) : error;
    });
    if (sent.kind !== 'lost') return sent.result;
    lost = sent.why;
    const pause = choosePause(tries);
    if (pause >= end - performance.now()) throw tellRace(branch, tries, lost);
    await sleep(pause, undefined, { signal });
  }
}

type Try =
  | { readonly kind: 'over'; readonly result: Pick<ReportedTarget, 'outcome' | 'commit'> }
  /** Somebody else was faster. */
  | { readonly kind: 'lost'; readonly why: string };

async function tryOnce(
  target: CascadeTarget,
  branch: TargetBranch,
  { root, author, message, isDryRun }: Delivery,
  end: number,
): Promise<Try> {
  const left = (): number => end - performance.now();
  const tip = await fetchTip(branch, left());
  await requireText(branch, tip, target);
  const tree = await editFile(branch, tip, target);
  if (tree === null) return { kind: 'over', result: { outcome: 'there', commit: tip } };
  if (isDryRun) return { kind: 'over', result: { outcome: 'ready', commit: null } };
  const { objects } = branch.clone;
  const commit = await commitTree(root, { tree, parent: tip, author, message, objects });
  const pushed = await pushCommit(branch, commit, left());
  return pushed.kind === 'taken'
    ? { kind: 'over', result: { outcome: 'pushed', commit } }
    : { kind: 'lost', why: pushed.why };
}

function tellRace({ branch }: TargetBranch, tries: number, why: string): TargetProblem {
  const pushes = countOf(tries, 'push', 'pushes');
  return new TargetProblem('failed', `others pushed to ${branch} before each of ${pushes}: ${why}`);
}

/** In milliseconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 4000;

/** Twice as long each time, and of random length, so that those who met once do not meet again. */
function choosePause(tries: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE) * (0.5 + Math.random());
}
