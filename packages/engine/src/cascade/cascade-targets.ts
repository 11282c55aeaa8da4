import { join } from 'node:path';
import type { CascadeTarget, ReportedTarget } from '@roadmap-as-code/core';
import { hidePasswords } from '@roadmap-as-code/core/cascade';
import { nameTarget } from '../config/check-targets.ts';
import { withTemporaryFolder } from '../files/temporary-folder.ts';
import type { Author } from '../git/commit/find-author.ts';
import { runGit } from '../git/run-git.ts';
import { deliver } from './deliver.ts';
import { findAddress } from './find-address.ts';
import { runSideBySide } from './run-side-by-side.ts';
import { askBranch, fetchTip, type TargetBranch } from './target-branch.ts';
import { openClone, type TargetClone } from './target-clone.ts';
import { requireText } from './target-edit.ts';
import { tellProblem } from './target-problem.ts';

/** What goes on with one target. */
export interface CascadeProgress {
  /** Place of the target among those that the task names. */
  readonly at: number;
  readonly name: string;
  /** `waits` its turn, is `asked`, or is `written`: brought, edited and pushed. */
  readonly step: 'asked' | 'waits' | 'written';
  /** How it ended; null while it goes on. */
  readonly result: ReportedTarget | null;
}

/** What all targets of a run have in common. */
export interface Cascade {
  /** Absolute path of the top of the working tree that the task is of; paths of targets are relative to it. */
  readonly root: string;
  readonly author: Author;
  /** Of the commits. */
  readonly message: string;
  /** Milliseconds that each target may take to be asked, and as many to be written. */
  readonly wait: number;
  /** Targets that are worked on at a time. */
  readonly jobs: number;
  /** Pushes nothing. */
  readonly isDryRun: boolean;
  readonly onProgress: (progress: CascadeProgress) => void;
}

/** A target, with its place among those that the task names. */
export interface PlacedTarget {
  readonly at: number;
  readonly target: CascadeTarget;
}

/**
 * Writes each target: all are asked before anything is pushed anywhere, and what one lacks keeps no other from getting it.
 * What was begun in the temporary folder is gone in any case.
 */
export async function cascadeTargets(
  targets: readonly PlacedTarget[],
  cascade: Cascade,
): Promise<ReportedTarget[]> {
  const format = (await runGit(cascade.root, ['rev-parse', '--show-object-format'])).stdout.toString().trim();
  return withTemporaryFolder('roadmap-cascade-', async (folder, signal) => {
    const probed = await runSideBySide(targets, cascade.jobs, ({ at, target }) => {
      const say = sayFor(at, target, cascade);
      say('asked', null);
      return settle(target, null, async () => {
        const branch = await probe(target, cascade, await openClone(join(folder, `${at}`), format, signal));
        say('waits', null);
        return branch;
      }).then((result) => {
        if ('outcome' in result) say('asked', result);
        return result;
      });
    });
    return runSideBySide(targets, cascade.jobs, async ({ at, target }, place) => {
      const branch = probed[place];
      if (branch === undefined) throw new Error(`${target.repository}: it was not asked`);
      if ('outcome' in branch) return branch;
      const say = sayFor(at, target, cascade);
      say('written', null);
      const result = await settle(target, branch, async () =>
        reportTarget(target, branch, await deliver(target, branch, cascade, signal)),
      );
      say('written', result);
      return result;
    });
  });
}

function sayFor(
  at: number,
  target: CascadeTarget,
  { onProgress }: Cascade,
): (step: CascadeProgress['step'], result: ReportedTarget | null) => void {
  return (step, result) => onProgress({ at, name: nameTarget(target), step, result });
}

/** Asks for the branch that is meant, and looks for what the target requires. */
async function probe(
  target: CascadeTarget,
  { root, wait }: Cascade,
  clone: TargetClone,
): Promise<TargetBranch> {
  const end = performance.now() + wait;
  const address = await findAddress(target.repository, root);
  const branch = { clone, address, branch: await askBranch(clone, address, target, wait) };
  if (target.requires !== undefined)
    await requireText(branch, await fetchTip(branch, end - performance.now()), target);
  return branch;
}

/** Does a step for a target; what keeps it from going on is its result. */
async function settle<Result>(
  target: CascadeTarget,
  branch: TargetBranch | null,
  work: () => Promise<Result>,
): Promise<Result | ReportedTarget> {
  try {
    return await work();
  } catch (error) {
    return reportTarget(target, branch, await tellProblem(error));
  }
}

/** What is told of a target. */
export function reportTarget(
  target: CascadeTarget,
  branch: TargetBranch | null,
  { outcome, commit = null, reason = null }: Pick<ReportedTarget, 'outcome'> & Partial<ReportedTarget>,
): ReportedTarget {
  return {
    name: nameTarget(target),
    repository: hidePasswords(target.repository),
    branch: branch?.branch ?? target.branch ?? null,
    file: target.file,
    outcome,
    commit,
    reason,
  };
}
