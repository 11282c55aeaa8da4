import {
  type AskedClaim,
  type Comparison,
  type Draft,
  type Elsewhere,
  isLost,
  keyOfClaim,
  type LostClaim,
  type PatchIds,
  type Sighting,
  searchCarriers,
  type Target,
  type UnknownReason,
} from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import { readPatchIds } from '../git/patch-ids.ts';
import { keyOfComparison } from '../git/read-changes.ts';
import { readNotedHistory } from '../git/read-history.ts';

/** The claims of one roadmap, as they were judged by their hashes. */
export interface JudgedClaims {
  readonly target: Target;
  readonly claims: readonly AskedClaim[];
  /** One for each key of the claims. */
  readonly drafts: readonly Draft[];
}

/** What became of the claims of each roadmap, by their keys; and what git said where it could not tell. */
export interface ToldElsewhere {
  readonly found: readonly ReadonlyMap<string, Elsewhere>[];
  readonly trouble: string | null;
}

/**
 * Looks for work that landed under another hash, of all claims whose commits their targets lack: one git reads the
 * history with its messages, one the patches since the works forked off; and one more those before the ticks, where only
 * trailers tell of a work. Without such claims nothing is started.
 */
export async function lookElsewhere(
  repository: Repository,
  roadmaps: readonly JudgedClaims[],
  sightings: ReadonlyMap<string, Sighting>,
  isRoadmap: (path: string) => boolean,
): Promise<ToldElsewhere> {
  const quests = roadmaps.map(({ target, claims, drafts }) => ({
    target: target.commit,
    lost: target.commit === null ? [] : listLost(claims, drafts, sightings),
  }));
  const none = (): Map<string, Elsewhere> => new Map();
  if (quests.every(({ lost }) => lost.length === 0)) return { found: quests.map(none), trouble: null };
  const targets = quests.flatMap(({ target }) => target ?? []);
  const loose = quests.flatMap(({ lost }) =>
    lost.flatMap(({ commits }) => commits.flatMap((one) => one ?? [])),
  );
  const terrain = await readNotedHistory(repository.folder, unique(targets), unique(loose));
  if (terrain === null) {
    const found = quests.map(({ lost }) => new Map(lost.map(({ key }) => [key, untold('broken')])));
    return { found, trouble: 'the history of the reflogs could not be read' };
  }
  const searches = quests.map(({ target, lost }) => ({
    lost,
    search: target === null || lost.length === 0 ? null : searchCarriers(terrain, target, lost),
  }));
  // The first commits of a shallow clone look like roots.
  if (repository.boundary.size > 0) {
    const found = searches.map(
      ({ lost, search }) =>
        new Map(
          lost.filter((claim) => search?.isOpen(claim) === true).map(({ key }) => [key, untold('shallow')]),
        ),
    );
    return { found, trouble: null };
  }
  const told = new Map<string, PatchIds>();
  let trouble: string | null = null;
  const tell = (comparison: Comparison): PatchIds | undefined => told.get(keyOfComparison(comparison));
  const read = async (comparisons: readonly Comparison[]): Promise<void> => {
    const fresh = comparisons.filter((one) => tell(one) === undefined);
    const read = await readPatchIds(repository, fresh, isRoadmap);
    for (const [key, ids] of read.told) told.set(key, ids);
    trouble ??= read.trouble;
  };
  await read(searches.flatMap(({ search }) => search?.first ?? []));
  await read(searches.flatMap(({ search }) => search?.listMore(tell) ?? []));
  const isPartial = trouble !== null && (await repository.isPartial());
  const found = searches.map(({ lost, search }) => {
    const found = search?.finish(tell) ?? none();
    // What git could not compare may carry any of those that were not found.
    const isOpen = (one: LostClaim): boolean =>
      found.get(one.key)?.kind !== 'carried' && search?.isOpen(one) === true;
    const open = trouble === null ? [] : lost.filter(isOpen);
    const reason = isPartial ? 'partial' : 'broken';
    return new Map<string, Elsewhere>([...found, ...open.map(({ key }) => [key, untold(reason)] as const)]);
  });
  return { found, trouble: isPartial ? null : trouble };
}

function untold(reason: UnknownReason): Elsewhere {
  return { kind: 'untold', reason };
}

function listLost(
  claims: readonly AskedClaim[],
  drafts: readonly Draft[],
  sightings: ReadonlyMap<string, Sighting>,
): LostClaim[] {
  const lost = new Set(drafts.filter(({ fact }) => isLost(fact)).map(({ key }) => key));
  const byKey = new Map(claims.map((claim) => [keyOfClaim(claim), claim]));
  return [...byKey].flatMap(([key, { kind, hashes }]) => {
    if (kind === 'this' || !lost.has(key)) return [];
    const commits = hashes.map((hash) => {
      const sighting = sightings.get(hash);
      return sighting?.kind === 'commit' ? sighting.commit : null;
    });
    return [{ key, hashes, commits }];
  });
}

function unique(commits: readonly string[]): string[] {
  return [...new Set(commits)];
}
