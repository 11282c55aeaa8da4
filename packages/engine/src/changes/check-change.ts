import {
  type CheckReport,
  type CommitFact,
  type Config,
  type Facts,
  isAsked,
  keyOfClaim,
  listTasks,
  makeFact,
  noFacts,
  type Roadmap,
} from '@roadmap-as-code/core';
import { type ChangeVerdict, judgeChange } from '@roadmap-as-code/core/change';
import { parseLimits } from '@roadmap-as-code/core/parse';
import type { Case } from '@roadmap-as-code/core/rules';
import type { Repository } from '../git/find-repository.ts';
import { openNearObjects } from '../git/near-objects.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Evidence, lookUpEvidence, makeRoadmapTest } from '../lookups/look-up-evidence.ts';
import { addTold } from '../lookups/look-up-told.ts';
import { makeReport } from '../make-report.ts';
import { type Outline, outlineTasks } from '../outline-tasks.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import { hideSecrets } from '../secrets/hide-secrets.ts';
import { lookUpVerified } from '../verify/look-up-runs.ts';
import { readBetween } from './read-between.ts';
import {
  type ChangedRoadmap,
  compareSides,
  type ReadChange,
  readBases,
  readChange,
  type Sides,
} from './read-change.ts';
import { type FileLister, type ListedFile, openLister, type Side } from './sides.ts';

/** A change that is to be judged. */
export interface ChangeRequest extends Sides {
  /** Full hashes of the merge bases of the parents; none where there is one parent. */
  readonly bases: readonly string[];
  /** What a commit must have landed on, by full hash, before the change and after it; null for what the config says. */
  readonly targets: { readonly before: string; readonly after: string; readonly shown: string } | null;
  /** Whether it is one commit, and no range of several. */
  readonly isCommit: boolean;
  /** Whether the evidence of roadmaps counts that the change leaves as they were: it may revert what they cite. */
  readonly isWhole: boolean;
  /** Whether `this` names the commit that is about to be made. */
  readonly isUncommitted: boolean;
  /** What the change is called. */
  readonly name: NonNullable<CheckReport['change']>['name'];
}

/** What the law says of a change, and the tasks that it speaks of. */
export interface CheckedChange {
  readonly report: CheckReport;
  readonly outline: Outline;
}

/** Judges what a change does to roadmaps by the law, as it stood before. */
export async function checkChange(repository: Repository, request: ChangeRequest): Promise<CheckedChange> {
  const first = request.parents[0] ?? NOTHING;
  // Of what is about to be committed, all files are asked for: whether there is work among them counts, too.
  const list = openLister(repository.folder, request.after, request.isUncommitted ? first : null);
  const { config, roadmaps: read, bases } = await readAll(repository, request, list);
  const roadmaps = await tellAll(repository, read, request);
  const hasWork = request.isUncommitted && changesWork(await list(first, []), config, roadmaps);
  const cases = await makeCases(repository, config, roadmaps, { ...request, hasWork });
  const verdicts: ChangeVerdict[] = [];
  for (const [at, roadmap] of roadmaps.entries()) {
    const change = {
      after: cases.get(roadmap.after) ?? { ...roadmap.after, facts: noFacts },
      parents: roadmap.parents.map((parent) => (parent === null ? null : (cases.get(parent) ?? null))),
      bases: bases[at] ?? [],
      policyAfter: roadmap.policyAfter,
      isCommit: request.isCommit,
    };
    const verdict = judgeChange(change);
    // What was undone and done again within a range may have said why in between.
    const isDoubtful = !request.isCommit && verdict.diagnostics.some(({ rule }) => UNDOING.includes(rule));
    const between = isDoubtful ? await readBetween(repository.folder, request, roadmap) : [];
    verdicts.push(isDoubtful ? judgeChange({ ...change, between }) : verdict);
  }
  const checked = {
    report: report(request, roadmaps, verdicts, cases),
    outline: outlineTasks(roadmaps.map(({ after }) => after)),
  };
  return hideSecrets(checked, [...cases.keys()]);
}

const NOTHING: Side = { kind: 'nothing' };
const UNDOING = ['no-silent-untick', 'no-evidence-rewrite'];

/** All that git has of a change. */
async function readAll(
  repository: Repository,
  request: ChangeRequest,
  list: FileLister,
): Promise<ReadChange & { readonly bases: (Roadmap | null)[][] }> {
  const objects = openNearObjects(repository, parseLimits.size);
  try {
    const change = await readChange(request, objects, compareSides(list, request, objects));
    return { ...change, bases: await readBases(request.bases, change.roadmaps, objects) };
  } finally {
    // A git that nobody ends keeps this process from ending.
    await objects.close();
  }
}

/** Whether what is about to be committed touches more than roadmaps. */
function changesWork(
  files: readonly ListedFile[],
  config: Config | null,
  roadmaps: readonly ChangedRoadmap[],
): boolean {
  const names = roadmaps.flatMap(({ path, parents }) => [
    path,
    ...parents.map((one) => one?.graph.path ?? path),
  ]);
  const isRoadmap = makeRoadmapTest([], config, new Set(names));
  return files.some(({ path }) => !isRoadmap(path));
}

