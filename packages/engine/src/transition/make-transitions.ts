import {
  type Claim,
  type Config,
  decodeSource,
  type Facts,
  findFact,
  type Holder,
  isSource,
  listTasks,
  type MadeTransition,
  noFacts,
  type Task,
  type TransitionRefusal,
  type TransitionReport,
  unknownReasonOf,
} from '@roadmap-as-code/core';
import { findTaskBlocks } from '@roadmap-as-code/core/parse';
import { rules, runRules } from '@roadmap-as-code/core/rules';
import {
  type Goal,
  judgeEvidence,
  type Planned,
  planTransition,
  type Refusal,
  type Transition,
  writeTransition,
} from '@roadmap-as-code/core/transition';
import { commitEdit } from '../git/commit/commit-edit.ts';
import { rehearseEdit } from '../git/commit/rehearse-edit.ts';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import { openClaims } from '../holds/claim-tasks.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import { type Citation, citeEvidence } from './cite-evidence.ts';
import { describeCommit } from './describe-commit.ts';
import { findConflict } from './find-conflict.ts';
import { listDiff } from './list-diff.ts';
import { replaceFile } from './replace-file.ts';
import { writeClaims } from './write-claims.ts';

/** What somebody asks for, of one or several tasks. */
export interface TransitionRequest {
  readonly to: Goal;
  /** What did the work, as named on the command line; empty leaves what is there. */
  readonly commits: readonly string[];
  /** Why there is no commit, with `none`. */
  readonly because: string | null;
  readonly status: string | null;
  readonly reason: string | null;
  readonly override: string | null;
  /** Says what would happen, and changes nothing. */
  readonly isDryRun: boolean;
  /** Commits each transition; else the file alone is written. */
  readonly isCommitted: boolean;
  /** Milliseconds since 1970, for the change log and for claims. */
  readonly now: number;
  /** Name of who asks, as `--as` gives it; null where none was given. */
  readonly agent: string | null;
  /** Milliseconds that a task stays claimed. */
  readonly holdFor: number;
}

/** A task that is meant, in its roadmap. */
export interface MeantTask {
  readonly roadmap: LoadedRoadmap;
  readonly id: string;
}

/** Where tasks change, and for whom. */
export interface Changing {
  readonly repository: Repository;
  readonly config: Config | null;
  readonly holder: Holder;
}

/** A transition that was written, and may be committed. */
interface Step {
  readonly transition: Transition;
  readonly before: LoadedRoadmap;
  readonly from: Task;
  readonly planned: Planned & { readonly kind: 'planned' };
  readonly commits: readonly string[];
}

/**
 * Takes tasks from one state to another, if the law allows it for each of them; else nothing is changed. The caller holds
 * the lock of the repository unless it is a dry run.
 */
export async function makeTransitions(
  { repository, config, holder }: Changing,
  tasks: readonly MeantTask[],
  request: TransitionRequest,
): Promise<TransitionReport> {
  const claims = await openClaims(repository, holder, request);
  const { steps, current, refused } = await planSteps(repository, tasks, request);
  const refusals: TransitionRefusal[] = [...claims.refuse(tasks), ...refused];
  const judged = await judgeAll(repository, config, [...current.values()], steps);
  refusals.push(...judged.refusals, ...(request.isCommitted ? steps.flatMap(refuseThis) : []));
  const report = (
    outcome: TransitionReport['outcome'],
    more: readonly TransitionRefusal[] = [],
    carried: readonly (string | null)[] = [],
  ): TransitionReport => ({
    schemaVersion: 1,
    outcome,
    transitions: steps.map((step, at) => describeStep(step, carried[at] ?? null)),
    refusals: [...refusals, ...more].map(({ clause, task, message, help }) => ({
      clause,
      task,
      message,
      help,
    })),
    warnings: judged.warnings,
  });
  if (refusals.length > 0) return report('refused');
  if (request.isDryRun) return report('legal');
  if (!request.isCommitted) {
    const refused = await writeAll(repository, current, steps);
    if (refused !== null) return report('refused', [refused]);
    judged.warnings.push(...(await claims.settle(tasks)));
    return report(steps.every(isUnchanged) ? 'unchanged' : 'written');
  }
  const obstacle = await findObstacle(repository, steps);
  if (obstacle !== null) return report('refused', [obstacle]);
  const citations = await citeEvidence(
    repository,
    steps.filter(citesWork).map(({ planned }) => planned.task),
  );
  const carried: (string | null)[] = [];
  for (const [at, step] of steps.entries()) {
    const outcome = isUnchanged(step) ? null : await commitStep(repository, step, citations);
    if (outcome?.kind === 'refused') {
      const { message, help } = outcome;
      return report('refused', [{ clause: 'commit', task: step.transition.task, message, help }], carried);
    }
    carried.push(outcome?.commit ?? null);
    judged.warnings.push(...(await claims.settle(tasks.slice(at, at + 1))));
  }
  return report(steps.every(isUnchanged) ? 'unchanged' : 'committed', [], carried);
}

