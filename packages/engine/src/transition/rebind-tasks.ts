import {
  type AskedClaim,
  type Config,
  cutText,
  decodeSource,
  isAsked,
  isSource,
  keyOfClaim,
  listTasks,
  type RebindRefusal,
  type RebindReport,
  type ReboundClaim,
  type Task,
} from '@roadmap-as-code/core';
import { listDiff, type NewHashes, type PlannedRebind, writeRebind } from '@roadmap-as-code/core/transition';
import { commitEdit } from '../git/commit/commit-edit.ts';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Evidence, lookUpEvidence } from '../lookups/look-up-evidence.ts';
import { LONGEST_SUBJECT } from './describe-commit.ts';
import { findConflict } from './find-conflict.ts';
import type { MeantTask } from './make-transitions.ts';
import { replaceFile } from './replace-file.ts';
import { rebindTrailer, taskTrailer } from './trailers.ts';
import { abbreviate } from './write-claims.ts';

export interface RebindRequest {
  /** Says what would happen, and changes nothing. */
  readonly isDryRun: boolean;
  /** Commits each task; else the files alone are written. */
  readonly isCommitted: boolean;
}

/** A claim that landed under another hash, and what is to stand in its place. */
interface Rebinding extends NewHashes {
  readonly claim: AskedClaim;
  readonly old: string;
  readonly how: ReboundClaim['how'];
}

/** A task whose claims were written anew. */
interface Step {
  readonly before: LoadedRoadmap;
  readonly task: Task;
  readonly changes: readonly Rebinding[];
  readonly planned: Extract<PlannedRebind, { kind: 'planned' }>;
}

/**
 * Writes the hashes that landed in the place of those that did not, where the facts say that they carry the same work;
 * all that is asked for, or nothing. The caller holds the lock of the repository unless it is a dry run.
 */
export async function rebindTasks(
  repository: Repository,
  config: Config | null,
  tasks: readonly MeantTask[],
  request: RebindRequest,
): Promise<RebindReport> {
  const { steps, current, refusals } = await planSteps(repository, config, tasks);
  const carried: string[] = [];
  const report = (outcome: RebindReport['outcome'], more: readonly RebindRefusal[] = []): RebindReport => ({
    schemaVersion: 1,
    outcome,
    rebinds: steps.map((step, at) => describeStep(step, carried[at] ?? null)),
    refusals: [...refusals, ...more],
  });
  if (refusals.length > 0) return report('refused');
  if (steps.length === 0) return report('unchanged');
  if (request.isDryRun) return report('legal');
  if (!request.isCommitted) {
    for (const [old, now] of current)
      await replaceFile(repository.root, old.graph.path, old.source.bytes, now.source.bytes);
    return report('written');
  }
  for (const step of steps) {
    const outcome = await commitEdit({
      root: repository.root,
      path: step.before.graph.path,
      message: describeRebind(step),
      edit: (bytes) => editAgain(step, bytes),
    });
    if (outcome.kind === 'refused') {
      const { message, help } = outcome;
      return report('refused', [{ task: step.task.id, message, help }]);
    }
    carried.push(outcome.commit);
  }
  return report('committed');
}

interface Plan {
  readonly steps: Step[];
  /** Each roadmap as it was read, and as it would be. */
  readonly current: Map<LoadedRoadmap, LoadedRoadmap>;
  readonly refusals: RebindRefusal[];
}

async function planSteps(
  repository: Repository,
  config: Config | null,
  tasks: readonly MeantTask[],
): Promise<Plan> {
  const plan: Plan = { steps: [], current: new Map(), refusals: [] };
  const roadmaps = [...new Set(tasks.map(({ roadmap }) => roadmap))];
  const wanted = new Set(tasks.flatMap((one) => findTask(one)?.claims ?? []));
  const isWanted = (claim: AskedClaim): boolean => wanted.has(claim);
  const found = await lookUpEvidence(repository, roadmaps, { config, isWanted, mostFiles: 0 });
  const objects = openObjects(repository.folder, LONGEST_COMMIT);
  try {
    for (const one of tasks) {
      const evidence = found.get(one.roadmap);
      const task = findTask(one);
      if (evidence === undefined || task === undefined) continue;
      const rebound = await Promise.all(
        task.claims.filter(isAsked).map((claim) => findNewHashes(claim, evidence, objects)),
      );
      const changes = rebound.flatMap((change) => change ?? []);
      if (changes.length > 0) planStep(plan, one, task, changes);
    }
  } finally {
    // Left open, it would keep this process from ending.
    await objects.close();
  }
  return plan;
}

