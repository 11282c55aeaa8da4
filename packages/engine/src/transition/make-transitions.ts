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
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import { openClaims } from '../holds/claim-tasks.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import { type Citation, citeEvidence } from './cite-evidence.ts';
import { describeCommit } from './describe-commit.ts';
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
  const steps: Step[] = [];
  const claims = await openClaims(repository, holder, request);
  const refusals: TransitionRefusal[] = claims.refuse(tasks);
  const objects = openObjects(repository.folder, LONGEST_COMMIT);
  const current = new Map<LoadedRoadmap, LoadedRoadmap>();
  for (const { roadmap, id } of tasks) {
    const before = current.get(roadmap) ?? roadmap;
    const { transition, commits } = await makeTransition(before, id, request, objects);
    const planned = planTransition(before, before.policy, transition, before.parse);
    const from = listTasks(before.graph).find((task) => task.id === id);
    if (planned.kind === 'refused' || from === undefined) {
      if (planned.kind === 'refused') refusals.push(...planned.refusals);
      continue;
    }
    steps.push({ transition, before, from, planned, commits });
    current.set(roadmap, reload(before, planned.bytes));
  }
  await objects.close();
  const judged = await judgeAll(repository, config, [...current.values()], steps);
  refusals.push(...judged.refusals);
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
    for (const [old, now] of current)
      await replaceFile(repository.root, old.graph.path, old.source.bytes, now.source.bytes);
    judged.warnings.push(...(await claims.settle(tasks)));
    return report(steps.every(isUnchanged) ? 'unchanged' : 'written');
  }
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
  const { text, commits } = await writeClaims(request.commits, because, graph, objects);
  const [first] = commits;
  const subject = first === undefined ? null : ((await readCommit(objects, first))?.subject ?? null);
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
  const after = new TextDecoder().decode(planned.bytes);
  return {
    file: before.graph.path,
    task: transition.task,
    title: from.title,
    from: from.state,
    to: transition.to,
    status: planned.status,
    evidence: [...commits],
    commit,
    diff: listDiff(new TextDecoder().decode(before.source.bytes), after),
  };
}

async function commitStep(
  { root }: Repository,
  { transition, before, from, planned }: Step,
  citations: ReadonlyMap<Task, readonly Citation[]>,
): ReturnType<typeof commitEdit> {
  const own = blockOf(before, from.id);
  return commitEdit({
    root,
    path: before.graph.path,
    message: describeCommit(from, transition.to, planned.status, citations.get(planned.task) ?? []),
    edit: (bytes) => {
      // What the user has changed elsewhere stays; in the task's own lines nobody can tell what is meant.
      const source = decodeSource(bytes);
      if (!isSource(source)) return null;
      const there = { ...before, source, graph: before.parse(bytes) };
      if (blockOf(there, from.id) !== own) return null;
      const written = writeTransition(there, before.policy, transition, before.parse);
      return written.kind === 'planned' ? written.bytes : null;
    },
  });
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
