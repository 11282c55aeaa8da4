import { type Config, listTasks, noFacts, type Source } from '@roadmap-as-code/core';
import { judgeNear, type NearSide } from '@roadmap-as-code/core/change';
import { compareVersions, cutVersion, placeCut, type Version } from '@roadmap-as-code/core/parse';
import { isUntold } from '@roadmap-as-code/core/told';
import { isGuarded, readConfigOf } from '../changes/read-change.ts';
import { configName } from '../config/names.ts';
import type { GitObject, ObjectReader } from '../git/object-reader.ts';
import { InputError } from '../input-error.ts';
import { findWay, policyOf, type Way } from '../load-roadmap.ts';
import type { VersionParser } from '../parse-once.ts';
import type { Trail } from './find-trail.ts';
import { type JudgedCommit, makeNearObligation, otherRules } from './judge-commit.ts';
import type { Step } from './list-steps.ts';
import type { Obligation } from './pack-deed.ts';
import type { BlobReader } from './read-ahead.ts';

/** A step whose versions git is asked for. */
export interface BegunStep extends Step {
  /** Null where more than the text of roadmaps changed, or some version has none. */
  readonly near: readonly NearFile[] | null;
}

interface NearFile {
  readonly path: string;
  readonly after: Promise<GitObject>;
  readonly parents: readonly Promise<GitObject>[];
  readonly bases: readonly Promise<GitObject>[];
}

/** Asks git for the versions of a commit that has each roadmap that it changed, as its parents have, under one config. */
export function beginStep({ blobAt }: Trail, blobs: BlobReader, step: Step): BegunStep {
  const { index, parents, bases, changed } = step;
  const [first] = parents;
  const isPlain =
    first !== undefined &&
    !changed.includes(configName) &&
    blobAt(configName, index) === blobAt(configName, first) &&
    // A name that is no UTF-8 names no file of a commit.
    changed.every(
      (path) =>
        !path.includes('\ufffd') && [index, ...parents, ...bases].every((one) => blobAt(path, one) !== null),
    );
  if (!isPlain) return { ...step, near: null };
  const readAt = (path: string, at: number): Promise<GitObject> => blobs.read(blobAt(path, at) ?? '');
  const near = changed.map((path) => ({
    path,
    after: readAt(path, index),
    parents: parents.map((parent) => readAt(path, parent)),
    bases: bases.map((base) => readAt(path, base)),
  }));
  return { ...step, near };
}

/**
 * Judges a commit by what it touched, where that is enough to be sure that nothing is found but what evidence may be bad;
 * null where it has to be judged in full.
 */
export type NearJudge = (step: BegunStep) => Promise<JudgedCommit | null>;

/** @param tells whether the message of a commit tells of tasks that a roadmap has */
export function makeNearJudge(
  { blobAt }: Trail,
  objects: ObjectReader,
  parser: VersionParser,
  tells: (commit: string) => Promise<boolean>,
): NearJudge {
  const configAt = makeConfigReader(objects);
  const wayOf = makeWayFinder();
  return async ({ index, commit, near }) => {
    if (near === null) return null;
    const config = await configAt(blobAt(configName, index), commit);
    if (config === 'unreadable') return null;
    let transitions = 0;
    const obligations: Obligation[] = [];
    for (const file of near) {
      if (!isGuarded(config, file.path)) continue;
      const way = wayOf(file.path, config);
      const versions = await readVersions(file, way, parser);
      if (versions === null || (isUntoldIn(versions.after) && (await tells(commit)))) return null;
      const judged = judgeVersions(commit, versions, way);
      if (judged === null) return null;
      transitions += judged.transitions;
      if (judged.obligation !== null) obligations.push(judged.obligation);
    }
    return { transitions, diagnostics: [], obligations };
  };
}

interface NearVersions {
  readonly after: Version;
  readonly parents: readonly Version[];
  readonly bases: readonly Version[];
}

/** Null where one of them has to be parsed in full. */
async function readVersions(file: NearFile, way: Way, { read }: VersionParser): Promise<NearVersions | null> {
  const versions: Version[] = [];
  for (const object of [file.after, ...file.parents, ...file.bases]) {
    const blob = await object;
    if (blob.kind !== 'object' || blob.type !== 'blob' || blob.bytes === null) return null;
    const found = read(blob.bytes, way.options);
    if (found.kind !== 'version') return null;
    versions.push(found.version);
  }
  const [after, ...others] = versions;
  const parents = others.slice(0, file.parents.length);
  return after === undefined ? null : { after, parents, bases: others.slice(parents.length) };
}

/** Whether commits may tell what did some task. */
function isUntoldIn({ pattern, loose }: Version): boolean {
  return pattern.dialect.evidence.place !== 'field' && listTasks(loose).some(isUntold);
}

function judgeVersions(
  commit: string,
  { after, parents, bases }: NearVersions,
  { entry }: Way,
): { readonly transitions: number; readonly obligation: Obligation | null } | null {
  const gaps = compareVersions(after, [...parents, ...bases]);
  if (gaps === null) return null;
  const { dialect } = after.pattern;
  const policy = policyOf(dialect, entry);
  const way = { dialect, source: nowhere, facts: noFacts, policy };
  const makeSide = (version: Version): NearSide => ({
    whole: { ...way, graph: version.loose },
    part: { ...way, graph: cutVersion(version, gaps) },
  });
  const sides = { after: makeSide(after), parents: parents.map(makeSide) };
  // What the heading of a phase claims has a place, which a part does not know.
  if (sides.after.part.graph.phases.some(({ claims }) => claims.length > 0)) return null;
  const change = judgeNear(
    { ...sides, bases: bases.map((base) => cutVersion(base, gaps)), policyAfter: policy, isCommit: true },
    otherRules,
  );
  if (change === null) return null;
  const judged = {
    after: sides.after.part,
    parents: sides.parents.map(({ part }) => part),
    policyAfter: policy,
    place: [after, ...parents].map((version) => placeCut(version, gaps)),
  };
  const { isGood, obligation } = makeNearObligation(commit, judged, change);
  return isGood ? { transitions: change.transitions.length, obligation } : null;
}

/** Of findings that have no place yet. */
const nowhere: Source = {
  bytes: new Uint8Array(),
  text: '',
  toByte: () => 0,
  lineOf: () => 1,
  placeOf: () => ({ line: 1, column: 1 }),
};

/** Reads each version of the config once. */
function makeConfigReader(
  objects: ObjectReader,
): (blob: string | null, commit: string) => Promise<Config | null | 'unreadable'> {
  const known = new Map<string | null, Promise<Config | null | 'unreadable'>>();
  return (blob, commit) => {
    const config =
      known.get(blob) ??
      readConfigOf({ kind: 'commit', id: commit }, objects).catch((error: unknown) => {
        if (error instanceof InputError) return 'unreadable' as const;
        throw error;
      });
    known.set(blob, config);
    return config;
  };
}

function makeWayFinder(): (path: string, config: Config | null) => Way {
  const ofNone = {};
  const known = new WeakMap<object, Map<string, Way>>();
  return (path, config) => {
    const ways = known.get(config ?? ofNone) ?? new Map<string, Way>();
    known.set(config ?? ofNone, ways);
    const way = ways.get(path) ?? findWay(path, config);
    ways.set(path, way);
    return way;
  };
}
