import {
  type CascadeReport,
  type CascadeTarget,
  listTasks,
  type ReportedTarget,
  type Task,
  type TransitionReport,
} from '@roadmap-as-code/core';
import { isThere, matchClaims, sayAllThere, sayPartial } from '@roadmap-as-code/core/cascade';
import { nameTarget } from '../config/check-targets.ts';
import { type Author, findAuthor } from '../git/commit/find-author.ts';
import { findPlaces } from '../git/commit/places.ts';
import { readHead, refuseUnfinished } from '../git/commit/read-head.ts';
import { Refusal } from '../git/commit/refusal.ts';
import type { MeantTask, TransitionRequest } from '../transition/transition-request.ts';
import { type CascadeProgress, cascadeTargets, reportTarget } from './cascade-targets.ts';
import { nameOwn, writeMessage } from './write-message.ts';

/** What somebody asks for. */
export interface CascadeRequest {
  /** Targets that are worked on at a time. */
  readonly jobs: number;
  readonly isDryRun: boolean;
  /** Why the order of phases and dependencies is lifted for the tick; null where it is not. */
  readonly override: string | null;
  /** Name of who asks, as `--as` gives it; null where none was given. */
  readonly agent: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What it is done in. */
export interface CascadeSurroundings {
  /** Absolute path of the top of the working tree. */
  readonly root: string;
  /** Takes the task to another state, as Session.transit does. */
  readonly transit: (request: TransitionRequest) => Promise<TransitionReport>;
  readonly onProgress: (progress: CascadeProgress) => void;
}

/** Milliseconds that each target may take to be asked, and as many to be written. */
const LONGEST_WAIT = 30_000;

/**
 * Writes the targets of a task that its Commit field does not list yet, and then what they say into the roadmap: the task
 * is ticked when all are there, and partial when some are. The law is asked of the tick before any target is.
 */
export async function cascadeTask(
  { roadmap: { graph }, id }: MeantTask,
  targets: readonly CascadeTarget[],
  request: CascadeRequest,
  { root, transit, onProgress }: CascadeSurroundings,
): Promise<CascadeReport> {
  const task = listTasks(graph).find((one) => one.id === id);
  if (task === undefined) throw new Error(`${id}: there is no such task`);
  const report = (outcome: CascadeReport['outcome'], reported: ReportedTarget[], made?: TransitionReport) =>
    makeReport(graph.path, task, outcome, reported, made);
  const { known, others } = readKnown(task, targets);
  if (task.state === 'done' && known.every(isThere)) return report('done', known);
  const commits = [...others, ...known.map(({ name, commit }) => `${name}@${commit ?? UNKNOWN}`)];
  const hoped = { to: 'done', status: sayAllThere(targets.length), commits } as const;
  const allowed = await transit(makeRequest(hoped, request, true));
  if (allowed.outcome === 'refused') return report('refused', [], allowed);
  const author = await prepare(root);
  if (author instanceof Refusal) return report('refused', [], refuseCommit(author, id));
  const found = await cascadeTargets(
    targets.flatMap((target, at) => (known[at]?.outcome === 'there' ? [] : [{ target, at }])),
    {
      root,
      author,
      message: writeMessage(id, task.title, await nameOwn(root), graph.path),
      wait: LONGEST_WAIT,
      jobs: request.jobs,
      isDryRun: request.isDryRun,
      onProgress,
    },
  );
  const rest = found.values();
  const results = known.map((one): ReportedTarget => (isThere(one) ? one : (rest.next().value ?? one)));
  if (request.isDryRun) return report('probed', results);
  const goal = chooseGoal(results);
  if (goal === null) return report('none', results);
  const cited = results.flatMap((one, at) =>
    isThere(one) ? [`${one.name}@${known[at]?.commit ?? one.commit?.slice(0, DIGITS)}`] : [],
  );
  const made = await transit(makeRequest({ ...goal, commits: [...others, ...cited] }, request, false));
  return report(made.outcome === 'refused' ? 'refused' : goal.to, results, made);
}

function makeReport(
  file: string,
  { id, title }: Task,
  outcome: CascadeReport['outcome'],
  targets: ReportedTarget[],
  made?: TransitionReport,
): CascadeReport {
  return {
    schemaVersion: 1,
    outcome,
    file,
    task: id,
    title,
    targets,
    commit: made?.transitions[0]?.commit ?? null,
    refusals: made?.refusals ?? [],
    warnings: made?.warnings ?? [],
  };
}

/** What the roadmap says of each target, and what else the task cites. */
function readKnown(
  { claims }: Task,
  targets: readonly CascadeTarget[],
): { readonly known: ReportedTarget[]; readonly others: readonly string[] } {
  const { listed, others } = matchClaims(claims, targets.map(nameTarget));
  const known = targets.map((target, at) => {
    const commit = listed[at] ?? null;
    return reportTarget(target, null, { outcome: commit === null ? 'ready' : 'there', commit });
  });
  return { known, others };
}

/** Where the task goes; null where it stays as it is. */
function chooseGoal(
  results: readonly ReportedTarget[],
): { readonly to: 'done' | 'partial'; readonly status: string } | null {
  if (results.every(isThere)) return { to: 'done', status: sayAllThere(results.length) };
  return results.some(isThere) ? { to: 'partial', status: sayPartial(results) } : null;
}

/** Digits of a hash in a Commit field; whether it is unique in another repository, git here can't tell. */
const DIGITS = 12;

/** In the place of a hash that is not known before the push. */
const UNKNOWN = '0'.repeat(DIGITS);

function makeRequest(
  wanted: Pick<TransitionRequest, 'to' | 'status' | 'commits'>,
  { override, agent, now }: CascadeRequest,
  isDryRun: boolean,
): TransitionRequest {
  const nothing = { because: null, reason: null, holdFor: 0 };
  return { ...wanted, ...nothing, override, isDryRun, isCommitted: true, now, agent };
}

/** Who commits, where a commit of the roadmap can be made when the targets have been written; else why not. */
async function prepare(root: string): Promise<Author | Refusal> {
  try {
    refuseUnfinished(await findPlaces(root));
    await readHead(root);
    return await findAuthor(root);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function refuseCommit({ message, help }: Refusal, task: string): TransitionReport {
  const refusals = [{ clause: 'commit' as const, task, message, help }];
  return { schemaVersion: 1, outcome: 'refused', transitions: [], refusals, warnings: [] };
}
