import { nameSome, suggestName } from '@roadmap-as-code/core';
import { runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** Where a branch goes. */
export interface Destination {
  readonly remote: string;
  /** What the branch is called there. */
  readonly branch: string;
  /** Full name of the ref that says what the remote had when it was last asked. */
  readonly tracking: string;
}

const HEADS = 'refs/heads/';

/**
 * The remotes that the config names for roadmaps (`remotes`); where it names none, the one that the branch follows, else
 * the only one, else origin. Throws an InputError where there is no such remote.
 * @param ref full name of the branch that is checked out
 */
export async function findDestinations(
  folder: string,
  ref: string,
  roadmaps: readonly LoadedRoadmap[],
): Promise<Destination[]> {
  if (!ref.startsWith(HEADS))
    throw new InputError('no branch is checked out, so nothing says where to push', 'Check out a branch.');
  const branch = ref.slice(HEADS.length);
  const [known, upstream] = await Promise.all([listRemotes(folder), readUpstream(folder, branch)]);
  const named = [...new Set(roadmaps.flatMap(({ config }) => config?.remotes ?? []))];
  const remotes = named.length > 0 ? named : chooseRemote(known, upstream?.remote ?? null);
  return remotes.map((remote) => {
    if (!known.includes(remote)) throw refuseRemote(remote, known);
    const there = upstream?.remote === remote ? upstream.branch : branch;
    return { remote, branch: there, tracking: `refs/remotes/${remote}/${there}` };
  });
}

async function listRemotes(folder: string): Promise<string[]> {
  const run = await runGit(folder, ['remote']);
  return run.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

/** What the branch follows (git-config(1), branch.<name>.remote and .merge); null where that is nothing of a remote. */
async function readUpstream(
  folder: string,
  branch: string,
): Promise<{ readonly remote: string; readonly branch: string } | null> {
  const [remote, merge] = await Promise.all(
    ['remote', 'merge'].map(async (key) => {
      const run = await runGit(folder, ['config', '--get', `branch.${branch}.${key}`]);
      return run.stdout.toString().replace(/\n$/, '');
    }),
  );
  if (!remote || remote === '.' || !merge?.startsWith(HEADS)) return null;
  return { remote, branch: merge.slice(HEADS.length) };
}

function chooseRemote(known: readonly string[], upstream: string | null): string[] {
  const [only, ...others] = known;
  if (upstream !== null) return [upstream];
  if (only !== undefined && others.length === 0) return [only];
  if (known.includes('origin')) return ['origin'];
  throw new InputError(
    only === undefined ? 'there is no remote to push to' : `nothing says to which remote: ${nameSome(known)}`,
    only === undefined
      ? 'Add one: `git remote add origin <url>`.'
      : 'Name it in roadmap.yaml: `remotes: [<name>]`, or let the branch follow one: `git branch --set-upstream-to`.',
  );
}

function refuseRemote(remote: string, known: readonly string[]): InputError {
  const near = suggestName(remote, known);
  return new InputError(
    `${remote}: git has no remote of that name`,
    near === null ? `Add it: \`git remote add ${remote} <url>\`.` : `Is ${near} meant?`,
  );
}
