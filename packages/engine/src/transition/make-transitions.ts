import type {
  Config,
  Holder,
  MadeTransition,
  Task,
  TransitionRefusal,
  TransitionReport,
} from '@roadmap-as-code/core';
import { listDiff, type Refusal } from '@roadmap-as-code/core/transition';
import { type CommitGround, openGround } from '../git/commit/ground.ts';
import type { Repository } from '../git/find-repository.ts';
import { type Claims, openClaims } from '../holds/claim-tasks.ts';
import { type Citation, citeEvidence } from './cite-evidence.ts';
import { commitStep, findObstacle } from './commit-steps.ts';
import { listTrailers } from './describe-commit.ts';
import { judgeSteps } from './judge-steps.ts';
import { isUnchanged, planSteps, type Step } from './plan-steps.ts';
import type { MeantTask, TransitionRequest } from './transition-request.ts';
import { writeSteps } from './write-steps.ts';

export type { MeantTask, TransitionRequest } from './transition-request.ts';

/** Where tasks change, and for whom. */
export interface Changing {
  readonly repository: Repository;
  readonly config: Config | null;
  readonly holder: Holder;
  /** What its commits are made with; without it, there is one for these transitions alone. */
  readonly ground?: CommitGround;
}

/**
 * Takes tasks from one state to another, if the law allows it for each of them; else nothing is changed. The caller holds
 * the lock of the repository unless it is a dry run.
 */
export async function makeTransitions(
  changing: Changing,
  tasks: readonly MeantTask[],
  request: TransitionRequest,
): Promise<TransitionReport> {
  const { repository, holder, ground = openGround(repository) } = changing;
  try {
    const claims = await openClaims(repository, holder, request);
    const told = await transit({ ...changing, ground }, claims, tasks, request).catch(
      async (error: unknown) => {
        await claims.finish();
        throw error;
      },
    );
    return { ...told, warnings: [...told.warnings, ...(await claims.finish())] };
  } finally {
    // Left open, it would keep this process from ending.
    if (changing.ground === undefined) await ground.close();
  }
}

async function transit(
  { repository, config, ground }: Changing & { readonly ground: CommitGround },
  claims: Claims,
  tasks: readonly MeantTask[],
  request: TransitionRequest,
): Promise<TransitionReport> {
  const { steps, current, refused } = await planSteps(repository, tasks, request, ground.objects);
  const isCommitting = request.isCommitted && !request.isDryRun;
  // Meanwhile, the law is asked.
  const citing = isCommitting ? citeSteps(repository, steps.filter(citesWork), ground) : null;
  citing?.catch(() => undefined);
  const refusals: TransitionRefusal[] = [...claims.refuse(tasks), ...refused];
  const judged = await judgeSteps(repository, config, current, steps, ground.objects);
  refusals.push(...judged.refusals, ...(request.isCommitted ? steps.flatMap(refuseThis) : []));
  const report = (
    outcome: TransitionReport['outcome'],
    more: readonly TransitionRefusal[] = [],
    carried: readonly (string | null)[] = [],
  ): TransitionReport => ({
    schemaVersion: 1,
    outcome,
    transitions: steps.map((step, at) =>
      describeStep(step, carried[at] ?? null, claims.findRemoteOf(tasks[at])),
    ),
    refusals: [...refusals, ...more].map(({ clause, task, message, help }) => ({
      clause,
      task,
      message,
      help,
    })),
    warnings: judged.warnings,
  });
  if (refusals.length > 0) return report('refused');
  const obstacle = isCommitting ? await findObstacle(ground, steps) : null;
  if (obstacle !== null) return report('refused', [obstacle]);
  const taken = await claims.reserve(tasks);
  if (taken.length > 0) return report('refused', taken);
  if (request.isDryRun) return report('legal');
  if (!request.isCommitted) {
    const refused = await writeSteps(repository, current, steps);
    if (refused !== null) return report('refused', [refused]);
    judged.warnings.push(...(await claims.settle(tasks)), ...(await warnOfTold(repository, steps, ground)));
    return report(steps.every(isUnchanged) ? 'unchanged' : 'written');
  }
  const citations = (await citing) ?? new Map<Task, readonly Citation[]>();
  const carried: (string | null)[] = [];
  for (const [at, step] of steps.entries()) {
    const outcome = isUnchanged(step) ? null : await commitStep(ground, step, citations);
    if (outcome?.kind === 'refused') {
      const { message, help } = outcome;
      return report('refused', [{ clause: 'commit', task: step.transition.task, message, help }], carried);
    }
    carried.push(outcome?.commit ?? null);
    judged.warnings.push(...(await claims.settle(tasks.slice(at, at + 1))));
  }
  judged.warnings.push(...steps.flatMap(warnOfUnchanged));
  return report(steps.every(isUnchanged) ? 'unchanged' : 'committed', [], carried);
}

function citeSteps(
  repository: Repository,
  steps: readonly Step[],
  { objects }: CommitGround,
): ReturnType<typeof citeEvidence> {
  return citeEvidence(
    repository,
    steps.map(({ planned }) => planned.task),
    objects,
  );
}

/** What nobody would know, since the file has no place for it and this makes no commit. */
async function warnOfTold(
  repository: Repository,
  steps: readonly Step[],
  ground: CommitGround,
): Promise<TransitionReport['warnings']> {
  const told = steps.filter((step) => step.planned.told.length > 0 && !isUnchanged(step));
  const citations = await citeSteps(repository, told, ground);
  return told.map(({ transition, before, from, planned }) => {
    const { path, dialect } = before.graph;
    const trailers = listTrailers(from, transition.to, citations.get(planned.task) ?? [], path, planned.told);
    return {
      rule: 'commit-missing',
      message: `${transition.task}: a file of the dialect ${dialect} has no place for its commit, and nothing was committed`,
      help: `Commit it with \`git commit ${trailers.map((one) => `--trailer '${one.replaceAll("'", "'\\''")}'`).join(' ')}\`.`,
    };
  });
}

function warnOfUnchanged(step: Step): TransitionReport['warnings'] {
  const { transition, before, planned } = step;
  if (!isUnchanged(step) || planned.told.length === 0) return [];
  return [
    {
      rule: 'commit-missing',
      message: `${transition.task} is done as it is, and a file of the dialect ${before.graph.dialect} has no place for its commit: nothing was written`,
      help: 'Write a `Commit:` line under it by hand, or reopen it and tick it again.',
    },
  ];
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

/** What is done rests on all that the task cites; another state on what was named for it. */
function citesWork({ transition, commits }: Step): boolean {
  return transition.to === 'done' || commits.length > 0;
}

function describeStep(
  { transition, before, from, planned, commits }: Step,
  commit: string | null,
  claimedOn: string | null,
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
    ...(claimedOn === null ? {} : { claimedOn }),
  };
}
