import { posix } from 'node:path';
import {
  type AskedClaim,
  type Clone,
  type CommitFact,
  type Config,
  collectHashes,
  type Draft,
  type Elsewhere,
  finishDraft,
  isAsked,
  keyOfClaim,
  listClaims,
  makeJudge,
  type Sighting,
  type Target,
} from '@roadmap-as-code/core';
import { type History, makePrefixIndex } from '@roadmap-as-code/core/history';
import { parseLimits } from '@roadmap-as-code/core/parse';
import { configName, roadmapName } from '../config/names.ts';
import { listNamed } from '../config/roadmap-entries.ts';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { type ChangedFiles, type ChangeReader, keyOfComparison, openChanges } from '../git/read-changes.ts';
import { type ReadHistory, readHistory, readVersions } from '../git/read-history.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Carriers, findCarriers, listThisClaims } from './find-carriers.ts';
import { lookElsewhere } from './look-elsewhere.ts';
import { nameCandidates, nameTarget, resolveHashes, resolveTargets } from './resolve-names.ts';

/** What git says of the claims of one roadmap. */
export interface Evidence {
  /** By the key of the claim. */
  readonly commits: ReadonlyMap<string, CommitFact>;
  readonly target: Target;
  readonly trouble: string | null;
  /** The files that a claim's commit changes, by the key of the claim; without those that could not be told. */
  readonly files: ReadonlyMap<string, ChangedFiles>;
  readonly history: History | null;
  /** Of claims whose commits the target lacks, what became of them, by the key of the claim. */
  readonly elsewhere: ReadonlyMap<string, Elsewhere>;
}

export interface EvidenceOptions {
  readonly config: Config | null;
  /** Claims that are looked up; all without it. */
  readonly isWanted?: (claim: AskedClaim) => boolean;
  /** Claims that no task makes, which are looked up against the target of each roadmap, too. */
  readonly besides?: readonly AskedClaim[];
  /** Paths that are kept of the files that each commit changes. */
  readonly mostFiles: number;
  /** To ask for objects; without it, there is one for these claims alone. */
  readonly objects?: ObjectReader;
  /** What the refs reach, where git was asked for that already. */
  readonly reached?: Promise<ReadHistory> | null;
}

/**
 * Asks git about the claims of roadmaps, all in one batch: one process for objects, one for the history, one for what
 * the commits change, one more where a `this` must be traced, and up to three where work may have landed under another
 * hash; however many claims and roadmaps there are.
 */
export async function lookUpEvidence(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
  options: EvidenceOptions,
): Promise<Map<LoadedRoadmap, Evidence>> {
  const { isWanted = () => true, besides = [] } = options;
  const asked = new Map(
    roadmaps.map((roadmap) => [
      roadmap,
      [...listClaims(roadmap.graph), ...besides].filter(isAsked).filter(isWanted),
    ]),
  );
  if ([...asked.values()].every((claims) => claims.length === 0))
    return new Map(roadmaps.map((roadmap) => [roadmap, makeNone(roadmap)]));
  // First what all else waits for. Nearly always all is told by what the refs reach.
  const reached = options.reached ?? readHistory(repository.folder, [], []);
  const changes = openChanges(repository.folder);
  try {
    return await judgeEvidence(repository, asked, { reached, changes }, options);
  } finally {
    changes.close();
  }
}

/** The gits that are started before it is known what they are asked. */
interface Started {
  readonly reached: Promise<ReadHistory>;
  readonly changes: ChangeReader;
}

