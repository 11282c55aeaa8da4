import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Config } from '@roadmap-as-code/core';
import { configName, roadmapName } from './config/names.ts';
import { listNamed } from './config/roadmap-entries.ts';
import { refuseForeign } from './files/refuse-foreign.ts';
import { resolveInside } from './files/resolve-inside.ts';
import type { Repository } from './git/find-repository.ts';
import { listTracked } from './git/list-tracked.ts';
import { InputError } from './input-error.ts';
import type { RoadmapPath } from './load-roadmap.ts';

/**
 * Where the named roadmaps are, each once; without a name, those of roadmap.yaml, else every ROADMAP.md that git tracks.
 * @param files paths from the working directory
 */
export async function findRoadmaps(
  files: readonly string[],
  cwd: string,
  repository: Repository | null,
  config: Config | null,
): Promise<RoadmapPath[]> {
  const paths =
    files.length > 0
      ? await Promise.all(files.map((file) => locate(file, cwd, repository, config)))
      : await discover(repository, config, cwd);
  return uniquePaths(paths);
}

/** Throws an InputError where a folder is in no repository. */
export function requireRepository(repository: Repository | null, cwd: string): Repository {
  if (repository !== null) return repository;
  throw new InputError(
    `${cwd}: this is no git repository, and evidence is looked up in git`,
    'Run it in the repository of the roadmap, or make one: `git init`.',
  );
}

/** A file that the config names through a link is still the one that the config means. */
async function locate(
  file: string,
  cwd: string,
  repository: Repository | null,
  config: Config | null,
): Promise<RoadmapPath> {
  const absolute = resolve(cwd, file);
  if (repository === null) return { absolute, shown: file.split(sep).join('/') };
  const { root } = repository;
  const real = await resolveInside(root, absolute, file === '' ? '""' : file);
  refuseForeign(root, real, file);
  for (const path of listNamed(config)) {
    const named = await realpath(join(root, path)).catch(() => null);
    if (named === real) return { absolute: real, shown: path };
  }
  return { absolute: real, shown: showPath(root, real) };
}

async function discover(
  repository: Repository | null,
  config: Config | null,
  cwd: string,
): Promise<RoadmapPath[]> {
  if (repository === null) {
    throw new InputError(
      `${cwd}: this is no git repository, so nothing says where the roadmap is`,
      'Run it in the repository of the roadmap; show, next and export take a file outside of one, too.',
    );
  }
  const { root } = repository;
  const named = listNamed(config);
  const paths = named.length > 0 ? named : await listTracked(repository, roadmapName);
  if (paths.length === 0) {
    const help = `Name a file, \`git add\` a ${roadmapName}, or name your roadmaps in ${configName}.`;
    throw new InputError(`${root}: git tracks no ${roadmapName}, and no ${configName} names a roadmap`, help);
  }
  const missing = paths.find((path) => !existsSync(join(root, path)));
  if (missing !== undefined) {
    const [who, help] =
      named.length > 0
        ? [`${configName} names it`, 'Correct the path there, or take the entry out.']
        : ['git tracks it', 'Bring it back with `git restore`, or take it out with `git rm`.'];
    throw new InputError(`${missing}: there is no such file, and ${who}`, help);
  }
  return Promise.all(
    paths.map(async (path) => {
      const real = await resolveInside(root, join(root, path), path);
      // Where git tracks a link and its target, they are one roadmap.
      return { absolute: real, shown: named.length > 0 ? path : showPath(root, real) };
    }),
  );
}

/** A path from a folder, with forward slashes. */
export function showPath(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join('/') || '.';
}

function uniquePaths(paths: readonly RoadmapPath[]): RoadmapPath[] {
  return [...new Map(paths.map((path) => [path.absolute, path])).values()];
}
