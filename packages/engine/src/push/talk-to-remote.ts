import { hidePasswords } from '@roadmap-as-code/core/cascade';
import { findCommit } from '../git/find-commit.ts';
import { describeRemote, type RemoteRun, runRemote } from '../git/run-remote.ts';
import { runPlumbing } from '../git/write-git.ts';
import type { Destination } from './find-destinations.ts';

/** What a remote has of a branch. */
export type Fetched =
  /** Full hash of its tip; null where there is no such branch. */
  | { readonly kind: 'fetched'; readonly tip: string | null }
  /** Another git has the ref that it would write: ask again. */
  | { readonly kind: 'busy'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Asks a remote for a branch, and brings what it has. No other ref is written, whatever the user has set for a fetch.
 * @param wait milliseconds until it is given up
 */
export async function fetchBranch(
  root: string,
  { remote, branch, tracking }: Destination,
  wait: number,
): Promise<Fetched> {
  const end = Date.now() + wait;
  const args = [
    ...['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--recurse-submodules=no'],
    ...['--no-prune', '--refmap=', '--end-of-options'],
  ];
  const run = await talk(root, ['fetch', ...args, remote, `+refs/heads/${branch}:${tracking}`], wait);
  if (run.code === 0) return { kind: 'fetched', tip: await findCommit(root, tracking) };
  const message = tell(run);
  if (LOCKED.test(run.stderr) && !BLOCKED.test(run.stderr)) return { kind: 'busy', message };
  if (run.isGivenUp) return { kind: 'failed', message };
  const left = Math.max(end - Date.now(), 0);
  const listed = await talk(
    root,
    ['ls-remote', '--exit-code', '--end-of-options', remote, `refs/heads/${branch}`],
    left,
  );
  // 2: it was reached, and has no such ref (git-ls-remote(1)).
  return listed.code === 2 ? { kind: 'fetched', tip: null } : { kind: 'failed', message };
}

const LOCKED = /cannot lock ref|unable to update local ref/;
/** A branch a/b can't be beside a branch a: that does not go away by waiting. */
const BLOCKED = /exists; cannot create/;

/**
 * What git says is told apart by its words, so it says them in English; hooks and helpers keep the user's alphabet
 * (gettext's LANGUAGE).
 */
function talk(root: string, args: readonly string[], wait: number): Promise<RemoteRun> {
  return runRemote(root, args, { wait, environment: { LANGUAGE: 'C' } });
}

function tell(run: RemoteRun): string {
  return hidePasswords(describeRemote(run));
}

export type Sent =
  /** Whether it did not have it. */
  | { readonly kind: 'sent'; readonly isNews: boolean }
  /** It has other commits now: nothing was changed there. */
  | { readonly kind: 'moved'; readonly message: string }
  /** It, or a hook, said no: that will not change by itself. */
  | { readonly kind: 'declined'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Sends a commit to a branch, never by force, and nothing else: a mirror would be sent as a whole, and by force.
 * @param commit full hash
 * @param wait milliseconds until it is given up
 */
export async function sendCommit(
  root: string,
  { remote, branch, tracking, isTrackedByUs }: Destination,
  commit: string,
  wait: number,
): Promise<Sent> {
  const run = await talk(
    root,
    [
      ...['-c', `remote.${remote}.mirror=false`, 'push', '--porcelain', '--no-follow-tags'],
      ...['--recurse-submodules=no', '--end-of-options', remote, `${commit}:refs/heads/${branch}`],
    ],
    wait,
  );
  if (run.code !== 0) return readRejection(run);
  if (isTrackedByUs) await runPlumbing(root, ['update-ref', '--no-deref', tracking, commit]);
  // `=` before what was there already (git-push(1), OUTPUT)
  return { kind: 'sent', isNews: /^[ *]\t/m.test(run.stdout.toString()) };
}

/** `!\t<from>:<to>\t[rejected] (fetch first)` (git-push(1), --porcelain) */
const REJECTED = /^!\t[^\t]*\t(?<summary>[^\n]*)$/m;
/** What git and servers say where somebody else was faster. */
const MOVED =
  /fetch first|non-fast-forward|stale info|failed to update ref|cannot lock ref|failed to lock|incorrect old value|reference already exists/i;

function readRejection(run: RemoteRun): Sent {
  const summary = REJECTED.exec(run.stdout.toString())?.groups?.['summary'];
  const said = tell(run);
  if (summary === undefined) return readFailure(run, said);
  const message = said.startsWith('remote: ') ? said : summary;
  if (BLOCKED.test(run.stderr)) return { kind: 'declined', message };
  return { kind: MOVED.test(summary) ? 'moved' : 'declined', message };
}

/** Where a hook of the user's own says no, git ends with a line of its own and no word of the remote. */
function readFailure(run: RemoteRun, said: string): Sent {
  const lines = run.stderr.split('\n').filter((line) => line.trim() !== '');
  const isEnd = /^error: failed to push some refs/.test(lines.at(-1) ?? '');
  const isDeclined = isEnd && !run.isGivenUp && !lines.some((line) => line.startsWith('fatal: '));
  if (!isDeclined) return { kind: 'failed', message: said };
  const message = lines.length > 1 ? (lines.at(-2) ?? said) : 'the pre-push hook said no';
  return { kind: 'declined', message: hidePasswords(message) };
}
