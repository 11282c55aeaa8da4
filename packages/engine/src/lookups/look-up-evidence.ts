import { posix } from 'node:path';
import {
  type AskedClaim,
  type Clone,
  type CommitFact,
  type Config,
  collectHashes,
  type Draft,
  isAsked,
  listTasks,
  makeJudge,
  type Sighting,
  type Target,
} from '@roadmap-as-code/core';
import type { History } from '@roadmap-as-code/core/history';
import { parseLimits } from '@roadmap-as-code/core/parse';
import { configName, roadmapName } from '../config/read-config.ts';
import type { Repository } from '../git/find-repository.ts';
import { type GitObject, type ObjectReader, openObjects } from '../git/object-reader.ts';
import { type ChangedFiles, keyOfComparison, readChanges } from '../git/read-changes.ts';
import { readHistory, readVersions } from '../git/read-history.ts';
import { describeFailure, type GitEnd } from '../git/run-git.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Carriers, findCarriers, listThisClaims } from './find-carriers.ts';
import { listCandidates } from './list-candidates.ts';

/** What git says of the claims of one roadmap. */
export interface Evidence {
  /** By the key of the claim. */
  readonly commits: ReadonlyMap<string, CommitFact>;
  readonly target: Target;
  readonly trouble: string | null;
  /** The files that a claim's commit changes, by the key of the claim; without those that could not be told. */
  readonly files: ReadonlyMap<string, ChangedFiles>;
  readonly history: History | null;
}

export interface EvidenceOptions {
  readonly config: Config | null;
  /** Claims that are looked up; all without it. */
  readonly isWanted?: (claim: AskedClaim) => boolean;
  /** Paths that are kept of the files that each commit changes. */
  readonly mostFiles: number;
}

/**
 * Asks git about the claims of roadmaps, all in one batch: one process for objects, one for the history, one for what
 * the commits change, and one more where a `this` must be traced; however many claims and roadmaps there are.
 */
export async function lookUpEvidence(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
  options: EvidenceOptions,
): Promise<Map<LoadedRoadmap, Evidence>> {
  const { isWanted = () => true } = options;
  const asked = new Map(
    roadmaps.map((roadmap) => [
      roadmap,
      listTasks(roadmap.graph).flatMap(({ claims }) => claims.filter(isAsked).filter(isWanted)),
    ]),
  );
  const claims = [...asked.values()].flat();
  if (claims.length === 0) return new Map(roadmaps.map((roadmap) => [roadmap, makeNone(roadmap)]));
  const objects = openObjects(repository.root, parseLimits.size);
  const [targets, sightings] = await Promise.all([
    resolveTargets(roadmaps, objects),
    resolveHashes(collectHashes(claims), objects),
  ]);
  const clone = await readClone(repository, [...targets.values()], claims, sightings);
  const carriers = await traceTicks(repository, roadmaps, targets, clone.history, objects, isWanted);
  const end = await objects.close();
  nameCandidates(sightings, end);
  const judged = new Map<LoadedRoadmap, Draft[]>();
  for (const [roadmap, some] of asked) {
    const judge = makeJudge(clone, targetOf(roadmap, targets));
    const see = (claim: AskedClaim): Sighting[] =>
      claim.kind === 'this'
        ? [carriers.found.get(claim) ?? { kind: 'unread' }]
        : claim.hashes.map((hash) => sightings.get(hash) ?? { kind: 'unread' });
    judged.set(
      roadmap,
      some.map((claim) => judge(claim, see(claim))),
    );
  }
  const comparisons = [...judged.values()].flat().flatMap(({ comparison }) => comparison ?? []);
  const isRoadmap = makeRoadmapTest(roadmaps, options.config, carriers.names);
  const { told: changes, trouble: untold } = await readChanges(
    repository.root,
    comparisons,
    isRoadmap,
    options.mostFiles,
  );
  const trouble = clone.trouble ?? (end.code === 0 ? untold : describeFailure(end));
  return new Map(
    [...judged].map(([roadmap, drafts]) => {
      const commits = new Map(drafts.map((draft) => [draft.key, finish(draft, changes, clone)]));
      const files = new Map(
        drafts.flatMap(({ key, comparison }) => {
          const changed = comparison === null ? undefined : changes.get(keyOfComparison(comparison));
          return changed === undefined ? [] : [[key, changed]];
        }),
      );
      const target = targetOf(roadmap, targets);
      return [roadmap, { commits, target, trouble, files, history: clone.history }];
    }),
  );
}

