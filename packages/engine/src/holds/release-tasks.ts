import {
  dropHolds,
  type Hold,
  type Holder,
  isOver,
  isOwn,
  type ReleasedTask,
  type ReleaseReport,
  sayMoment,
} from '@roadmap-as-code/core';
import { readHolds, writeHolds } from './hold-file.ts';

/** A task, and the roadmap that it is in, from the root of the repository. */
export interface HoldableTask {
  readonly file: string;
  readonly task: string;
}

export interface ReleaseRequest {
  readonly holder: Holder;
  /** Whether what others hold is released, too. */
  readonly isForced: boolean;
  /** As in a hold. */
  readonly now: string;
}

/**
 * Ends the holds of tasks, so that others may claim them: all of them, or none. The caller holds the lock of the
 * repository.
 */
export async function releaseTasks(
  commonDir: string,
  tasks: readonly HoldableTask[],
  { holder, isForced, now }: ReleaseRequest,
): Promise<ReleaseReport> {
  const holds = await readHolds(commonDir);
  const found = tasks.map((task) => ({ task, hold: findLasting(holds, task, now) }));
  const refusals = found.flatMap(({ hold }) =>
    hold === undefined || isForced || isOwn(hold, holder)
      ? []
      : [{ ...refuseHeld(hold), help: 'If they have left it: `--force`.' }],
  );
  if (refusals.length > 0) return { schemaVersion: 1, released: [], refusals };
  if (found.some(({ hold }) => hold !== undefined)) await writeHolds(commonDir, dropHolds(holds, tasks, now));
  return { schemaVersion: 1, released: found.map(({ task, hold }) => describe(task, hold)), refusals: [] };
}

/** The hold that there is on a task at a moment. */
export function findLasting(
  holds: readonly Hold[],
  { file, task }: HoldableTask,
  now: string,
): Hold | undefined {
  return holds.find((hold) => hold.file === file && hold.task === task && !isOver(hold, now));
}

/** Says that somebody else has claimed a task. */
export function refuseHeld({ task, by, since, until }: Hold): { task: string; message: string } {
  return {
    task,
    message: `${task} is claimed by ${by}, since ${sayMoment(since)}, until ${sayMoment(until)}`,
  };
}

function describe({ file, task }: HoldableTask, hold: Hold | undefined): ReleasedTask {
  return { file, task, by: hold?.by ?? null, since: hold?.since ?? null, until: hold?.until ?? null };
}
