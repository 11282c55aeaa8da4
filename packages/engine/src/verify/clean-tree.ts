import { rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withTemporaryFolder } from '../files/temporary-folder.ts';
import type { Repository } from '../git/find-repository.ts';
import { describeFailure } from '../git/run-git.ts';
import { runPlumbing } from '../git/write-git.ts';

/** A clean working tree, or why there is none. */
export type CleanTree =
  | { readonly kind: 'ready'; readonly repository: Repository; readonly signal: AbortSignal }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Works in a detached working tree of a commit in the temporary folder (git-worktree(1)), in which nothing is but what the
 * commit has. No hook of the user's runs for it, nothing is fetched,
 * and what git-replace(1) puts in the place of an object is not what the commit has. It is removed in any case, and with it what git keeps of it; a signal
 * interrupts the work first.
 * @param commit full hash
 */
export function withCleanTree<Result>(
  repository: Repository,
  commit: string,
  work: (tree: CleanTree) => Promise<Result>,
): Promise<Result> {
  return withTemporaryFolder('roadmap-verify-', async (folder, signal) => {
    // The name of the temporary folder is nobody else's, so git calls its own folder for the tree the same.
    const root = join(folder, basename(folder));
    const own = join(repository.commonDir, 'worktrees', basename(folder));
    const git = (...args: string[]): ReturnType<typeof runPlumbing> =>
      runPlumbing(repository.folder, [...SETTINGS, 'worktree', ...args], {
        environment: { GIT_INDEX_FILE: undefined },
      });
    try {
      const add = (): ReturnType<typeof git> =>
        git('add', '--detach', '--quiet', '--end-of-options', root, commit);
      let added = await add();
      for (let again = 0; isTooEarly(added) && !signal.aborted && again < MOST_TRIES; again += 1) {
        await pause(10 + Math.random() * 90);
        await Promise.all([root, own].map((path) => rm(path, { recursive: true, force: true })));
        added = await add();
      }
      if (signal.aborted) return await work({ kind: 'refused', message: 'it was stopped' });
      if (added.code !== 0) return await work({ kind: 'refused', message: describeFailure(added) });
      return await work({
        kind: 'ready',
        repository: { ...repository, root, folder: root, index: null },
        signal,
      });
    } finally {
      const removed = await git('remove', '--force', '--force', '--end-of-options', root);
      // What ran there may have taken the tree apart.
      if (removed.code !== 0) await rm(own, { recursive: true, force: true });
    }
  });
}

const MOST_TRIES = 20;

/** git looks at all working trees before it adds one, and ends where another one is half made: "failed to read …/commondir". */
function isTooEarly({ code, stderr }: Awaited<ReturnType<typeof runPlumbing>>): boolean {
  return code !== 0 && /failed to read .*\/worktrees\//.test(stderr);
}

const SETTINGS = [
  ...['-c', `core.hooksPath=${devNull}`],
  ...['-c', 'core.sparseCheckout=false'],
  ...['-c', 'advice.detachedHead=false'],
];