/** `this` is for a commit that has the work in it, too. */
function refuseThis({ transition, planned }: Step): Refusal[] {
  if (transition.to !== 'done' || planned.edits.length === 0) return [];
  if (!planned.task.claims.some(({ kind }) => kind === 'this')) return [];
  return [
    {
      clause: 'evidence',
      task: transition.task,
      message: `${transition.task}: \`this\` would be a commit of the tick alone, with no work in it`,
      help: 'Write the tick with `--no-commit` and commit it together with the work, or cite the commit that did it.',
    },
  ];
}

interface Plan {
  readonly steps: readonly Step[];
  /** Each roadmap as it was read, and as it would be. */
  readonly current: ReadonlyMap<LoadedRoadmap, LoadedRoadmap>;
  readonly refused: readonly Refusal[];
}

/** Writes one transition after the other, in memory; what can't be written is refused. */
async function planSteps(
  repository: Repository,
  tasks: readonly MeantTask[],
  request: TransitionRequest,
): Promise<Plan> {
  const steps: Step[] = [];
  const refused: Refusal[] = [];
  const current = new Map<LoadedRoadmap, LoadedRoadmap>();
  const objects = openObjects(repository.folder, LONGEST_COMMIT);
  try {
    for (const { roadmap, id } of tasks) {
      const before = current.get(roadmap) ?? roadmap;
      const { transition, commits } = await makeTransition(before, id, request, objects);
      const conflict = refuseConflict(before, id);
      const planned: Planned =
        conflict === null
          ? planTransition(before, before.policy, transition, before.parse)
          : { kind: 'refused', refusals: [conflict] };
      const from = listTasks(before.graph).find((task) => task.id === id);
      if (planned.kind === 'refused' || from === undefined) {
        if (planned.kind === 'refused') refused.push(...planned.refusals);
        continue;
      }
      steps.push({ transition, before, from, planned, commits });
      current.set(roadmap, reload(before, planned.bytes));
    }
  } finally {
    // Left open, it would keep this process from ending.
    await objects.close();
  }
  return { steps, current, refused };
}

function refuseConflict({ graph, source }: LoadedRoadmap, task: string): Refusal | null {
  const line = findConflict(source.text);
  if (line === null) return null;
  return {
    clause: 'form',
    task,
    message: `${graph.path}:${line}: it has the marks of a conflict`,
    help: 'Resolve the conflict, then run this again.',
  };
}

/** Writes all files, or none of them: then it is said why. */
async function writeAll(
  { root }: Repository,
  current: Plan['current'],
  steps: readonly Step[],
): Promise<TransitionRefusal | null> {
  const written: (readonly [LoadedRoadmap, LoadedRoadmap])[] = [];
  for (const [old, now] of current) {
    try {
      await replaceFile(root, old.graph.path, old.source.bytes, now.source.bytes);
      written.push([old, now]);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const [was, is] of written)
        await replaceFile(root, was.graph.path, is.source.bytes, was.source.bytes);
      const task = steps.find(({ before }) => before.graph.path === old.graph.path)?.transition.task ?? '';
      return { clause: 'form', task, message: error.message, help: error.help };
    }
  }
  return null;
}

/**
 * Why one of several commits could not be made, before the first of them is. Of one alone, its own commit tells; what a
 * hook will say, nobody knows.
 */
async function findObstacle({ root }: Repository, steps: readonly Step[]): Promise<TransitionRefusal | null> {
  const changed = steps.filter((step) => !isUnchanged(step));
  if (changed.length < 2) return null;
  for (const path of new Set(changed.map(({ before }) => before.graph.path))) {
    const own = changed.filter(({ before }) => before.graph.path === path);
    let last = own[0];
    const edit = (bytes: Uint8Array): Uint8Array | null => {
      let edited: Uint8Array | null = bytes;
      for (const step of own) {
        last = step;
        edited = edited && editStep(step, edited);
        if (edited === null) break;
      }
      return edited;
    };
    const refused = await rehearseEdit({ root, path, message: '', edit });
    if (refused === null || last === undefined) continue;
    const { message, help } = refused;
    return {
      clause: 'commit',
      task: last.transition.task,
      message: `${last.transition.task}: ${message}`,
      help,
    };
  }
  return null;
}

/** What is done rests on all that the task cites; another state on what was named for it. */
function citesWork({ transition, commits }: Step): boolean {
  return transition.to === 'done' || commits.length > 0;
}

function isUnchanged({ planned }: Step): boolean {
  return planned.edits.length === 0;
}

/** In bytes; the message of a longer commit gives no Status. */
const LONGEST_COMMIT = 1024 * 1024;

