import { decodeSource, isSource, listTasks, type Task } from '@roadmap-as-code/core';
import {
  type Planned,
  planTransition,
  type Refusal,
  type Transition,
} from '@roadmap-as-code/core/transition';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { findConflict } from './find-conflict.ts';
import type { MeantTask, TransitionRequest } from './transition-request.ts';
import { writeClaims } from './write-claims.ts';

/** A transition that was written, and may be committed. */
export interface Step {
  readonly transition: Transition;
  readonly before: LoadedRoadmap;
  readonly from: Task;
  readonly planned: Planned & { readonly kind: 'planned' };
  readonly commits: readonly string[];
}

export interface Plan {
  readonly steps: readonly Step[];
  /** Each roadmap as it was read, and as it would be. */
  readonly current: ReadonlyMap<LoadedRoadmap, LoadedRoadmap>;
  readonly refused: readonly Refusal[];
}

/**
 * Writes one transition after the other, in memory; what can't be written is refused.
 * @param shared to ask for objects; without it there is one for this alone
 */
export async function planSteps(
  repository: Repository,
  tasks: readonly MeantTask[],
  request: TransitionRequest,
  shared?: ObjectReader,
): Promise<Plan> {
  const steps: Step[] = [];
  const refused: Refusal[] = [];
  const current = new Map<LoadedRoadmap, LoadedRoadmap>();
  const objects = shared ?? openObjects(repository.folder, LONGEST_COMMIT);
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
      if (transition.to === 'todo' && from.state === 'todo') {
        refused.push(refuseOpen(id));
        continue;
      }
      steps.push({ transition, before, from, planned, commits });
      current.set(roadmap, reload(before, planned.bytes));
    }
  } finally {
    // Left open, it would keep this process from ending.
    if (shared === undefined) await objects.close();
  }
  return { steps, current, refused };
}

/** Nothing was done that could be undone. */
function refuseOpen(task: string): Refusal {
  return {
    clause: 'truth',
    task,
    message: `${task} is todo as it is: there is nothing to reopen`,
    help: `\`roadmap show ${task}\` has all that it says.`,
  };
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

/** Whether the message of the commit is where a later reader finds the evidence, or that it holds no longer. */
export function tellsOfFile({ before, from, planned, transition }: Step): boolean {
  if (
    before.dialect.evidence.place === 'field' ||
    planned.task.claims.some(({ source }) => source !== 'commit')
  )
    return false;
  return planned.told.length > 0 || (from.state === 'done' && transition.to !== 'done');
}

/** Whether the file says so already. */
export function isUnchanged({ planned }: Step): boolean {
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
