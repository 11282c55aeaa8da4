import {
  type AskedClaim,
  type CheckReport,
  type Config,
  type Facts,
  findFact,
  type HandoffFile,
  isAsked,
  keyOfClaim,
  listTasks,
  noFacts,
} from '@roadmap-as-code/core';
import { type ChangeSet, foldFiles } from '@roadmap-as-code/core/handoff';
import { markAncestors } from '@roadmap-as-code/core/history';
import { nameRange } from '../changes/name-change.ts';
import { readFileOf } from '../changes/sides.ts';
import { checkRoadmaps } from '../check-roadmaps.ts';
import { findCommit } from '../git/find-commit.ts';
import type { Repository } from '../git/find-repository.ts';
import { openObjects } from '../git/object-reader.ts';
import { keyOfComparison } from '../git/read-changes.ts';
import { InputError } from '../input-error.ts';
import { type LoadedRoadmap, readRoadmap } from '../load-roadmap.ts';
import { type Evidence, lookUpEvidence } from '../lookups/look-up-evidence.ts';
import { listFilesOf, readTouched } from './read-touched.ts';

/** What is handed over: a roadmap at a commit. */
export interface HandoffSubject {
  readonly roadmap: LoadedRoadmap;
  /** Full hash. */
  readonly commit: string;
  /** As it was named, and the full hash of where its head left its base; null where none was named. */
  readonly range: { readonly name: string; readonly base: string } | null;
}

/**
 * The roadmap as the file has it, at HEAD; of a range as its head has it, whose commits are then what must have landed.
 * Throws an InputError where there is no such commit, or no such file in it.
 */
export async function openSubject(
  repository: Repository,
  config: Config | null,
  roadmap: LoadedRoadmap,
  range: string | null,
): Promise<HandoffSubject> {
  if (range !== null) return openRange(repository, config, roadmap.graph.path, range);
  const commit = await findCommit(repository.folder, 'HEAD');
  if (commit !== null) return { roadmap, commit, range: null };
  throw new InputError('the branch has no commit yet', 'Commit what is to be handed over.');
}

async function openRange(
  repository: Repository,
  config: Config | null,
  path: string,
  range: string,
): Promise<HandoffSubject> {
  const { after, parents, targets } = await nameRange(repository, range);
  const [parent] = parents;
  if (after.kind !== 'commit' || parent?.kind !== 'commit')
    throw new InputError(`${range}: it has no base`, 'Name two commits: `--range origin/main..HEAD`.');
  const objects = openObjects(repository.folder, Number.MAX_SAFE_INTEGER);
  const bytes = await readFileOf(after, path, objects);
  await objects.close();
  const shown = targets?.shown ?? after.id;
  if (bytes === null)
    throw new InputError(`${path}: ${shown} has no such file`, 'Commit it, or name another range.');
  const found = readRoadmap(bytes, path, config);
  const roadmap = { ...found, config: { path, ...found.config, target: shown } };
  return { roadmap, commit: after.id, range: { name: range, base: parent.id } };
}

/** All that git says of what is handed over. */
export interface Gathered {
  readonly facts: Facts;
  readonly report: CheckReport;
  /** What the landed commits and the range touch. */
  readonly touched: readonly HandoffFile[];
  /** Paths of the files that the commit has. */
  readonly files: readonly string[];
  /** Full hashes of the landed commits that tasks cite, in the order of the tasks. */
  readonly cited: readonly string[];
  /** Whether what is handed over is a commit, or has it among its ancestors. */
  reaches(commit: string): boolean;
}

/** @param besides claims that no task makes, and whose facts are wanted */
export async function gather(
  repository: Repository,
  config: Config | null,
  { roadmap, commit, range }: HandoffSubject,
  besides: readonly AskedClaim[],
): Promise<Gathered> {
  const [found, report, files] = await Promise.all([
    lookUpEvidence(repository, [roadmap], { config, mostFiles: 0, besides }),
    checkRoadmaps([roadmap], repository, config),
    listFilesOf(repository.folder, commit),
  ]);
  const evidence = found.get(roadmap);
  const facts: Facts =
    evidence === undefined
      ? noFacts
      : { ...noFacts, commits: evidence.commits, target: evidence.target.name, trouble: evidence.trouble };
  const sets = evidence === undefined ? [] : listSets(roadmap, evidence);
  const whole = range === null ? null : { commit, with: range.base };
  const changes = await readTouched(repository.folder, [
    ...sets.map(({ comparison }) => comparison),
    ...(whole === null ? [] : [whole]),
  ]);
  const take = (key: string): ChangeSet['files'] => changes.get(key) ?? [];
  const touched = foldFiles(
    sets.map(({ comparison, tasks }) => ({ files: take(keyOfComparison(comparison)), tasks })),
    whole === null ? null : take(keyOfComparison(whole)),
  );
  const claims = listTasks(roadmap.graph).flatMap((task) => task.claims.filter(isAsked));
  const landed = claims.flatMap((claim) => {
    const fact = findFact(claim, facts);
    return fact?.fact === 'landed' && fact.commit !== null ? [fact.commit] : [];
  });
  const history = evidence?.history ?? null;
  const tip = history?.indexes.get(commit);
  const marks = history === null || tip === undefined ? null : markAncestors(history, tip);
  return {
    facts,
    report,
    touched,
    files,
    cited: [...new Set(landed)],
    reaches: (one) => one === commit || marks?.[history?.indexes.get(one) ?? -1] === 1,
  };
}

/** What landed commits are compared with, oldest first, and the tasks that cite them. */
function listSets(
  { graph }: LoadedRoadmap,
  { files, history }: Evidence,
): { comparison: { commit: string; with: string | null }; tasks: string[] }[] {
  const sets = new Map<string, { comparison: { commit: string; with: string | null }; tasks: string[] }>();
  for (const { id, claims } of listTasks(graph))
    for (const claim of claims.filter(isAsked)) {
      const comparison = files.get(keyOfClaim(claim))?.comparison;
      if (comparison === undefined) continue;
      const set = sets.get(keyOfComparison(comparison)) ?? { comparison, tasks: [] };
      sets.set(keyOfComparison(comparison), { ...set, tasks: [...set.tasks, id] });
    }
  const ageOf = (commit: string): number => history?.indexes.get(commit) ?? 0;
  return [...sets.values()].sort((a, b) => ageOf(b.comparison.commit) - ageOf(a.comparison.commit));
}