async function makeTransition(
  { graph }: LoadedRoadmap,
  id: string,
  request: TransitionRequest,
  objects: ObjectReader,
): Promise<{ transition: Transition; commits: readonly string[] }> {
  const { to, status, reason, override, because, now } = request;
  const { text, commits, first } = await writeClaims(request.commits, because, graph, objects);
  const subject = first === null ? null : ((await readCommit(objects, first))?.subject ?? null);
  const date = new Date(now).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
  const commit = request.commits.length === 0 ? null : text;
  return { transition: { task: id, to, commit, status, subject, reason, override, date }, commits };
}

/** The same roadmap with other bytes. */
function reload(roadmap: LoadedRoadmap, bytes: Uint8Array): LoadedRoadmap {
  const source = decodeSource(bytes);
  if (!isSource(source)) throw new Error(`${roadmap.graph.path}: what was written is no UTF-8`);
  return { ...roadmap, graph: roadmap.parse(bytes), source };
}

const FAMILIES: ReadonlyMap<string, string> = new Map(rules.map(({ meta }) => [meta.id, meta.family]));

/** The clause on evidence, for all tasks at once, on the files as they would be. */
async function judgeAll(
  repository: Repository,
  config: Config | null,
  roadmaps: readonly LoadedRoadmap[],
  steps: readonly Step[],
): Promise<Pick<TransitionReport, 'warnings'> & { refusals: Refusal[] }> {
  if (!steps.some(({ transition }) => transition.to === 'done')) return { refusals: [], warnings: [] };
  const found = await lookUpEvidence(repository, roadmaps, { config, mostFiles: 0 });
  const refusals: Refusal[] = [];
  const warnings: TransitionReport['warnings'] = [];
  for (const roadmap of roadmaps) {
    const { commits = noFacts.commits, target, trouble = null } = found.get(roadmap) ?? {};
    const facts: Facts = {
      ...noFacts,
      commits,
      target: target?.name ?? noFacts.target,
      targetProblem: target?.problem ?? null,
      trouble,
    };
    const diagnostics = runRules({ ...roadmap, facts });
    const own = steps.filter(({ before }) => before.graph.path === roadmap.graph.path);
    for (const { planned, transition } of own)
      refusals.push(...judgeEvidence(planned.task, transition.to, diagnostics, FAMILIES));
    const ids = own.map(({ transition }) => transition.task);
    const isUnknown = listTasks(roadmap.graph).some(
      (task) => ids.includes(task.id) && task.claims.some((claim) => isFactUnknown(claim, facts)),
    );
    for (const { rule, severity, task, message, help } of diagnostics) {
      // One commit for several tasks is said at the second of them, which may be another.
      const isNamed = rule === 'commit-reused' && message.split(/[\s,]+/).some((word) => ids.includes(word));
      const isOurs = task === null ? isUnknown && rule === 'evidence-unknown' : ids.includes(task) || isNamed;
      if (isOurs && severity === 'warning' && FAMILIES.get(rule) === 'evidence')
        warnings.push({ rule, message, help });
    }
  }
  return { refusals, warnings };
}

function isFactUnknown(claim: Claim, facts: Facts): boolean {
  const fact = findFact(claim, facts);
  return fact !== null && unknownReasonOf(fact) !== null;
}

function describeStep(
  { transition, before, from, planned, commits }: Step,
  commit: string | null,
): MadeTransition {
  return {
    file: before.graph.path,
    task: transition.task,
    title: from.title,
    from: from.state,
    to: transition.to,
    status: planned.status,
    evidence: [...commits],
    commit,
    diff: listDiff(before.source.bytes, planned.edits),
  };
}

async function commitStep(
  { root }: Repository,
  step: Step,
  citations: ReadonlyMap<Task, readonly Citation[]>,
): ReturnType<typeof commitEdit> {
  const { transition, before, from, planned } = step;
  return commitEdit({
    root,
    path: before.graph.path,
    message: describeCommit(from, transition.to, planned.status, citations.get(planned.task) ?? []),
    edit: (bytes) => editStep(step, bytes),
  });
}

/**
 * A version of the file with the transition. What the user has changed elsewhere stays; where they have changed the
 * task's own lines, nobody can tell what is meant, and it is null.
 */
function editStep({ transition, before, from }: Step, bytes: Uint8Array): Uint8Array | null {
  const source = decodeSource(bytes);
  if (!isSource(source)) return null;
  const there = { ...before, source, graph: before.parse(bytes) };
  if (blockOf(there, from.id) !== blockOf(before, from.id)) return null;
  const written = writeTransition(there, before.policy, transition, before.parse);
  return written.kind === 'planned' ? written.bytes : null;
}

/** The lines of a task, whatever they end with. */
function blockOf({ graph, source }: Pick<LoadedRoadmap, 'graph' | 'source'>, id: string): string | null {
  const task = listTasks(graph).find((one) => one.id === id);
  if (task === undefined) return null;
  const text = source.text.replace(/\r\n?/g, '\n');
  const lines = text.split('\n');
  const blocks = [...findTaskBlocks(text).values()].flat();
  return blocks.find(({ line }) => line === task.line)?.text ?? lines[task.line - 1] ?? null;
}
