import { noFacts } from '../facts/facts.ts';
import type { Claim, Phase, Roadmap, State, Task } from '../generated/roadmap.types.ts';
import type {
  ShownEvidence,
  ShownPhase,
  ShownRoadmap,
  ShownTask,
  ShowReport,
} from '../generated/show.types.ts';
import { countTasks, summarize } from '../graph/summarize.ts';
import type { Holding, HoldsOfTasks } from '../holds/holds.ts';
import { isClosed, makeOrderLaw, type OrderLaw } from '../law/order.ts';
import type { Policy } from '../law/policy.ts';

/** Which tasks to show: those that fit all of what is named. */
export interface ShowFilter {
  readonly phase?: string | undefined;
  readonly state?: State | undefined;
  /** Ids of tasks. */
  readonly tasks?: readonly string[] | undefined;
}

/** A graph with the policy that it is held to. */
export interface HeldGraph {
  readonly graph: Roadmap;
  readonly policy: Policy;
}

/** A graph for a person, with who has claimed what in it. */
export interface ShowCase extends HeldGraph {
  /** Why it was taken for its dialect. */
  readonly why: readonly string[];
  readonly holds: HoldsOfTasks;
}

/** What was found about a claim; null where it was not looked up. */
export type FindEvidence = (claim: Claim) => ShownEvidence | null;

/** The roadmaps for a person: phases with their progress, tasks with what they wait for. */
export function makeShowReport(
  roadmaps: readonly ShowCase[],
  filter: ShowFilter,
  findEvidence: FindEvidence = () => null,
  remotes: ShowReport['remotes'] = [],
): ShowReport {
  return {
    schemaVersion: 1,
    roadmaps: roadmaps.map((held) => showRoadmap(held, filter, findEvidence)),
    remotes,
  };
}

function showRoadmap(
  { graph, policy, holds, why }: ShowCase,
  filter: ShowFilter,
  findEvidence: FindEvidence,
): ShownRoadmap {
  const order = makeOrderLaw(graph, policy);
  const filtered = filter.phase !== undefined || filter.state !== undefined || filter.tasks !== undefined;
  const context = { order, holds, findEvidence };
  const phases = graph.phases.map((phase) => showPhase(phase, filter, context));
  return {
    path: graph.path,
    dialect: graph.dialect,
    why: [...why],
    legend: { ...graph.legend },
    title: graph.title,
    // Whether the claims are good is for `check`: nothing was looked up here.
    summary: summarize({ ...countTasks([{ graph, facts: noFacts }]), withEvidence: null }),
    phases: phases.filter(
      (phase, index) => phase.tasks.length > 0 || (!filtered && graph.phases[index]?.derived === false),
    ),
  };
}

interface Context {
  readonly order: OrderLaw;
  readonly holds: HoldsOfTasks;
  readonly findEvidence: FindEvidence;
}

function showPhase(phase: Phase, filter: ShowFilter, context: Context): ShownPhase {
  const { id, title, kind, line } = phase;
  const inPhase = filter.phase === undefined || filter.phase === id;
  const tasks = phase.tasks.filter(
    (task) =>
      inPhase &&
      (filter.state === undefined || task.state === filter.state) &&
      (filter.tasks === undefined || filter.tasks.includes(task.id)),
  );
  const closed = phase.tasks.filter(isClosed).length;
  return {
    id,
    title,
    kind,
    line,
    total: phase.tasks.length,
    closed,
    tasks: tasks.map((task) => showTask(task, context)),
  };
}

function showTask(task: Task, { order, holds, findEvidence }: Context): ShownTask {
  const { id, title, state, reason, gate, optional, line, parent } = task;
  const hold = holds.get(id);
  return {
    id,
    title,
    state,
    reason,
    gate,
    optional,
    line,
    parent,
    waitsFor: isClosed(task) ? [] : order.blockersOf(task, MOST_BLOCKERS).map((blocker) => blocker.task.id),
    hold: hold === undefined ? null : showHold(hold),
    fields: task.fields.map((field) => ({ name: field.name, value: field.value, line: field.line })),
    claims: task.claims.map((claim) => ({
      kind: claim.kind,
      text: claim.text,
      evidence: findEvidence(claim),
    })),
    notes: task.notes.map(({ text }) => text),
  };
}

function showHold({ by, since, until, on = null }: Holding): ShownTask['hold'] {
  return { by, since, until, remote: on };
}

/** A reader is helped by the first few; there may be thousands. */
const MOST_BLOCKERS = 10;
