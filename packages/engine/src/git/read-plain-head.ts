import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is checked out. */
export interface Head {
  /** Full hash. */
  readonly commit: string;
  /** Full name of the branch; `HEAD` where it is detached. */
  readonly ref: string;
}

/**
 * What is checked out, where two files say it plainly: HEAD names a branch, and the file of that branch a commit
 * (gitrepository-layout(5)), which git reads before any other place. Null for all else: a detached HEAD, a branch that is packed
 * or has no commit yet, another way of storing refs, for which HEAD names a branch that can't be.
 * @param head absolute path of the file that says what is checked out
 * @param branches absolute path of the folder of the branches
 */
export function readPlainHead(head: string, branches: string): Head | null {
  const ref = BRANCH.exec(readPlain(head))?.groups?.['ref'];
  const commit = ref === undefined ? '' : readPlain(join(branches, ref.slice('refs/heads/'.length)));
  return ref !== undefined && HASH.test(commit) ? { ref, commit: commit.trimEnd() } : null;
}

const BRANCH = /^ref: (?<ref>refs\/heads\/[^\s]+)\n$/;
const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})\n$/;

/** What a file says; nothing where it is a link, which HEAD was in old repositories, or can't be read. */
function readPlain(path: string): string {
  try {
    // A commit asks for it again and again: of a small file, a promise takes seven times as long.
    return lstatSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}
