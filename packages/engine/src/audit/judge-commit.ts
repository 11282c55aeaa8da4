import {
  type Claim,
  type Diagnostic,
  type Facts,
  isAsked,
  keyOfClaim,
  listTasks,
  noFacts,
  type Place,
  type Policy,
  type Roadmap,
  type Source,
  type Task,
} from '@roadmap-as-code/core';
import { type Change, judgeChange } from '@roadmap-as-code/core/change';
import { type Case, rules } from '@roadmap-as-code/core/rules';
import type { ChangedRoadmap } from '../changes/read-change.ts';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import type { AuditRange } from './audit-range.ts';

/** A finding, and the commit that brought it. */
export interface Found {
  readonly commit: string;
  readonly diagnostic: Diagnostic;
}

/** What a commit did to one roadmap, cut down to what is to be judged when its evidence was looked up. */
export interface Obligation {
  readonly commit: string;
  readonly after: Case;
  readonly parents: readonly (Case | null)[];
  readonly policyAfter: Policy;
}

export interface JudgedCommit {
  readonly transitions: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly obligations: readonly Obligation[];
}

const EVIDENCE = ['no-evidence-rewrite'];
/** Who else cites a commit is a question to the roadmap as it stands. */
const LEFT_TO_CHECK = ['commit-reused'];
const isEvidence = ({ meta }: (typeof rules)[number]): boolean =>
  (meta.family === 'evidence' || EVIDENCE.includes(meta.id)) && !LEFT_TO_CHECK.includes(meta.id);
const evidenceRules = rules.filter(isEvidence);
const otherRules = rules.filter((rule) => !isEvidence(rule) && !LEFT_TO_CHECK.includes(rule.meta.id));

/**
 * Judges all but the evidence of a commit.
 * @param bases of each roadmap, as the branches of a merge had it in common
 */
export function judgeCommit(
  commit: string,
  roadmaps: readonly ChangedRoadmap[],
  bases: readonly (readonly (Roadmap | null)[])[],
): JudgedCommit {
  const judged = roadmaps.map(({ parents, after, policyAfter }, at) => {
    const verdict = judgeChange(
      {
        after: trust(after),
        parents: parents.map((parent) => (parent === null ? null : trust(parent))),
        bases: bases[at] ?? [],
        policyAfter,
        isCommit: true,
      },
      otherRules,
    );
    return { verdict, obligation: cutDown(commit, { parents, after, policyAfter }, verdict.change) };
  });
  return {
    transitions: judged.reduce((sum, { verdict }) => sum + verdict.change.transitions.length, 0),
    diagnostics: judged.flatMap(({ verdict }) => verdict.diagnostics),
    obligations: judged.flatMap(({ obligation }) => obligation ?? []),
  };
}

/** As if all evidence were good: it is judged for itself. */
function trust(roadmap: LoadedRoadmap): Case {
  return { ...roadmap, facts: noFacts };
}

/** Null where the commit touched no task that claims something. */
function cutDown(
  commit: string,
  { parents, after, policyAfter }: Pick<ChangedRoadmap, 'parents' | 'after' | 'policyAfter'>,
  change: Change,
): Obligation | null {
  const befores = new Map<Task, Task[]>();
  for (const { before, after: now } of change.kept) befores.set(now, [...(befores.get(now) ?? []), before]);
  const touched = [...change.touched];
  const isStill = (task: Task): boolean =>
    task.state === 'done' && (befores.get(task) ?? []).some(({ state }) => state === 'done');
  const nowTasks = new Map(
    touched.map((task) => [task, { ...task, claims: bindThis(task.claims, isStill(task) ? null : commit) }]),
  );
  const oldTasks = new Map(
    touched.flatMap((task) =>
      (befores.get(task) ?? []).map((before) => [
        before,
        { ...before, claims: bindThis(before.claims, null) },
      ]),
    ),
  );
  const hasClaims = [...nowTasks.values(), ...oldTasks.values()].some(({ claims }) => claims.length > 0);
  if (!hasClaims) return null;
  return {
    commit,
    after: keepTasks(
      after,
      nowTasks,
      after.graph.silences.filter((one) => !change.newSilences.includes(one)),
    ),
    parents: parents.map((parent) =>
      parent === null ? null : keepTasks(parent, oldTasks, parent.graph.silences),
    ),
    policyAfter,
  };
}

