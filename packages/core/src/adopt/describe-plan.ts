import { type AskedClaim, type CommitFact, isAsked, keyOfClaim, noFacts } from '../facts/facts.ts';
import type {
  AdoptedEvidence,
  AdoptedFact,
  AdoptedPhase,
  AdoptedPlan,
  Unplaced,
} from '../generated/adopt.types.ts';
import type { Claim, Phase } from '../generated/roadmap.types.ts';
import { countTasks, summarize } from '../graph/summarize.ts';
import { listClaims, listTasks } from '../graph/tasks.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import type { AdoptedFile } from './adopted-file.ts';
import { findLostDependencies } from './find-lost-dependencies.ts';
import { findRepeatedIds } from './find-repeated-ids.ts';
import { findStrayBoxes } from './find-stray-boxes.ts';
import { describeHashes, listStrayHashes } from './find-stray-hashes.ts';
import { findStrayTables } from './find-stray-tables.ts';
import { findUnknownStates } from './find-unknown-states.ts';

/** What git said of claims, and of what may be some. */
export interface AdoptedFacts {
  /** By the key of the claim. */
  readonly commits: ReadonlyMap<string, CommitFact>;
  readonly target: string;
}

/** What has to be asked beside the claims of the file: hashes that were not taken for any. */
export function listBesides(file: AdoptedFile): AskedClaim[] {
  return listStrayHashes(file).map(({ claim }) => claim);
}

/** Everything that was understood of a file, and what could not be placed. */
export function describePlan(file: AdoptedFile, { commits, target }: AdoptedFacts): AdoptedPlan {
  const { graph, why } = file;
  const tasks = listTasks(graph);
  const counts = countTasks([{ graph, facts: { ...noFacts, commits, target } }]);
  const withId = tasks.filter(({ derived }) => !derived).length;
  return {
    path: graph.path,
    dialect: graph.dialect,
    why: [...why],
    title: graph.title,
    summary: summarize(counts),
    phases: graph.phases.filter((phase) => phase.tasks.length > 0).map(describePhase),
    withId,
    withoutId: tasks.length - withId,
    evidence: countEvidence(graph.phases),
    facts: countFacts(listClaims(graph), commits),
    target,
    legend: { ...graph.legend },
    dependent: tasks.filter(({ dependsOn }) => dependsOn.length > 0).length,
    unplaced: findUnplaced(file, commits),
  };
}

function describePhase({ id, derived, title, line, tasks }: Phase): AdoptedPhase {
  const states: AdoptedPhase['states'] = {};
  for (const { state } of tasks) states[state] = (states[state] ?? 0) + 1;
  return { id, derived, title, line, states };
}

function countEvidence(phases: readonly Phase[]): AdoptedEvidence[] {
  const counts = new Map<string, AdoptedEvidence>();
  const add = (source: AdoptedEvidence['source'], { kind }: Claim): void => {
    const key = `${source} ${kind}`;
    counts.set(key, { source, kind, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  for (const { claims, tasks } of phases) {
    for (const claim of claims) add('heading', claim);
    for (const task of tasks) for (const claim of task.claims) add(claim.source, claim);
  }
  return [...counts.values()];
}

function countFacts(claims: readonly Claim[], commits: AdoptedFacts['commits']): AdoptedFact[] {
  const distinct = new Map(claims.filter(isAsked).map((claim) => [keyOfClaim(claim), claim]));
  const facts = new Map<string, AdoptedFact>();
  for (const [key, { text }] of distinct) {
    const fact = commits.get(key)?.fact ?? 'unknown';
    const said = facts.get(fact)?.claims ?? [];
    facts.set(fact, { fact, count: said.length + 1, claims: [...said, text] });
  }
  return [...facts.values()];
}

function findUnplaced(file: AdoptedFile, commits: AdoptedFacts['commits']): Unplaced[] {
  const root = readMarkdown(file.source.text);
  const isKnown = (claim: AskedClaim): boolean | null => {
    const fact = commits.get(keyOfClaim(claim))?.fact;
    return fact === undefined || fact === 'unknown' ? null : fact !== 'absent' && fact !== 'not-a-commit';
  };
  return [
    ...findUnknownStates(file),
    ...(root === null ? [] : [...findStrayBoxes(root, file), ...findStrayTables(root, file)]),
    ...describeHashes(listStrayHashes(file), file, isKnown),
    ...findRepeatedIds(file),
    ...findLostDependencies(file),
  ];
}