function makeNone({ config }: LoadedRoadmap): Evidence {
  const target = { name: config?.target ?? HEAD, commit: null, unborn: false };
  return { commits: new Map(), target, trouble: null, files: new Map(), history: null };
}

const HEAD = 'HEAD';

/** By the name that the config has for it. */
async function resolveTargets(
  roadmaps: readonly LoadedRoadmap[],
  objects: ObjectReader,
): Promise<Map<string, Target>> {
  const names = new Set(roadmaps.map(({ config }) => config?.target ?? HEAD));
  const entries = [...names].map(async (name): Promise<[string, Target]> => {
    const object = await objects.read(`${name}^{commit}`);
    const commit = object.kind === 'object' ? object.id : null;
    return [name, { name, commit, unborn: name === HEAD && object.kind === 'missing' }];
  });
  return new Map(await Promise.all(entries));
}

function targetOf({ config }: LoadedRoadmap, targets: ReadonlyMap<string, Target>): Target {
  const name = config?.target ?? HEAD;
  return targets.get(name) ?? { name, commit: null, unborn: false };
}

/**
 * What git has under each hash. A hash is of 7 to 64 hex digits, so it can be no option. `^{commit}` takes it for a
 * commit where it could also be something else (gitrevisions(7)); an annotated tag would be followed, so the commit must
 * begin with the hash.
 */
async function resolveHashes(
  hashes: readonly string[],
  objects: ObjectReader,
): Promise<Map<string, Sighting>> {
  const entries = hashes.map(async (hash): Promise<[string, Sighting]> => {
    const sighting = await resolveName(hash, hash, objects);
    // A branch or tag whose name is these digits comes first: as the end of what git-describe(1) writes they are a hash.
    return [
      hash,
      sighting ?? (await resolveName(`roadmap-0-g${hash}`, hash, objects)) ?? { kind: 'missing' },
    ];
  });
  return new Map(await Promise.all(entries));
}

/** What git has under a name that ends with the hash; null where it is a ref to something else. */
async function resolveName(name: string, hash: string, objects: ObjectReader): Promise<Sighting | null> {
  const peeled = await objects.read(`${name}^{commit}`);
  if (peeled.kind === 'unread') return { kind: 'unread' };
  if (peeled.kind === 'object' && peeled.id.startsWith(hash)) return { kind: 'commit', commit: peeled.id };
  const itself = await objects.read(name);
  return itself.kind === 'object' && !itself.id.startsWith(hash) ? null : describeOther(peeled, itself);
}

function describeOther(peeled: GitObject, itself: GitObject): Sighting {
  if (itself.kind === 'unread') return { kind: 'unread' };
  if (itself.kind === 'ambiguous') return { kind: 'ambiguous', candidates: [] };
  if (itself.kind === 'missing' || itself.type === 'commit') return { kind: 'missing' };
  const commit = peeled.kind === 'object' && itself.type === 'tag' ? peeled.id : null;
  return { kind: 'object', type: itself.type, commit };
}