/** `this` under a tick names the commit that made it; under an older one, nobody needs to look at it again. */
function bindThis(claims: readonly Claim[], commit: string | null): Claim[] {
  return claims.flatMap((claim): Claim[] => {
    if (claim.kind !== 'this') return [claim];
    return commit === null ? [] : [{ ...claim, kind: 'commit', hashes: [commit] }];
  });
}

/** A case with some tasks alone, and without the text that they stood in. */
function keepTasks(
  { graph, source, dialect, policy }: LoadedRoadmap,
  tasks: ReadonlyMap<Task, Task>,
  silences: Roadmap['silences'],
): Case {
  const phases = graph.phases.flatMap((phase) => {
    const kept = phase.tasks.flatMap((task) => tasks.get(task) ?? []);
    return kept.length === 0 ? [] : [{ ...phase, fields: [], tasks: kept }];
  });
  const places = new Map<number, Place>();
  const keep = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { start, end } = value as { start?: unknown; end?: unknown };
    // A head begins one byte before its box does.
    for (const at of [start, end])
      if (typeof at === 'number')
        for (const offset of [at - 1, at]) if (offset >= 0) places.set(offset, source.placeOf(offset));
    for (const inner of Object.values(value)) keep(inner);
  };
  keep(phases);
  return {
    graph: detach({
      path: graph.path,
      dialect: graph.dialect,
      title: null,
      frontMatter: null,
      outcome: null,
      phaseCount: null,
      fields: [],
      phases,
      review: [],
      report: null,
      signOff: null,
      changeLog: null,
      links: [],
      anchors: [],
      silences,
    }),
    source: makePlaces(places),
    dialect,
    policy,
    facts: noFacts,
  };
}

/** Has strings of its own: those of a graph are slices that may keep all of the text in memory. */
function detach(graph: Roadmap): Roadmap {
  return JSON.parse(JSON.stringify(graph)) as Roadmap;
}

/** A source of which the places alone are left, so that no version of the file stays in memory. */
function makePlaces(places: ReadonlyMap<number, Place>): Source {
  const start = { line: 1, column: 1 };
  return {
    bytes: new Uint8Array(),
    text: '',
    toByte: () => 0,
    lineOf: () => 1,
    placeOf: (at) => places.get(at) ?? start,
  };
}

/**
 * Judges the evidence of all commits, looked up in one batch against the newest of them.
 * @param paths of all roadmaps that there ever were
 */
export async function judgeObligations(
  repository: Repository,
  { tip, tipShown }: AuditRange,
  paths: readonly string[],
  obligations: readonly Obligation[],
): Promise<Found[]> {
  const all = obligations.flatMap(({ after, parents }) => [after, ...parents.filter((one) => one !== null)]);
  const facts = await lookUp(repository, { tip, tipShown }, paths, all);
  const inform = (one: Case): Case => ({ ...one, facts });
  return obligations.flatMap(({ commit, after, parents, policyAfter }) =>
    judgeChange(
      {
        after: inform(after),
        parents: parents.map((parent) => (parent === null ? null : inform(parent))),
        bases: [],
        policyAfter,
        isCommit: true,
      },
      evidenceRules,
    ).diagnostics.map((diagnostic) => ({ commit, diagnostic })),
  );
}

async function lookUp(
  repository: Repository,
  { tip, tipShown }: Pick<AuditRange, 'tip' | 'tipShown'>,
  paths: readonly string[],
  cases: readonly Case[],
): Promise<Facts> {
  const [first] = cases;
  if (first === undefined) return noFacts;
  // Each claim once: what every version cites is asked together, as if one roadmap cited it.
  const asked = new Map<string, { readonly task: Task; readonly claim: Claim }>();
  for (const { graph } of cases)
    for (const task of listTasks(graph))
      for (const claim of task.claims) if (isAsked(claim)) asked.set(keyOfClaim(claim), { task, claim });
  const [phase] = first.graph.phases;
  if (phase === undefined || asked.size === 0) return noFacts;
  const tasks = [...asked.values()].map(({ task, claim }) => ({ ...task, claims: [claim] }));
  const roadmap: LoadedRoadmap = {
    ...first,
    graph: { ...first.graph, phases: [{ ...phase, tasks }] },
    config: { path: first.graph.path, target: tip },
    parse: () => first.graph,
  };
  const config = { version: 1 as const, roadmaps: paths.map((path) => ({ path })) };
  const evidence = (await lookUpEvidence(repository, [roadmap], { config, mostFiles: 0 })).get(roadmap);
  if (evidence === undefined) return noFacts;
  const { commits, target, trouble } = evidence;
  return { ...noFacts, commits, target: tipShown, targetProblem: target.problem, trouble };
}
