import { configName, roadmapName } from '../config/names.ts';
import { parseConfig } from '../config/parse-config.ts';
import { listNamed } from '../config/roadmap-entries.ts';
import { openObjects } from '../git/object-reader.ts';
import { runGit } from '../git/run-git.ts';
import { isNothing, type PushedRef } from './pushes.ts';

/** Why a push is not let through. */
export interface PushRefusal {
  readonly message: string;
  readonly help: string;
}

const HEADS = 'refs/heads/';

/**
 * Refuses what takes a roadmap's history away from a protected branch: a push that is no fast-forward and drops commits
 * that changed a roadmap, and one that deletes the branch.
 * @param isProtected asked of full names of refs
 */
export async function refuseRewrites(
  folder: string,
  refs: readonly PushedRef[],
  isProtected: (ref: string) => boolean,
): Promise<PushRefusal[]> {
  const refusals: PushRefusal[] = [];
  for (const { ref, old, now } of refs) {
    if (isNothing(old) || !isProtected(ref)) continue;
    const branch = ref.slice(HEADS.length);
    if (isNothing(now))
      refusals.push({
        message: `${branch} is protected, and this push deletes it with the history of its roadmaps`,
        help: 'Push something else, or ask whoever keeps the server.',
      });
    else if (await dropsRoadmap(folder, old, now))
      refusals.push({
        message: `this push takes commits from ${branch} that changed a roadmap`,
        help: 'Fetch, and merge or rebase onto what is there, so that nothing has to be forced.',
      });
  }
  return refusals;
}

/** Where the old tip is not here, nobody can tell what would be dropped, and that is too much. */
async function dropsRoadmap(folder: string, old: string, now: string): Promise<boolean> {
  const run = await runGit(folder, [
    'rev-list',
    '--max-count=1',
    '--full-history',
    old,
    `^${now}`,
    '--',
    ...(await listSpecs(folder, old)),
  ]);
  return run.code !== 0 || run.stdout.toString().trim() !== '';
}

async function listSpecs(folder: string, commit: string): Promise<string[]> {
  const objects = openObjects(folder, LONGEST_CONFIG);
  const object = await objects.read(`${commit}:${configName}`);
  await objects.close();
  const everywhere = `:(top,glob)**/${roadmapName}`;
  if (object.kind !== 'object' || object.bytes === null) return [everywhere];
  try {
    const named = listNamed(parseConfig(object.bytes));
    return [`:(top,literal)${configName}`, ...named.map((path) => `:(top,literal)${path}`), everywhere];
  } catch {
    return [everywhere];
  }
}

const LONGEST_CONFIG = 1024 * 1024;

/** The branches that nobody rewrites: those that are usually published, and the one that a remote shows first. */
export async function findProtected(
  folder: string,
  remote: string | null,
): Promise<(ref: string) => boolean> {
  const name = remote === null ? 'HEAD' : `refs/remotes/${remote}/HEAD`;
  const run = await runGit(folder, ['symbolic-ref', '--quiet', name]);
  const shown = run.stdout.toString().trim();
  const branch = remote === null ? shown : shown.replace(`refs/remotes/${remote}/`, HEADS);
  const refs = new Set([`${HEADS}main`, `${HEADS}master`, ...(run.code === 0 ? [branch] : [])]);
  return (ref) => refs.has(ref);
}
