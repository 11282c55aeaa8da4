import { existsSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from '../run-git.ts';
import type { Operation, Places } from './places.ts';
import { Refusal, refuseFailure } from './refusal.ts';

/** What is checked out. */
export interface Head {
  /** Full hash. */
  readonly commit: string;
  /** Full name of the branch; `HEAD` where it is detached. */
  readonly ref: string;
}

export async function readHead(root: string): Promise<Head> {
  // The option is for what comes behind it (git-rev-parse(1)).
  const run = await runGit(root, ['rev-parse', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD']);
  const [commit = '', ref = ''] = run.stdout.toString().split('\n');
  if (run.code === 0 && ref !== '') return { commit, ref };
  const branch = await runGit(root, ['symbolic-ref', '--quiet', 'HEAD']);
  if (branch.code !== 0) throw refuseFailure('read HEAD', run);
  throw new Refusal('the branch has no commit yet', 'Commit the file once: `git add` it, then `git commit`.');
}

/**
 * The same without a process, where two files say it plainly: HEAD names a branch, and the file of that branch a commit
 * (gitrepository-layout(5)), which git reads before any other place. Of all else (a detached HEAD, a branch that is packed,
 * another way of storing refs, for which HEAD names a branch that can't be) git is asked.
 */
export async function readHeadAt({ root, head, branches }: Places): Promise<Head> {
  const ref = BRANCH.exec(await readPlain(head))?.groups?.['ref'];
  const commit = ref === undefined ? '' : await readPlain(join(branches, ref.slice('refs/heads/'.length)));
  return ref !== undefined && HASH.test(commit) ? { ref, commit: commit.trimEnd() } : readHead(root);
}

const BRANCH = /^ref: (?<ref>refs\/heads\/[^\s]+)\n$/;
const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})\n$/;

/** What a file says; nothing where it is a link, which HEAD was in old repositories, or can't be read. */
async function readPlain(path: string): Promise<string> {
  const stats = await lstat(path).catch(() => null);
  return stats?.isFile() === true ? readFile(path, 'utf8').catch(() => '') : '';
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