/** The history that the targets and the ends of ranges are in; what `cat-file` found needs none of it. */
async function readClone(
  repository: Repository,
  targets: readonly Target[],
  claims: readonly AskedClaim[],
  sightings: ReadonlyMap<string, Sighting>,
): Promise<Clone & { readonly trouble: string | null }> {
  const ends = claims
    .filter(({ kind }) => kind === 'range')
    .flatMap(({ hashes }) => hashes.map((hash) => sightings.get(hash)));
  const tips = [
    ...targets.map(({ commit }) => commit),
    ...ends.map((end) => (end?.kind === 'commit' ? end.commit : null)),
  ];
  const read = await readHistory(repository.root, [...new Set(tips.filter((tip) => tip !== null))]);
  const { boundary } = repository;
  const partial = await repository.isPartial();
  return 'history' in read
    ? { history: read.history, trouble: null, boundary, partial }
    : { history: null, trouble: read.trouble, boundary, partial };
}

/** What carries the tick under each `this`, of all roadmaps. */
async function traceTicks(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
  targets: ReadonlyMap<string, Target>,
  history: History | null,
  objects: ObjectReader,
  isWanted: (claim: AskedClaim) => boolean,
): Promise<Carriers> {
  const carriers = new Map<AskedClaim, Sighting>();
  const all = new Set<string>();
  const traced = roadmaps
    .map((roadmap) => ({
      roadmap,
      claims: listThisClaims(roadmap).filter(({ claim }) => isWanted(claim)),
      tip: history?.indexes.get(targetOf(roadmap, targets).commit ?? ''),
    }))
    .filter(({ claims }) => claims.length > 0);
  if (history === null || traced.length === 0) return { found: carriers, names: all };
  const tips = [...targets.values()].flatMap(({ commit }) => commit ?? []);
  const paths = traced.map(({ roadmap }) => roadmap.graph.path);
  const versions = await readVersions(repository.root, tips, paths);
  if (versions === null) return { found: carriers, names: all };
  for (const { roadmap, claims, tip } of traced) {
    if (tip === undefined) for (const { claim } of claims) carriers.set(claim, { kind: 'uncommitted' });
    else {
      const { found, names } = await findCarriers(roadmap, claims, history, tip, versions, objects);
      for (const [claim, sighting] of found) carriers.set(claim, sighting);
      for (const name of names) all.add(name);
    }
  }
  return { found: carriers, names: all };
}

/** What git listed on its standard error says which of those are commits at all. */
function nameCandidates(sightings: Map<string, Sighting>, { stderr }: GitEnd): void {
  const listed = listCandidates(stderr);
  for (const [hash, sighting] of sightings) {
    if (sighting.kind !== 'ambiguous') continue;
    const all = listed.get(hash) ?? [];
    const commits = all.filter(({ type }) => type === 'commit').map(({ digits }) => digits);
    const first = all[0];
    if (commits.length > 0 || first === undefined || first.type === 'commit')
      sightings.set(hash, { kind: 'ambiguous', candidates: commits });
    else sightings.set(hash, { kind: 'object', type: first.type, commit: null });
  }
}

/** Whether a path is that of a roadmap, or of the config that governs them: what a tick may change. */
function makeRoadmapTest(
  roadmaps: readonly LoadedRoadmap[],
  config: Config | null,
  oldNames: ReadonlySet<string>,
): (path: string) => boolean {
  const named = config?.roadmaps?.map(({ path }) => posix.normalize(path)) ?? [];
  const paths = new Set([configName, ...named, ...oldNames, ...roadmaps.map(({ graph }) => graph.path)]);
  return (path) => paths.has(path) || (named.length === 0 && posix.basename(path) === roadmapName);
}

function finish(
  { key: _, fact, comparison }: Draft,
  changes: ReadonlyMap<string, ChangedFiles>,
  { partial }: Clone,
): CommitFact {
  if (comparison === null) return fact;
  const changed = changes.get(keyOfComparison(comparison));
  if (changed === undefined) return { ...fact, changes: 'unknown', reason: partial ? 'partial' : 'broken' };
  if (changed.count === 0) return { ...fact, changes: 'nothing' };
  return { ...fact, changes: changed.hasWork ? 'work' : 'roadmap' };
}
