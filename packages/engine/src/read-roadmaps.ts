import {
  type Config,
  makeNextReport,
  makeShowReport,
  type NextReport,
  type NextWords,
  type ShowFilter,
  type ShowReport,
} from '@roadmap-as-code/core';
import type { Repository } from './git/find-repository.ts';
import { findHolder } from './holds/find-holder.ts';
import { type Asking, seeHolds } from './holds/see-holds.ts';
import type { LoadedRoadmap } from './load-roadmap.ts';
import { showEvidence } from './lookups/show-evidence.ts';
import { showVerified } from './verify/show-verified.ts';

/** What is asked for, by nobody in particular. */
export interface Showing extends Omit<Asking, 'holder'> {
  readonly config: Config | null;
  readonly filter: ShowFilter;
}

/** @param repository null where the roadmaps are in none */
export async function showRoadmaps(
  repository: Repository | null,
  roadmaps: readonly LoadedRoadmap[],
  { config, filter, ...asking }: Showing,
): Promise<ShowReport> {
  const isShown = repository !== null && filter.tasks !== undefined;
  const [findEvidence, seen] = await Promise.all([
    isShown ? showEvidence(repository, roadmaps, filter.tasks, config) : undefined,
    seeHolds(repository, roadmaps, { ...asking, holder: null }),
  ]);
  const report = makeShowReport(seen.roadmaps, filter, findEvidence, seen.remotes);
  return isShown ? showVerified(repository, roadmaps, report) : report;
}

/** Who asks what to do. */
export interface NextAsking extends Omit<Asking, 'holder'> {
  /** Name of who asks, as `--as` gives it; null where none was given. */
  readonly agent: string | null;
  /** Absolute path of the top of the working tree; outside of one, of the folder. */
  readonly root: string;
  readonly nameFile: NextWords['nameFile'];
}

/** @param repository null where the roadmaps are in none */
export async function findNextStep(
  repository: Repository | null,
  roadmaps: readonly LoadedRoadmap[],
  { agent, root, nameFile, ...asking }: NextAsking,
): Promise<NextReport> {
  const holder = findHolder(agent, root);
  const seen = await seeHolds(repository, roadmaps, { ...asking, holder });
  const remote = asking.remote.kind === 'named' ? asking.remote.name : null;
  return makeNextReport(seen.roadmaps, holder, { nameFile, remote }, seen.remotes);
}
