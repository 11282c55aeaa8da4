import type { Roadmap } from '@roadmap-as-code/core';
import { parseLimits } from '@roadmap-as-code/core/parse';
import { openObjects } from '../git/object-reader.ts';
import { describeFailure, runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';
import type { ChangedRoadmap, Sides } from './read-change.ts';
import { readFileOf, type Side } from './sides.ts';

/** The versions that a roadmap had in the commits of a range, the newest first. */
export async function readBetween(
  folder: string,
  { parents, after }: Pick<Sides, 'parents' | 'after'>,
  roadmap: ChangedRoadmap,
): Promise<Roadmap[]> {
  const paths = new Set([roadmap.path, ...roadmap.parents.flatMap((one) => one?.graph.path ?? [])]);
  const commits = await listCommits(folder, { parents, after }, [...paths]);
  const objects = openObjects(folder, parseLimits.size);
  try {
    const found: Roadmap[] = [];
    for (const id of commits)
      for (const path of paths) {
        const bytes = await readFileOf({ kind: 'commit', id }, path, objects);
        if (bytes !== null) found.push(roadmap.after.parse(bytes));
      }
    return found;
  } finally {
    await objects.close();
  }
}

async function listCommits(
  folder: string,
  { parents, after }: Pick<Sides, 'parents' | 'after'>,
  paths: readonly string[],
): Promise<string[]> {
  const idOf = (side: Side): string[] => (side.kind === 'commit' ? [side.id] : []);
  const run = await runGit(folder, [
    'rev-list',
    '--full-history',
    ...idOf(after),
    ...parents.flatMap(idOf).map((id) => `^${id}`),
    '--',
    ...paths.map((path) => `:(top,literal)${path}`),
  ]);
  if (run.code !== 0)
    throw new InputError(
      `git could not list the commits of the range: ${describeFailure(run)}`,
      'See what `git fsck` says; a partial clone has all with `git fetch --refetch --no-filter`.',
    );
  return run.stdout
    .toString()
    .split('\n')
    .filter((id) => id !== '');
}
