import { realpath } from 'node:fs/promises';
import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import {
  type CheckReport,
  type Config,
  makeNextReport,
  makeShowReport,
  type NextReport,
  type RoadmapDocument,
  type ShowFilter,
  type ShowReport,
} from '@roadmap-as-code/core';
import { checkRoadmaps } from './check-roadmaps.ts';
import { configName, readConfig } from './config/read-config.ts';
import { findRepository, type Repository } from './git/find-repository.ts';
import { listTracked } from './git/list-tracked.ts';
import { InputError } from './input-error.ts';
import { type LoadedRoadmap, loadRoadmap, type RoadmapPath } from './load-roadmap.ts';

/** What front ends talk to: the roadmaps of one repository, as they stand when they are asked for. */
export interface Session {
  /**
   * Reads the named files; without any, those that roadmap.yaml names, else every ROADMAP.md that git tracks.
   * @param files paths from the working directory
   */
  load(files: readonly string[]): Promise<LoadedRoadmap[]>;
  /** Judges roadmaps by every rule, against what git and the files of the repository say. */
  check(roadmaps: readonly LoadedRoadmap[]): Promise<CheckReport>;
  /** The roadmaps for a person. */
  show(roadmaps: readonly LoadedRoadmap[], filter: ShowFilter): ShowReport;
  /** What to do now. */
  next(roadmaps: readonly LoadedRoadmap[]): NextReport;
  /** The graph of one roadmap. */
  export(roadmap: LoadedRoadmap): RoadmapDocument;
}

/** The name that marks a roadmap where no config names one. */
const ROADMAP_NAME = 'ROADMAP.md';

/** @param cwd absolute path of the folder that paths are relative to */
export async function openSession(cwd: string): Promise<Session> {
  const repository = await findRepository(cwd);
  const config = repository === null ? null : await readConfig(repository.root);
  return {
    load: async (files) => {
      const paths =
        files.length > 0
          ? await Promise.all(files.map((file) => locate(file, cwd, repository)))
          : await discover(repository, config, cwd);
      return Promise.all(uniquePaths(paths).map((path) => loadRoadmap(path, config)));
    },
    check: async (roadmaps) => checkRoadmaps(roadmaps, requireRepository(repository, cwd)),
    show: makeShowReport,
    next: makeNextReport,
    export: ({ graph }) => ({ schemaVersion: 1, roadmap: graph }),
  };
}

function requireRepository(repository: Repository | null, cwd: string): Repository {
  if (repository !== null) return repository;
  throw new InputError(
    `${cwd}: this is no git repository, and evidence is looked up in git`,
    'Run it in the repository of the roadmap, or make one: `git init`.',
  );
}

async function locate(file: string, cwd: string, repository: Repository | null): Promise<RoadmapPath> {
  const absolute = resolve(cwd, file);
  if (repository === null) return { absolute, shown: file.split(sep).join('/') };
  const real = await realpath(absolute).catch(() => absolute);
  const path = relative(repository.root, real);
  if (path === '' || path.startsWith('..') || isAbsolute(path)) {
    if (path === '') throw new InputError(`${file}: it is a directory`, 'Name a file in it.');
    throw new InputError(
      `${file}: it lies outside of the repository ${repository.root}`,
      'Run roadmap in the repository of that file.',
    );
  }
  return { absolute: real, shown: path.split(sep).join('/') };
}

async function discover(
  repository: Repository | null,
  config: Config | null,
  cwd: string,
): Promise<RoadmapPath[]> {
  const { root } = requireRepository(repository, cwd);
  const named = config?.roadmaps?.map(({ path }) => posix.normalize(path)) ?? [];
  const paths = named.length > 0 ? named : await listTracked(root, ROADMAP_NAME);
  if (paths.length === 0) {
    const help = `Name a file, \`git add\` a ${ROADMAP_NAME}, or name your roadmaps in ${configName}.`;
    throw new InputError(
      `${root}: git tracks no ${ROADMAP_NAME}, and no ${configName} names a roadmap`,
      help,
    );
  }
  return paths.map((path) => ({ absolute: resolve(root, path), shown: path }));
}

function uniquePaths(paths: readonly RoadmapPath[]): RoadmapPath[] {
  return [...new Map(paths.map((path) => [path.absolute, path])).values()];
}