async function judgeEvidence(
  repository: Repository,
  asked: Asked,
  { reached, changes }: Started,
  { config, mostFiles, objects }: EvidenceOptions,
): Promise<Map<LoadedRoadmap, Evidence>> {
  const seen = await see(repository, asked, reached, objects);
  const isRoadmap = makeRoadmapTest([...asked.keys()], config, seen.carriers.names);
  const { judged, found, trouble: elsewhereTrouble } = await judgeAll(repository, asked, seen, isRoadmap);
  const comparisons = [...judged.values()].flat().flatMap(({ comparison }) => comparison ?? []);
  const { told, trouble } = await changes.read(comparisons, isRoadmap, mostFiles);
  return new Map(
    [...judged].map(([roadmap, drafts]) => {
      const evidence = {
        commits: new Map<string, CommitFact>(),
        files: new Map<string, ChangedFiles>(),
        target: findTarget(roadmap, seen.targets),
        trouble: seen.trouble ?? elsewhereTrouble ?? trouble,
        history: seen.clone.history,
        elsewhere: found.get(roadmap) ?? new Map(),
      };
      for (const draft of drafts) {
        const key = draft.comparison === null ? '' : keyOfComparison(draft.comparison);
        const changed = told.get(key) ?? null;
        evidence.commits.set(draft.key, finishDraft(draft, changed, seen.clone));
        if (changed !== null) evidence.files.set(draft.key, changed);
      }
      return [roadmap, evidence];
    }),
  );
}

function makeNone(roadmap: LoadedRoadmap): Evidence {
  const target = findTarget(roadmap, new Map());
  return { commits: new Map(), target, trouble: null, files: new Map(), history: null, elsewhere: new Map() };
}

/** All that git has, before anything is made of it. */
interface Seen {
  readonly clone: Clone;
  readonly targets: ReadonlyMap<string, Target>;
  readonly sightings: ReadonlyMap<string, Sighting>;
  readonly carriers: Carriers;
  readonly trouble: string | null;
}

type Asked = ReadonlyMap<LoadedRoadmap, readonly AskedClaim[]>;

/** @param reading what the refs reach; what is not among that, is looked for among the objects */
async function see(
  repository: Repository,
  asked: Asked,
  reading: Promise<ReadHistory>,
  shared?: ObjectReader,
): Promise<Seen> {
  const claims = [...asked.values()].flat();
  const objects = shared ?? openObjects(repository.folder, parseLimits.size);
  const reached = await reading;
  const prefixes = reached.history === null ? null : makePrefixIndex(reached.history);
  const [targets, sightings] = await Promise.all([
    resolveTargets(new Set([...asked.keys()].map(nameTarget)), reached, objects),
    resolveHashes(collectHashes(claims), prefixes, objects),
  ]);
  // Only the ends of ranges: what else nothing reaches needs no history to be told.
  const ends = claims
    .filter(({ kind }) => kind === 'range')
    .flatMap(({ hashes }) => hashes.map((hash) => sightings.get(hash)));
  const { history, isWhole, trouble } = await reachAll(
    repository.folder,
    reached,
    unique([...targets.values()].map(({ commit }) => commit)),
    unique(ends.map((end) => (end?.kind === 'commit' ? end.commit : null))),
  );
  const carriers = await traceTicks(repository, asked, targets, history, objects);
  // What git says of an ambiguous hash, or of what it can't read, is whole only once it has ended.
  const told = [...sightings.values(), ...carriers.found.values()].map(({ kind }) => kind);
  const isUnread = [...targets.values()].some(({ problem }) => problem === 'unread');
  if (shared !== undefined && (isUnread || told.includes('ambiguous') || told.includes('unread')))
    return see(repository, asked, readHistory(repository.folder, [], []));
  const end = shared === undefined ? await objects.close() : { stderr: '', trouble: null };
  nameCandidates(sightings, end.stderr);
  const { boundary } = repository;
  const clone = { history, isWhole, boundary, partial: await repository.isPartial() };
  return { clone, targets, sightings, carriers, trouble: trouble ?? end.trouble };
}

/** The history with some commits that no ref reaches. */
async function reachAll(
  folder: string,
  reached: ReadHistory,
  targets: readonly string[],
  ends: readonly string[],
): Promise<ReadHistory> {
  const isReached = [...targets, ...ends].every((commit) => reached.history?.indexes.has(commit));
  return isReached ? reached : readHistory(folder, targets, ends);
}

function unique(commits: readonly (string | null)[]): string[] {
  return [...new Set(commits.filter((commit) => commit !== null))];
}

