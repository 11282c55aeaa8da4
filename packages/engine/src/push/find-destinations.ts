import { nameSome, showRemote, suggestName } from '@roadmap-as-code/core';
import { listRemotes } from '../git/list-remotes.ts';
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
  /** Whether that is a ref of ours, which git itself does not bring forward when it has pushed. */
  readonly isTrackedByUs: boolean;
  /** Whether a push goes to other places than a fetch asks, so that what was fetched does not tell what those have. */
  readonly isApart: boolean;
}

const HEADS = 'refs/heads/';

/**
 * The remotes that the config names for roadmaps (`remotes`); where it names none, the one that git pushes the branch to
 * (branch.<name>.pushRemote, remote.pushDefault), else the one that it follows, else the only one, else origin. Throws an
 * InputError where there is no such remote.
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
  const [known, settings] = await Promise.all([listRemotes(folder), readSettings(folder)]);
  const read = (key: string): string | null => settings.get(key)?.at(-1) ?? null;
  const followed = read(`branch.${branch}.remote`);
  const preferred = read(`branch.${branch}.pushremote`) ?? read('remote.pushdefault') ?? followed;
  const named = [...new Set(roadmaps.flatMap(({ config }) => config?.remotes ?? []))];
  const remotes = named.length > 0 ? named : chooseRemote(known, preferred === '.' ? null : preferred);
  const upstream = findUpstream(read(`branch.${branch}.merge`), read('push.default'));
  return remotes.map((remote) => {
    if (!known.includes(remote)) throw refuseRemote(remote, known);
    const there = followed === remote && upstream !== null ? upstream : branch;
    const rules = settings.get(`remote.${remote}.fetch`) ?? [];
    const tracking = findTracking(rules, `${HEADS}${there}`);
    if (tracking?.startsWith(HEADS)) throw refuseMirror(remote);
    const isTrackedByUs = tracking?.startsWith('refs/remotes/') !== true;
    const own = `${OWN}${remote}/${there}`;
    return {
      remote,
      branch: there,
      tracking: isTrackedByUs ? own : (tracking ?? own),
      isTrackedByUs,
      isApart:
        settings.has(`remote.${remote}.pushurl`) || (settings.get(`remote.${remote}.url`) ?? []).length > 1,
    };
  });
}

/**
 * What the branch is called where it goes, if not by its own name: only where the user has said that a push goes to what it
 * follows (push.default). A branch that was begun from origin/main follows that, and is not meant to become it.
 */
function findUpstream(merge: string | null, way: string | null): string | null {
  if ((way !== 'upstream' && way !== 'tracking') || !merge?.startsWith(HEADS)) return null;
  return merge.slice(HEADS.length);
}

/**
 * The ref that the user's own settings keep what a remote has in (git-fetch(1), CONFIGURED REMOTE-TRACKING BRANCHES); null
 * where they keep it nowhere.
 */
function findTracking(rules: readonly string[], ref: string): string | null {
  return rules.map((rule) => mapRef(rule.replace(/^\+/, ''), ref)).find((to) => to !== null) ?? null;
}

/** Where refs are that we alone keep. */
const OWN = 'refs/roadmap/seen/remotes/';

function mapRef(rule: string, ref: string): string | null {
  const [from = '', to = ''] = rule.split(':');
  if (to === '') return null;
  const [start = '', end] = from.split('*');
  if (end === undefined) return from === ref ? to : null;
  const isMatch = ref.length >= start.length + end.length && ref.startsWith(start) && ref.endsWith(end);
  return isMatch ? to.replace('*', () => ref.slice(start.length, ref.length - end.length)) : null;
}

/** What git is told about branches and remotes: values by their keys, as git-config(1) writes these. */
async function readSettings(folder: string): Promise<Map<string, string[]>> {
  const run = await runGit(folder, ['config', '-z', '--get-regexp', '^(branch|remote|push)\\.']);
  const settings = new Map<string, string[]>();
  // <key>\n<value>\0
  for (const entry of run.stdout.toString().split('\0').slice(0, -1)) {
    const [key = '', ...lines] = entry.split('\n');
    settings.set(key, [...(settings.get(key) ?? []), lines.join('\n')]);
  }
  return settings;
}

function chooseRemote(known: readonly string[], preferred: string | null): string[] {
  const [only, ...others] = known;
  if (preferred !== null) return [preferred];
  if (only !== undefined && others.length === 0) return [only];
  if (known.includes('origin')) return ['origin'];
  throw new InputError(
    only === undefined ? 'there is no remote to push to' : `nothing says to which remote: ${nameSome(known)}`,
    only === undefined
      ? 'Add one: `git remote add origin <url>`.'
      : 'Name it in roadmap.yaml: `remotes: [<name>]`, or let the branch follow one: `git branch --set-upstream-to`.',
  );
}

/** git would move the branch that is checked out when it has pushed, and leave index and files as they are. */
function refuseMirror(remote: string): InputError {
  return new InputError(
    `${remote}: this clone keeps what that has in its own branches (remote.${remote}.fetch), so a push would move them`,
    `Keep it apart: \`git config --replace-all remote.${remote}.fetch '+refs/heads/*:refs/remotes/${remote}/*'\`.`,
  );
}

function refuseRemote(remote: string, known: readonly string[]): InputError {
  const near = suggestName(remote, known);
  return new InputError(
    `${showRemote(remote)}: git has no remote of that name`,
    near === null ? 'Add it (`git remote add <name> <url>`), or name another.' : `Is ${near} meant?`,
  );
}
