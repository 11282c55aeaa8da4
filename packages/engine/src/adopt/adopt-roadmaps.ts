import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  type AdoptedConfig,
  type AdoptedIds,
  type AdoptedPlan,
  type AdoptReport,
  type Config,
  quoteWord,
} from '@roadmap-as-code/core';
import { describePlan, listBesides } from '@roadmap-as-code/core/adopt';
import { configName } from '../config/names.ts';
import { findCommit } from '../git/find-commit.ts';
import type { Repository } from '../git/find-repository.ts';
import { type LoadedRoadmap, loadRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import { asAdopted } from './adopted-files.ts';
import { giveIds, type IdRequest } from './give-ids.ts';
import { proposeConfig, writeProposed } from './propose-config.ts';

/** What somebody wants done with files that the tool has not seen. */
export interface AdoptRequest extends IdRequest {
  /** Writes the config that is proposed. */
  readonly isWritten: boolean;
  /** Gives ids to tasks that have none. */
  readonly givesIds: boolean;
}

/** Where it is done. */
export interface AdoptGround {
  readonly repository: Repository;
  readonly config: Config | null;
  /** Absolute path of the working directory. */
  readonly cwd: string;
}

/**
 * Says what was understood of files and proposes a config that names them; writes ids and the config, where that is asked
 * for. The caller holds the lock of the repository where anything may be written.
 */
export async function adoptRoadmaps(
  ground: AdoptGround,
  roadmaps: readonly LoadedRoadmap[],
  request: AdoptRequest,
): Promise<AdoptReport> {
  const { repository, config } = ground;
  const { root } = repository;
  const ids = request.givesIds ? await giveIds(root, config, roadmaps, request) : [];
  const isChanged = ids.some(({ outcome }) => outcome === 'committed' || outcome === 'written');
  const read = isChanged ? await Promise.all(roadmaps.map((one) => readAgain(one, root, config))) : roadmaps;
  return {
    schemaVersion: 1,
    roadmaps: await describeAll(repository, config, read),
    config: await settleConfig(ground, read, request, ids),
    ids,
  };
}

function readAgain(
  { graph: { path } }: LoadedRoadmap,
  root: string,
  config: Config | null,
): Promise<LoadedRoadmap> {
  return loadRoadmap({ absolute: join(root, path), shown: path }, config);
}

/** Everything about each of them, with one look-up for all. */
async function describeAll(
  repository: Repository,
  config: Config | null,
  roadmaps: readonly LoadedRoadmap[],
): Promise<AdoptedPlan[]> {
  const besides = roadmaps.flatMap((roadmap) => listBesides(asAdopted(roadmap)));
  const evidence = await lookUpEvidence(repository, roadmaps, { config, besides, mostFiles: 0 });
  return roadmaps.map((roadmap) => {
    const { commits = new Map(), target } = evidence.get(roadmap) ?? {};
    return describePlan(asAdopted(roadmap), { commits, target: target?.name ?? 'HEAD' });
  });
}

/** What is proposed, and written where that is asked for; not where ids were refused, which may want another config. */
async function settleConfig(
  { repository, config, cwd }: AdoptGround,
  roadmaps: readonly LoadedRoadmap[],
  { isWritten, isDryRun }: AdoptRequest,
  ids: readonly AdoptedIds[],
): Promise<AdoptedConfig> {
  const { root } = repository;
  const since = await findCommit(root, 'HEAD');
  const proposed = await proposeConfig(repository, config, roadmaps, since);
  const quote = (path: string): string =>
    quoteWord(relative(realpathSync(cwd), join(root, path)).replace(/^-/, './-'));
  const files = roadmaps.map(({ graph }) => quote(graph.path)).join(' ');
  const base = { path: configName, since, lines: [], next: [], refusal: null };
  const lines = [...proposed.lines];
  if (proposed.kind === 'names-it') return { ...base, outcome: 'names-it', lines };
  if (proposed.kind === 'refused') return { ...base, outcome: 'refused', lines, refusal: proposed.refusal };
  const isHeldBack = isDryRun || ids.some(({ outcome }) => outcome === 'refused');
  if (!isWritten || isHeldBack)
    return { ...base, outcome: 'proposed', lines, next: [`roadmap adopt --write ${files}`] };
  const refusal = await writeProposed(root, proposed);
  if (refusal !== null) return { ...base, outcome: 'refused', lines, refusal };
  const name = quote(configName);
  const next = [`git add ${name}`, `git commit -m 'Name the roadmaps' -- ${name}`, 'roadmap check'];
  return { ...base, outcome: 'written', lines, next };
}
