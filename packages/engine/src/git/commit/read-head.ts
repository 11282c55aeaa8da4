import { existsSync } from 'node:fs';
import { type Head, readPlainHead } from '../read-plain-head.ts';
import { runGit } from '../run-git.ts';
import type { Operation, Places } from './places.ts';
import { Refusal, refuseFailure } from './refusal.ts';

export type { Head } from '../read-plain-head.ts';

export async function readHead(root: string): Promise<Head> {
  // The option is for what comes behind it (git-rev-parse(1)).
  const run = await runGit(root, ['rev-parse', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD']);
  const [commit = '', ref = ''] = run.stdout.toString().split('\n');
  if (run.code === 0 && ref !== '') return { commit, ref };
  const branch = await runGit(root, ['symbolic-ref', '--quiet', 'HEAD']);
  if (branch.code !== 0) throw refuseFailure('read HEAD', run);
  throw new Refusal('the branch has no commit yet', 'Commit the file once: `git add` it, then `git commit`.');
}

/** The same without a process, where files say it plainly; of all else (a detached HEAD, a packed branch) git is asked. */
export async function readHeadAt({ root, head, branches }: Places): Promise<Head> {
  return readPlainHead(head, branches) ?? readHead(root);
}

const WAYS_OUT: Readonly<Record<Operation, string>> = {
  merge: 'Finish it with `git commit`, or give it up with `git merge --abort`.',
  rebase: 'Finish it with `git rebase --continue` (`git am --continue`), or give it up with `--abort`.',
  'cherry-pick': 'Finish it with `git cherry-pick --continue`, or give it up with `--abort`.',
  revert: 'Finish it with `git revert --continue`, or give it up with `--abort`.',
  'cherry-pick or revert': 'Finish it with `git cherry-pick --continue` (`git revert`), or use `--quit`.',
  bisect: 'End it with `git bisect reset`.',
};

/** A commit made in the midst of such an operation would become a part of it, or its end. */
export function refuseUnfinished({ unfinished }: Places): void {
  const found = unfinished.find(({ path }) => existsSync(path));
  if (found === undefined) return;
  throw new Refusal(`a ${found.operation} is not finished`, WAYS_OUT[found.operation]);
}
