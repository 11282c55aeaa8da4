import {
  type AskedClaim,
  type Claim,
  type Config,
  type FindEvidence,
  isAsked,
  keyOfClaim,
  listTasks,
  makeFact,
  type ShownEvidence,
} from '@roadmap-as-code/core';
import { findLanding } from '@roadmap-as-code/core/history';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Evidence, lookUpEvidence } from './look-up-evidence.ts';

const MOST_FILES = 20;
/** In bytes, of a commit: of longer ones nothing but the fact is shown. */
const LONGEST_COMMIT = 256 * 1024 * 1024;

/** Everything that there is to see of the claims of some tasks. */
export async function showEvidence(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
  tasks: readonly string[],
  config: Config | null,
): Promise<FindEvidence> {
  const claims = new Map<Claim, LoadedRoadmap>(
    roadmaps.flatMap((roadmap) =>
      listTasks(roadmap.graph)
        .filter(({ id }) => tasks.includes(id))
        .flatMap((task) => task.claims.map((claim): [Claim, LoadedRoadmap] => [claim, roadmap])),
    ),
  );
  const isWanted = (claim: AskedClaim): boolean => claims.has(claim);
  const found = await lookUpEvidence(repository, roadmaps, { config, isWanted, mostFiles: MOST_FILES });
  const objects = openObjects(repository.folder, LONGEST_COMMIT);
  const entries = [...claims].map(async ([claim, roadmap]): Promise<[Claim, ShownEvidence | null]> => {
    const evidence = found.get(roadmap);
    return [claim, evidence === undefined ? null : await showClaim(claim, evidence, objects)];
  });
  const shown = new Map(await Promise.all(entries));
  await objects.close();
  return (claim) => shown.get(claim) ?? null;
}

async function showClaim(
  claim: Claim,
  { commits, target, files, history }: Evidence,
  objects: ObjectReader,
): Promise<ShownEvidence | null> {
  const none = { target: target.name, details: null, files: null, landing: null };
  if (claim.kind === 'foreign') return { ...copyFact(makeFact('foreign')), ...none };
  const fact = isAsked(claim) ? commits.get(keyOfClaim(claim)) : undefined;
  if (fact === undefined || !isAsked(claim)) return null;
  const changed = files.get(keyOfClaim(claim));
  const index = history?.indexes.get(fact.commit ?? '');
  const tip = history?.indexes.get(target.commit ?? '');
  const landing =
    history === null || index === undefined || tip === undefined || fact.fact !== 'landed'
      ? null
      : findLanding(history, tip, index);
  const merge = landing === null || landing === index ? undefined : history?.ids[landing];
  return {
    ...copyFact(fact),
    ...none,
    details: fact.commit === null ? null : await readCommit(objects, fact.commit),
    files: changed === undefined ? null : { count: changed.count, first: [...changed.first] },
    landing: merge === undefined ? null : await readCommit(objects, merge),
  };
}

function copyFact(
  fact: ReturnType<typeof makeFact>,
): Omit<ShownEvidence, 'target' | 'details' | 'files' | 'landing'> {
  return {
    ...fact,
    refs: [...fact.refs],
    candidates: [...fact.candidates],
    missing: [...fact.missing],
  };
}
