import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describeFailure } from '../git/run-git.ts';
import { runRemote } from '../git/run-remote.ts';
import { runPlumbing } from '../git/write-git.ts';
import { pushRefs } from '../holds/claim-refs.ts';
import { InputError } from '../input-error.ts';
import type { Destination } from './find-destinations.ts';

/** The right to go first, among all that push to one branch of a remote. */
export interface Turn {
  release(): Promise<void>;
}

/** Milliseconds that somebody's turn lasts, unless it ends before: whoever is gone by then has lost it. */
const LONGEST_TURN = 10_000;
const FIRST_PAUSE = 60;
const GROWTH = 1.3;
const LONGEST_PAUSE = 500;

/**
 * Waits for its turn, so that of many that push to one branch none is overtaken time and again. A turn is a ref on the
 * remote that one alone can make (git-push(1), --force-with-lease). How long somebody has it is counted from when it was
 * first seen here, so that no two clocks are compared.
 * @param until milliseconds since 1970
 * @returns null where the remote takes no such ref, or the time is over: then it goes on without
 */
export async function takeTurn(root: string, to: Destination, until: number): Promise<Turn | null> {
  const { remote, branch } = to;
  const ref = `refs/roadmap/turns/${branch}`;
  const own = await writeToken(root);
  let last = { oid: '', since: 0 };
  for (let wait = FIRST_PAUSE; Date.now() < until; wait = Math.min(wait * GROWTH, LONGEST_PAUSE)) {
    const found = await readTurn(root, remote, ref, until - Date.now());
    if (found === undefined) return null;
    if (found !== null && found !== last.oid) last = { oid: found, since: performance.now() };
    if (found === null || performance.now() - last.since > LONGEST_TURN) {
      const failure = await pushRefs(root, remote, [{ ref, from: found, to: own }], false);
      const isOurs = failure === null;
      if (isOurs || (await readTurn(root, remote, ref, until - Date.now())) === own)
        return {
          release: async () => void (await pushRefs(root, remote, [{ ref, from: own, to: null }], false)),
        };
      // Somebody else has it now, or the server takes it from nobody.
      if ((await readTurn(root, remote, ref, until - Date.now())) === found) return null;
    }
    await pause(wait * (0.5 + Math.random() / 2));
  }
  return null;
}

/** An object that nobody else has; its full hash. */
async function writeToken(root: string): Promise<string> {
  const run = await runPlumbing(root, ['hash-object', '-w', '--stdin'], { input: `${randomUUID()}\n` });
  if (run.code === 0) return run.stdout.toString().trim();
  throw new InputError(`git could not store an object: ${describeFailure(run)}`, 'See what `git fsck` says.');
}

/** Whose turn it is: a full hash; null for nobody's, undefined where the remote does not say. */
async function readTurn(
  root: string,
  remote: string,
  ref: string,
  wait: number,
): Promise<string | null | undefined> {
  const run = await runRemote(root, ['ls-remote', '--quiet', '--refs', '--', remote, ref], { wait });
  if (run.code !== 0) return undefined;
  return /^(?<oid>[0-9a-f]{40,64})\t/.exec(run.stdout.toString())?.groups?.['oid'] ?? null;
}