/** The roadmaps with what commits tell of their tasks, up to what each version has to have landed on. */
async function tellAll(
  repository: Repository,
  roadmaps: readonly ChangedRoadmap[],
  { targets }: ChangeRequest,
): Promise<ChangedRoadmap[]> {
  const versions = roadmaps.flatMap(({ parents, after }) => [
    { version: after, aimed: aim(after, targets?.after ?? null) },
    ...parents.flatMap((one) =>
      one === null ? [] : [{ version: one, aimed: aim(one, targets?.before ?? null) }],
    ),
  ]);
  const told = await addTold(
    repository,
    versions.map(({ aimed }) => aimed),
  );
  const graphs = new Map(versions.map(({ version }, at) => [version, told[at]?.graph ?? version.graph]));
  const tell = (version: LoadedRoadmap): LoadedRoadmap => {
    const graph = graphs.get(version) ?? version.graph;
    return graph === version.graph ? version : { ...version, graph };
  };
  return roadmaps.map((roadmap) => ({
    ...roadmap,
    after: tell(roadmap.after),
    parents: roadmap.parents.map((one) => one && tell(one)),
  }));
}

/** With another commit that its evidence must have landed on; null for what the config says. */
function aim(roadmap: LoadedRoadmap, target: string | null): LoadedRoadmap {
  if (target === null) return roadmap;
  return { ...roadmap, config: { ...(roadmap.config ?? { path: roadmap.graph.path }), target } };
}

/** Looks up what every version claims, all in one batch, each against what it has to have landed on. */
async function makeCases(
  repository: Repository,
  config: Config | null,
  roadmaps: readonly ChangedRoadmap[],
  request: ChangeRequest & { readonly hasWork: boolean },
): Promise<Map<LoadedRoadmap, Case>> {
  const { targets } = request;
  const aimed = new Map<LoadedRoadmap, LoadedRoadmap>();
  for (const { parents, after } of roadmaps) {
    aimed.set(after, aim(after, targets?.after ?? null));
    for (const parent of parents)
      if (parent !== null) aimed.set(parent, aim(parent, targets?.before ?? null));
  }
  const found = await lookUpEvidence(repository, [...aimed.values()], { config, mostFiles: 0 });
  const after = new Set(roadmaps.map((roadmap) => roadmap.after));
  const verified = await lookUpVerified(repository, [...after]);
  const cases = [...aimed].map(async ([roadmap, one]): Promise<[LoadedRoadmap, Case]> => {
    const secrets = await findSecrets(roadmap.source);
    const seen = { secrets, verified: verified.get(roadmap) ?? null };
    const facts = { ...makeFacts(found.get(one), targets?.shown ?? null), ...seen };
    const isAfter = request.isUncommitted && after.has(roadmap);
    return [roadmap, { ...roadmap, facts: isAfter ? commitThis(roadmap, facts, request.hasWork) : facts }];
  });
  return new Map(await Promise.all(cases));
}

function makeFacts(evidence: Evidence | undefined, shown: string | null): Facts {
  if (evidence === undefined) return noFacts;
  const { commits, target, trouble } = evidence;
  return { ...noFacts, commits, target: shown ?? target.name, targetProblem: target.problem, trouble };
}

/** `this` names the commit that is about to be made. */
function commitThis({ graph }: LoadedRoadmap, facts: Facts, hasWork: boolean): Facts {
  const commits = new Map<string, CommitFact>(facts.commits);
  for (const claim of listTasks(graph).flatMap((task) => task.claims)) {
    if (!isAsked(claim) || claim.kind !== 'this') continue;
    const key = keyOfClaim(claim);
    const found = commits.get(key);
    if (found?.fact !== 'pending' || found.commit !== null) continue;
    commits.set(key, makeFact('landed', { how: 'ancestor', changes: hasWork ? 'work' : 'roadmap' }));
  }
  return { ...facts, commits };
}

function report(
  { name }: ChangeRequest,
  roadmaps: readonly ChangedRoadmap[],
  verdicts: readonly ChangeVerdict[],
  cases: ReadonlyMap<LoadedRoadmap, Case>,
): CheckReport {
  const judged = roadmaps.map(({ after }, at) => ({
    graph: after.graph,
    facts: cases.get(after)?.facts ?? noFacts,
    diagnostics: verdicts[at]?.diagnostics ?? [],
    isReported: (task: (typeof after.graph.phases)[number]['tasks'][number]): boolean =>
      verdicts[at]?.change.touched.has(task) ?? false,
  }));
  return makeReport(judged, {
    name,
    transitions: verdicts.flatMap(({ change }, at) =>
      change.transitions.map(({ task, from }) => ({
        file: roadmaps[at]?.path ?? '',
        task: task.id,
        title: task.title,
        from,
        to: task.state,
      })),
    ),
    oldErrors: verdicts.reduce((sum, { oldErrors }) => sum + oldErrors, 0),
  });
}
