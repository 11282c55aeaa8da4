import { noFacts } from '../facts/facts.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { HeldTask, HeldUpTask, NextReport, Outlook, Step, StuckTask } from '../generated/next.types.ts';
import type { Field, Task } from '../generated/roadmap.types.ts';
import { countTasks, summarize } from '../graph/summarize.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { type Holder, type Holding, type HoldsOfTasks, isOwn } from '../holds/holds.ts';
import { showRemote } from '../holds/remote-holds.ts';
import { type ClaimedTasks, findNext, type NextStep } from '../law/next.ts';
import { quoteWord } from '../message/quote-word.ts';
import type { HeldGraph } from './make-show-report.ts';

/** A graph with its policy, its dialect, and who has claimed what in it. */
export interface NextCase extends HeldGraph {
  readonly dialect: Dialect;
  readonly holds: HoldsOfTasks;
}

/** What lines to run must say beside the id of the task. */
export interface NextWords {
  /** What they call a roadmap; null where the id is enough. */
  nameFile(path: string): string | null;
  /** The remote that was named by hand; null where none was. */
  readonly remote: string | null;
}

/**
 * What to do now, in the first roadmap that has something to do, and how each of the roadmaps stands.
 * @param remotes which remotes were asked for claims
 */
export function makeNextReport(
  roadmaps: readonly NextCase[],
  holder: Holder,
  words: NextWords,
  remotes: NextReport['remotes'],
): NextReport {
  const found = roadmaps.map((roadmap) => ({
    roadmap,
    step: findNext(roadmap.graph, roadmap.policy, sortHolds(roadmap.holds, holder)),
  }));
  const first = found.find(({ step }) => step.task !== null);
  return {
    schemaVersion: 1,
    next: first === undefined ? null : makeStep(first.roadmap, first.step, words),
    roadmaps: found.map(({ roadmap, step }) => makeOutlook(roadmap, step, holder)),
    remotes,
  };
}

function sortHolds(holds: HoldsOfTasks, holder: Holder): ClaimedTasks {
  const ids = (own: boolean): Set<string> =>
    new Set([...holds].filter(([, hold]) => isOwn(hold, holder) === own).map(([id]) => id));
  return { own: ids(true), others: ids(false) };
}

function makeStep(
  { graph, policy, dialect, holds }: NextCase,
  { task, phase }: NextStep,
  words: NextWords,
): Step | null {
  if (task === null || phase === null) return null;
  const { state } = task;
  const own = findFields(task.fields, 'detail', dialect);
  const details = own.length > 0 ? own : findFields(phase.fields, 'detail', dialect);
  const spoken = [
    ...own,
    ...(['commit', 'status', 'dependsOn', 'gate'] as const).flatMap((name) =>
      findFields(task.fields, name, dialect),
    ),
  ];
  const others = task.fields.filter((field) => !spoken.includes(field));
  // A path that begins with a dash would be taken for an option, quoted or not.
  const named = words.nameFile(graph.path);
  const file = named === null ? '' : ` ${quoteWord(named.replace(/^-/, './-'))}`;
  const name = `${quoteWord(task.id)}${file}`;
  const remote = words.remote === null ? '' : ` --remote ${quoteWord(showRemote(words.remote))}`;
  return {
    file: graph.path,
    line: task.line,
    phase: phase.derived ? phase.title : `${phase.id} — ${phase.title}`,
    task: task.id,
    title: task.title,
    state: state === 'doing' || state === 'partial' || state === 'failed' ? state : 'todo',
    gate: task.gate,
    details: details.map(({ value }) => value),
    notes: [...others.map(sayField), ...task.notes.map(({ text }) => text)],
    evidence: policy.required
      ? [
          'the commit that did the work, landed: `--commit <hash>`, or `--commit none --because "…"` where git has nothing to show',
          'one line of status that says what was seen: `--status "…"`',
        ]
      : ['this dialect requires none; cite the commit if there is one: `--commit <hash>`'],
    // What others have claimed is never proposed, so a hold is that of whoever asks.
    start: holds.has(task.id) ? null : `roadmap start ${name}${remote}`,
    command: `roadmap tick ${name} --commit <hash>${policy.required ? ' --status "<what was seen>"' : ''}`,
  };
}

function sayField({ name, value }: Field): string {
  return `${name}: ${value}`;
}

function makeOutlook(
  { graph, holds }: NextCase,
  { stuck, heldUp, finished }: NextStep,
  holder: Holder,
): Outlook {
  return {
    file: graph.path,
    finished,
    summary: summarize({ ...countTasks([{ graph, facts: noFacts }]), withEvidence: null }),
    stuck: stuck.map(makeStuck),
    heldByOthers: listTasks(graph).flatMap((task) => makeHeld(task, holds.get(task.id), holder)),
    heldUp: heldUp === null ? null : makeHeldUp(heldUp),
  };
}

function makeHeld({ id, title, line }: Task, hold: Holding | undefined, holder: Holder): HeldTask[] {
  if (hold === undefined || isOwn(hold, holder)) return [];
  const { by, since, until, on = null } = hold;
  return [{ task: id, title, by, since, until, remote: on, line }];
}

function makeStuck({ id, title, state, gate, reason, line }: Task): StuckTask {
  return { task: id, title, state: state as StuckTask['state'], gate, reason, line };
}

function makeHeldUp({ task, blockers }: NonNullable<NextStep['heldUp']>): HeldUpTask {
  return {
    task: task.id,
    title: task.title,
    by: blockers.map((blocker) => ({
      task: blocker.task.id,
      state: blocker.task.state as HeldUpTask['by'][number]['state'],
      clause: blocker.clause,
    })),
  };
}
