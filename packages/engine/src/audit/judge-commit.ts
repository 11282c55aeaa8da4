import {
  type AskedClaim,
  type Claim,
  type Diagnostic,
  emptyGraph,
  type Facts,
  findFact,
  isGood,
  makeFact,
  noFacts,
  type Policy,
  type Roadmap,
  type Task,
  unknownReasonOf,
} from '@roadmap-as-code/core';
import { type Change, judgeChange } from '@roadmap-as-code/core/change';
import type { PlacedPart } from '@roadmap-as-code/core/parse';
import { type Case, type Rule, rules } from '@roadmap-as-code/core/rules';
import type { ChangedRoadmap } from '../changes/read-change.ts';
import type { Repository } from '../git/find-repository.ts';
import type { ReadHistory } from '../git/read-history.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import type { AuditRange } from './audit-range.ts';
import { type Deed, listAsked, type Obligation, packDeed } from './pack-deed.ts';

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
/** All but what must be looked up, and the upkeep, which is no clause of the law. */
export const otherRules: readonly Rule[] = rules.filter(
  (rule) => !isEvidence(rule) && rule.meta.family !== 'upkeep' && !LEFT_TO_CHECK.includes(rule.meta.id),
);

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
  const isAsking = (deed: Deed): boolean => listAsked(deed).size > 0;
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

/** What a commit did to one roadmap, or to a part of it. */
interface Judged {
  readonly after: Omit<Case, 'facts'>;
  readonly parents: readonly (Omit<Case, 'facts'> | null)[];
  readonly policyAfter: Policy;
}

/** The same where lines and spans are any; of each version, the one after first, what puts it in its place. */
interface LooseJudged extends Judged {
  readonly after: Case;
  readonly parents: readonly Case[];
  readonly place: readonly (() => PlacedPart)[];
}

/** What is left to be looked up of a change that was judged without its places; null for nothing. */
export function makeNearObligation(
  commit: string,
  judged: LooseJudged,
  change: Change,
): { readonly isGood: boolean; readonly obligation: Obligation | null } {
  const deed = cutDown(commit, judged, change);
  if (deed === null) return { isGood: true, obligation: null };
  const asked = listAsked(deed);
  const good = new Map([...asked.keys()].map((key) => [key, GOOD]));
  const isGood = judgeEvidence(deed, { ...noFacts, commits: good }).length === 0;
  if (!isGood || asked.size === 0) return { isGood, obligation: null };
  const { dialect, policy } = judged.after;
  const unpack = makeUnpacking(commit, judged.place, { dialect, policy, facts: noFacts }, judged.policyAfter);
  return { isGood, obligation: { commit, asked, isSettled: true, unpack } };
}

/** A function of its own: what it is made in would be kept with it. */
function makeUnpacking(
  commit: string,
  place: readonly (() => PlacedPart)[],
  way: Omit<Case, 'graph' | 'source'>,
  policyAfter: Policy,
): () => Deed {
  return () => {
    const [after, ...parents] = place.map((one): Case => ({ ...way, ...one() }));
    if (after === undefined) throw new Error(`${commit}: it has no version`);
    const placed = { after, parents, policyAfter };
    const { change } = judgeChange({ ...placed, bases: [], isCommit: true }, []);
    const deed = cutDown(commit, placed, change);
    if (deed === null) throw new Error(`${commit}: its evidence was there before`);
    return deed;
  };
}

const GOOD = makeFact('landed', { how: 'ancestor', changes: 'work' });

/** Null where the commit touched no task that claims something. */
function cutDown(commit: string, { parents, after, policyAfter }: Judged, change: Change): Deed | null {
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
  { graph, source, dialect, policy }: Omit<Case, 'facts'>,
  tasks: ReadonlyMap<Task, Task>,
  silences: Roadmap['silences'],
): Case {
  const phases = graph.phases.flatMap((phase) => {
    const kept = phase.tasks.flatMap((task) => tasks.get(task) ?? []);
    return kept.length === 0 ? [] : [{ ...phase, fields: [], tasks: kept }];
  });
  return {
    graph: { ...emptyGraph(graph.path, graph.dialect), legend: graph.legend, phases, silences },
    source,
    dialect,
    policy,
    facts: noFacts,
  };
}

/** The evidence that is to be judged of all commits. */
export interface Obligations {
  readonly obligations: readonly Obligation[];
  /** What the refs reach, where git was asked for that already. */
  readonly reached: Promise<ReadHistory> | null;
}

/**
 * Judges the evidence of all commits, looked up in one batch against the newest of them.
 * @param paths of all roadmaps that there ever were
 */
export async function judgeObligations(
  repository: Repository,
  range: Pick<AuditRange, 'tip' | 'tipShown'>,
  paths: readonly string[],
  due: Obligations,
): Promise<Found[]> {
  const facts = await lookUp(repository, range, paths, due);
  return due.obligations.flatMap(({ commit, asked, isSettled, unpack }) => {
    if (isSettled && [...asked.values()].every((claim) => isSure(claim, facts))) return [];
    return judgeEvidence(unpack(), facts).map((diagnostic) => ({ commit, diagnostic }));
  });
}

function isSure(claim: AskedClaim, facts: Facts): boolean {
  const found = findFact(claim, facts);
  return found !== null && isGood(found) && unknownReasonOf(found) === null;
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
  { obligations, reached }: Obligations,
): Promise<Facts> {
  const [first] = obligations;
  if (first === undefined) return noFacts;
  // Each claim once: what every version cites is asked together, as if one roadmap cited it.
  const asked = new Map<string, AskedClaim>();
  for (const obligation of obligations) for (const [key, claim] of obligation.asked) asked.set(key, claim);
  const { after } = first.unpack();
  const [phase] = after.graph.phases;
  const [task] = phase?.tasks ?? [];
  if (phase === undefined || task === undefined) return noFacts;
  const tasks = [{ ...task, claims: [...asked.values()] }];
  const roadmap: LoadedRoadmap = {
    ...after,
    graph: { ...after.graph, phases: [{ ...phase, tasks }] },
    why: [],
    config: { path: after.graph.path, target: tip },
    parse: () => after.graph,
  };
  const config = { version: 1 as const, roadmaps: paths.map((path) => ({ path })) };
  const evidence = (await lookUpEvidence(repository, [roadmap], { config, mostFiles: 0, reached })).get(
    roadmap,
  );
  if (evidence === undefined) return noFacts;
  const { commits, target, trouble } = evidence;
  return { ...noFacts, commits, target: tipShown, targetProblem: target.problem, trouble };
}