/** In bytes, of a commit that a hash is looked up for. */
const LONGEST_COMMIT = 1024 * 1024;

function findTask({ roadmap, id }: MeantTask): Task | undefined {
  return listTasks(roadmap.graph).find((task) => task.id === id);
}

function planStep(plan: Plan, { roadmap, id }: MeantTask, task: Task, changes: readonly Rebinding[]): void {
  const line = findConflict(roadmap.source.text);
  if (line !== null) {
    const message = `${roadmap.graph.path}:${line}: it has the marks of a conflict`;
    plan.refusals.push({ task: id, message, help: 'Resolve the conflict, then run this again.' });
    return;
  }
  const before = plan.current.get(roadmap) ?? roadmap;
  const planned = writeRebind(before, id, meanIn(before, id, changes), before.parse);
  if (planned.kind === 'refused') {
    plan.refusals.push({ task: id, message: planned.message, help: 'Change the file by hand.' });
    return;
  }
  plan.steps.push({ before, task, changes, planned });
  plan.current.set(roadmap, readAgain(before, planned.bytes) ?? before);
}

/** The same claims in another version of the file: those before them in the task are as many there. */
function meanIn({ graph }: LoadedRoadmap, id: string, changes: readonly Rebinding[]): NewHashes[] {
  const claims = listTasks(graph).find((task) => task.id === id)?.claims ?? [];
  return changes.flatMap(({ claim, hashes, ids }) => {
    const meant = claims.filter(({ kind, text }) => kind === claim.kind && text === claim.text);
    return meant.map((there) => ({ claim: there, hashes, ids }));
  });
}

/** Null where the claim landed as it is, or nothing tells that it did; or of a range, where its work is no range now. */
async function findNewHashes(
  claim: AskedClaim,
  { elsewhere }: Evidence,
  objects: ObjectReader,
): Promise<Rebinding | null> {
  const found = elsewhere.get(keyOfClaim(claim));
  if (found?.kind !== 'carried') return null;
  const { commit, start, cited, how } = found;
  if (claim.kind === 'range' && start === null) return null;
  const ids = claim.kind === 'range' && start !== null ? [start, commit] : [commit];
  const hashes = await Promise.all(
    ids.map((id, at) => abbreviate(id, claim.hashes[at]?.length ?? id.length, objects)),
  );
  return { claim, ids, hashes, old: cited, how };
}

function readAgain(roadmap: LoadedRoadmap, bytes: Uint8Array): LoadedRoadmap | null {
  const source = decodeSource(bytes);
  return isSource(source) ? { ...roadmap, graph: roadmap.parse(bytes), source } : null;
}

/** The same change in another version of the file; null where the task's claims are not the same there. */
function editAgain({ before, task, changes }: Step, bytes: Uint8Array): Uint8Array | null {
  const there = readAgain(before, bytes);
  const same = there === null ? undefined : findTask({ roadmap: there, id: task.id });
  const textOf = ({ claims }: Task): string => claims.map(({ text }) => text).join('\n');
  if (there === null || same === undefined || textOf(same) !== textOf(task)) return null;
  const written = writeRebind(there, task.id, meanIn(there, task.id, changes), before.parse);
  return written.kind === 'planned' ? written.bytes : null;
}

function describeStep(
  { before, task, changes, planned }: Step,
  commit: string | null,
): RebindReport['rebinds'][number] {
  return {
    file: before.graph.path,
    task: task.id,
    title: task.title,
    claims: changes.map(({ claim, hashes, ids, old, how }) => ({
      before: claim.text,
      after: hashes.join('..'),
      old,
      new: ids.at(-1) ?? '',
      how,
    })),
    commit,
    diff: listDiff(before.source.bytes, planned.edits),
  };
}

/** The old hashes stay in trailers (git-interpret-trailers(1)), so that they can be found by. */
function describeRebind({ task, changes }: Step): string {
  const subject = cutText(`chore(roadmap): rebind ${task.id} — ${task.title}`, LONGEST_SUBJECT);
  const body = changes.map(({ claim, hashes }) => `${claim.text} landed as ${hashes.join('..')}`);
  const trailers = [
    `${taskTrailer}: ${task.id}`,
    ...changes.map(({ old, ids }) => `${rebindTrailer}: ${old} ${ids.at(-1) ?? ''}`),
  ];
  return `${[subject, body.join('\n'), trailers.join('\n')].join('\n\n')}\n`;
}
