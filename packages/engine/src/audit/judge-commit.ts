import {
  type AskedClaim,
  type Claim,
  type Diagnostic,
  type Facts,
  isAsked,
  keyOfClaim,
  listTasks,
  noFacts,
  type Roadmap,
  type Task,
} from '@roadmap-as-code/core';
import { type Change, judgeChange } from '@roadmap-as-code/core/change';
import { type Case, rules } from '@roadmap-as-code/core/rules';
import type { ChangedRoadmap } from '../changes/read-change.ts';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import type { AuditRange } from './audit-range.ts';
import { type Deed, type Obligation, packDeed, unpackDeed } from './pack-deed.ts';

/** A finding, and the commit that brought it. */
export interface Found {
  readonly commit: string;
  readonly diagnostic: Diagnostic;
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
 * Judges a commit by all but what must be looked up, which it leaves as obligations.
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
    return { verdict, deed: cutDown(commit, { parents, after, policyAfter }, verdict.change) };
  });
  const deeds = judged.flatMap(({ deed }) => deed ?? []);
  const isAsking = (deed: Deed): boolean => listAsked(deed).length > 0;
  const plain = deeds.filter((deed) => !isAsking(deed));
  return {
    transitions: judged.reduce((sum, { verdict }) => sum + verdict.change.transitions.length, 0),
    diagnostics: [
      ...judged.flatMap(({ verdict }) => verdict.diagnostics),
      ...plain.flatMap((deed) => judgeEvidence(deed, noFacts)),
    ],
    obligations: deeds.filter(isAsking).map(packDeed),
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
): Deed | null {
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

/** A case with some tasks alone. */
function keepTasks(
  { graph, source, dialect, policy }: LoadedRoadmap,
  tasks: ReadonlyMap<Task, Task>,
  silences: Roadmap['silences'],
): Case {
  const phases = graph.phases.flatMap((phase) => {
    const kept = phase.tasks.flatMap((task) => tasks.get(task) ?? []);
    return kept.length === 0 ? [] : [{ ...phase, fields: [], tasks: kept }];
  });
  return {
    graph: {
      path: graph.path,
      dialect: graph.dialect,
      title: null,
      frontMatter: null,
      legend: graph.legend,
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
    },
    source,
    dialect,
    policy,
    facts: noFacts,
  };
}

interface Asked {
  readonly task: Task;
  readonly claim: AskedClaim;
}

/** The claims of a deed that git is asked about. */
function listAsked({ after, parents }: Deed): Asked[] {
  return [after, ...parents].flatMap((one) =>
    one === null
      ? []
      : listTasks(one.graph).flatMap((task) => task.claims.filter(isAsked).map((claim) => ({ task, claim }))),
  );
}

/**
 * Judges the evidence of all commits, looked up in one batch against the newest of them.
 * @param paths of all roadmaps that there ever were
 */
export async function judgeObligations(
  repository: Repository,
  range: Pick<AuditRange, 'tip' | 'tipShown'>,
  paths: readonly string[],
  obligations: readonly Obligation[],
): Promise<Found[]> {
  const facts = await lookUp(repository, range, paths, obligations);
  return obligations.flatMap((obligation) => {
    const deed = unpackDeed(obligation);
    return judgeEvidence(deed, facts).map((diagnostic) => ({ commit: deed.commit, diagnostic }));
  });
}

function judgeEvidence({ after, parents, policyAfter }: Deed, facts: Facts): readonly Diagnostic[] {
  const inform = (one: Case): Case => ({ ...one, facts });
  return judgeChange(
    {
      after: inform(after),
      parents: parents.map((parent) => (parent === null ? null : inform(parent))),
      bases: [],
      policyAfter,
      isCommit: true,
    },
    evidenceRules,
  ).diagnostics;
}

async function lookUp(
  repository: Repository,
  { tip, tipShown }: Pick<AuditRange, 'tip' | 'tipShown'>,
  paths: readonly string[],
  obligations: readonly Obligation[],
): Promise<Facts> {
  const [first] = obligations;
  if (first === undefined) return noFacts;
  // Each claim once: what every version cites is asked together, as if one roadmap cited it.
  const asked = new Map<string, Asked>();
  for (const obligation of obligations)
    for (const one of listAsked(unpackDeed(obligation))) asked.set(keyOfClaim(one.claim), one);
  const { after } = unpackDeed(first);
  const [phase] = after.graph.phases;
  if (phase === undefined) return noFacts;
  const tasks = [...asked.values()].map(({ task, claim }) => ({ ...task, claims: [claim] }));
  const roadmap: LoadedRoadmap = {
    ...after,
    graph: { ...after.graph, phases: [{ ...phase, tasks }] },
    why: [],
    config: { path: after.graph.path, target: tip },
    parse: () => after.graph,
  };
  const config = { version: 1 as const, roadmaps: paths.map((path) => ({ path })) };
  const evidence = (await lookUpEvidence(repository, [roadmap], { config, mostFiles: 0 })).get(roadmap);
  if (evidence === undefined) return noFacts;
  const { commits, target, trouble } = evidence;
  return { ...noFacts, commits, target: tipShown, targetProblem: target.problem, trouble };
}
