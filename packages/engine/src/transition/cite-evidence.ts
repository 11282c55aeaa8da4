import { type AskedClaim, collectHashes, isAsked, type Sighting, type Task } from '@roadmap-as-code/core';
import { type History, makeRangeReader } from '@roadmap-as-code/core/history';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readPatchIds } from '../git/patch-ids.ts';
import { keyOfComparison } from '../git/read-changes.ts';
import { readHistory } from '../git/read-history.ts';
import { resolveHashes } from '../lookups/resolve-names.ts';

/** One claim, as the commit that carries a transition cites it. */
export interface Citation {
  /** Full hash of a commit; of a range, `from..to`. */
  readonly evidence: string;
  /**
   * Patch ids against first parents: of the commit; of a range as a whole, then of each of its commits, the oldest first.
   * What changes nothing has none.
   */
  readonly patches: readonly string[];
}

/** A commit, and what it is compared with. */
type Step = Parameters<typeof keyOfComparison>[0];

/** A claim, and what its patches are made of. */
interface Cited {
  readonly evidence: string;
  readonly whole: Step | null;
  readonly commits: readonly string[];
}

/** Of a longer range, only so many of its newest commits are cited, and the range as a whole. */
const MOST_COMMITS = 100;

/** What tasks cite that git has, with its patch ids; the number of git processes does not grow with what is cited. @param shared to ask for objects */
export async function citeEvidence(
  repository: Repository,
  tasks: readonly Task[],
  shared?: ObjectReader,
): Promise<Map<Task, readonly Citation[]>> {
  const claims = new Map(tasks.map((task) => [task, task.claims.filter(isAsked)]));
  const hashes = collectHashes([...claims.values()].flat());
  if (hashes.length === 0) return new Map();
  const objects = shared ?? openObjects(repository.folder, LONGEST_COMMIT);
  try {
    const sightings = await resolveHashes(hashes, null, objects);
    const history = await readRanges(repository, [...claims.values()].flat(), sightings);
    const cited = [...claims].map(
      ([task, made]) => [task, made.flatMap((claim) => cite(claim, sightings, history))] as const,
    );
    const patchesOf = await readPatches(
      repository,
      cited.flatMap(([, all]) => all),
      objects,
    );
    return new Map(
      cited.map(([task, all]) => [
        task,
        all.map((one) => ({ evidence: one.evidence, patches: patchesOf(one) })),
      ]),
    );
  } finally {
    if (shared === undefined) await objects.close();
  }
}

/** In bytes; of a longer commit there is no telling what its parent is. */
const LONGEST_COMMIT = 1024 * 1024;

/** The history that ranges are read in; null where there are none. */
async function readRanges(
  { folder }: Repository,
  claims: readonly AskedClaim[],
  sightings: ReadonlyMap<string, Sighting>,
): Promise<History | null> {
  const ends = claims
    .filter(({ kind }) => kind === 'range')
    .flatMap(({ hashes }) => hashes.map((hash) => commitOf(hash, sightings)))
    .filter((commit) => commit !== null);
  return ends.length === 0 ? null : (await readHistory(folder, ends, [])).history;
}

function commitOf(hash: string | undefined, sightings: ReadonlyMap<string, Sighting>): string | null {
  const sighting = sightings.get(hash ?? '');
  return sighting?.kind === 'commit' ? sighting.commit : null;
}

function cite(
  { kind, hashes }: AskedClaim,
  sightings: ReadonlyMap<string, Sighting>,
  history: History | null,
): Cited[] {
  const [first, last] = hashes.map((hash) => commitOf(hash, sightings));
  if (kind === 'commit' && typeof first === 'string')
    return [{ evidence: first, whole: null, commits: [first] }];
  if (kind !== 'range' || typeof first !== 'string' || typeof last !== 'string') return [];
  const [from, to] = [first, last].map((commit) => history?.indexes.get(commit));
  if (history === null || from === undefined || to === undefined) return [];
  const { commits, base } = makeRangeReader(history)(from, to);
  return [
    {
      evidence: `${first}..${last}`,
      whole: base === null ? null : { commit: last, with: history.ids[base] ?? null },
      commits: commits
        .slice(0, MOST_COMMITS)
        .reverse()
        .map((index) => history.ids[index] ?? ''),
    },
  ];
}

/** Asks for all patches together: for those of commits, and for those of ranges, which end with commits, too. */
async function readPatches(
  repository: Repository,
  cited: readonly Cited[],
  objects: ObjectReader,
): Promise<(one: Cited) => string[]> {
  const commits = [...new Set(cited.flatMap((one) => one.commits))];
  const found = await Promise.all(commits.map((commit) => compareWithParent(commit, repository, objects)));
  const steps = new Map(found.flatMap((step) => (step === null ? [] : [[step.commit, step] as const])));
  const wholes = new Map(
    cited.flatMap(({ whole }) => (whole === null ? [] : [[keyOfComparison(whole), whole] as const])),
  );
  const { told } = await readPatchIds(repository, [...steps.values(), ...wholes.values()], () => false);
  const idOf = (step: Step | null | undefined): string[] => {
    const key = step === null || step === undefined ? '' : keyOfComparison(step);
    const id = told.get(key)?.whole ?? null;
    return id === null ? [] : [id];
  };
  return (one) => [...new Set([one.whole, ...one.commits.map((commit) => steps.get(commit))].flatMap(idOf))];
}

/** A commit against its first parent, a root against nothing; null where this clone does not have the parent. */
async function compareWithParent(
  commit: string,
  { boundary }: Repository,
  objects: ObjectReader,
): Promise<Step | null> {
  if (boundary.has(commit)) return null;
  const object = await objects.read(commit);
  if (object.kind !== 'object' || object.bytes === null) return null;
  // The headers end with an empty line (git-cat-file(1)); the parents come first of all but the tree.
  const parent = /^tree \S+\nparent (?<parent>[0-9a-f]+)\n/.exec(object.bytes.toString('latin1'))?.groups;
  return { commit, with: parent?.['parent'] ?? null };
}
