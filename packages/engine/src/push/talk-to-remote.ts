import { runGit } from '../git/run-git.ts';
import { describeRemote, type RemoteRun, runRemote } from '../git/run-remote.ts';
import type { Destination } from './find-destinations.ts';

/** What a remote has of a branch. */
export type Fetched =
  /** Full hash of its tip; null where there is no such branch. */
  | { readonly kind: 'fetched'; readonly tip: string | null }
  /** Another git has the ref that it would write: ask again. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Asks a remote for a branch, and brings what it has.
 * @param wait milliseconds until it is given up
 */
export async function fetchBranch(
  root: string,
  { remote, branch, tracking }: Destination,
  wait: number,
): Promise<Fetched> {
  const end = Date.now() + wait;
  const args = [
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--recurse-submodules=no',
  ];
  const run = await runRemote(root, ['fetch', ...args, remote, `+refs/heads/${branch}:${tracking}`], {
    wait,
  });
  if (run.code === 0) return { kind: 'fetched', tip: await readTip(root, tracking) };
  if (/cannot lock ref|unable to update local ref/.test(run.stderr)) return { kind: 'busy' };
  if (run.isGivenUp) return { kind: 'failed', message: describeRemote(run) };
  const left = Math.max(end - Date.now(), 0);
  const listed = await runRemote(root, ['ls-remote', '--exit-code', remote, `refs/heads/${branch}`], {
    wait: left,
  });
  // 2: it was reached, and has no such ref (git-ls-remote(1)).
  if (listed.code === 2) return { kind: 'fetched', tip: null };
  return { kind: 'failed', message: describeRemote(run) };
}

/** Full hash of what a ref is at; null where there is none. */
export async function readTip(root: string, ref: string): Promise<string | null> {
  const run = await runGit(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return run.code === 0 ? run.stdout.toString().trim() : null;
}

/** Whether one commit has another in its history. */
export async function isAncestor(root: string, one: string, of: string): Promise<boolean> {
  return (await runGit(root, ['merge-base', '--is-ancestor', one, of])).code === 0;
}

export type Sent =
  | { readonly kind: 'sent' }
  /** It has other commits now: nothing was changed there. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Sends a commit to a branch, never by force.
 * @param commit full hash
 * @param wait milliseconds until it is given up
 */
export async function sendCommit(
  root: string,
  { remote, branch }: Destination,
  commit: string,
  wait: number,
): Promise<Sent> {
  const run = await runRemote(
    root,
    [
      'push',
      '--porcelain',
      '--no-follow-tags',
      '--recurse-submodules=no',
      remote,
      `${commit}:refs/heads/${branch}`,
    ],
    { wait },
  );
  return run.code === 0 ? { kind: 'sent' } : readRejection(run);
}

/** `!\t<from>:<to>\t[rejected] (fetch first)` (git-push(1), --porcelain) */
const REJECTED = /^!\t[^\t]*\t(?<summary>[^\n]*)$/m;
/** What git and servers say where somebody else was faster. */
const MOVED =
  /fetch first|non-fast-forward|stale info|failed to update ref|cannot lock ref|failed to lock|incorrect old value|reference already exists/i;

function readRejection(run: RemoteRun): Sent {
  const summary = REJECTED.exec(run.stdout.toString())?.groups?.['summary'];
  if (summary !== undefined && MOVED.test(summary)) return { kind: 'moved' };
  const said = describeRemote(run);
  const isTold = summary === undefined || run.isGivenUp || said.startsWith('remote: ');
  return { kind: 'failed', message: isTold ? said : `${summary}: ${said}` };
}