/** Judges claims by their hashes, and those whose commits the targets lack once more, by what carries their work. */
async function judgeAll(
  repository: Repository,
  asked: Asked,
  seen: Seen,
  isRoadmap: (path: string) => boolean,
): Promise<{
  readonly judged: ReadonlyMap<LoadedRoadmap, Draft[]>;
  readonly found: ReadonlyMap<LoadedRoadmap, ReadonlyMap<string, Elsewhere>>;
  readonly trouble: string | null;
}> {
  const judged = [...asked].map(([roadmap, claims]) => ({
    roadmap,
    claims,
    target: findTarget(roadmap, seen.targets),
    drafts: judge(roadmap, claims, seen),
  }));
  const { found, trouble } = await lookElsewhere(repository, judged, seen.sightings, isRoadmap);
  const again = judged.map(({ roadmap, claims, drafts }, at): [LoadedRoadmap, Draft[]] => {
    const elsewhere = found[at];
    return [roadmap, elsewhere?.size ? judge(roadmap, claims, seen, elsewhere) : drafts];
  });
  const byRoadmap = judged.map(({ roadmap }, at) => [roadmap, found[at] ?? new Map()] as const);
  return { judged: new Map(again), found: new Map(byRoadmap), trouble };
}

/** Each claim once, however often it is made. */
function judge(
  roadmap: LoadedRoadmap,
  claims: readonly AskedClaim[],
  seen: Seen,
  elsewhere?: ReadonlyMap<string, Elsewhere>,
): Draft[] {
  const judgeClaim = makeJudge(seen.clone, findTarget(roadmap, seen.targets), elsewhere);
  const distinct = new Map(claims.map((claim) => [keyOfClaim(claim), claim]));
  return [...distinct.values()].map((claim) =>
    judgeClaim(
      claim,
      claim.kind === 'this'
        ? [seen.carriers.found.get(claim) ?? { kind: 'unread' }]
        : claim.hashes.map((hash) => seen.sightings.get(hash) ?? { kind: 'unread' }),
    ),
  );
}

function findTarget(roadmap: LoadedRoadmap, targets: ReadonlyMap<string, Target>): Target {
  const name = nameTarget(roadmap);
  return targets.get(name) ?? { name, commit: null, unborn: false, problem: 'unread' };
}

/** What carries the tick under each `this`, of all roadmaps. */
async function traceTicks(
  repository: Repository,
  asked: Asked,
  targets: ReadonlyMap<string, Target>,
  history: History | null,
  objects: ObjectReader,
): Promise<Carriers> {
  const found = new Map<AskedClaim, Sighting>();
  const names = new Set<string>();
  const traced = [...asked]
    .map(([roadmap, claims]) => ({
      roadmap,
      claims: listThisClaims(roadmap, claims),
      tip: history?.indexes.get(findTarget(roadmap, targets).commit ?? ''),
    }))
    .filter(({ claims }) => claims.length > 0);
  if (history === null || traced.length === 0) return { found, names };
  const tips = unique([...targets.values()].map(({ commit }) => commit));
  const paths = traced.map(({ roadmap }) => roadmap.graph.path);
  const versions = await readVersions(repository.folder, tips, paths);
  if (versions === null) return { found, names };
  for (const { roadmap, claims, tip } of traced) {
    if (tip === undefined) for (const { claim } of claims) found.set(claim, { kind: 'uncommitted' });
    else {
      const carriers = await findCarriers(roadmap, claims, history, tip, versions, objects);
      for (const [claim, sighting] of carriers.found) found.set(claim, sighting);
      for (const name of carriers.names) names.add(name);
    }
  }
  return { found, names };
}

/** Whether a path is that of a roadmap, or of the config that governs them: what a tick may change. */
export function makeRoadmapTest(
  roadmaps: readonly LoadedRoadmap[],
  config: Config | null,
  oldNames: ReadonlySet<string>,
): (path: string) => boolean {
  const named = listNamed(config);
  const paths = new Set([configName, ...named, ...oldNames, ...roadmaps.map(({ graph }) => graph.path)]);
  return (path) => paths.has(path) || (named.length === 0 && posix.basename(path) === roadmapName);
}
