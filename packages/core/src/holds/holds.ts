import type { Hold } from '../generated/holds.types.ts';

/** Who asks: by a name of their own, or by the working tree that they work in. */
export type Holder = Pick<Hold, 'by' | 'place'>;

/** The holds of one roadmap that last at a moment, by the ids of their tasks. */
export type HoldsOfTasks = ReadonlyMap<string, Hold>;

/** @param now as in a hold: such times sort as text */
export function listHolds(holds: readonly Hold[], file: string, now: string): HoldsOfTasks {
  const lasting = holds.filter((hold) => hold.file === file && !isOver(hold, now));
  return new Map(lasting.map((hold) => [hold.task, hold]));
}

/** Whether others may claim the task. */
export function isOver({ until }: Hold, now: string): boolean {
  return until <= now;
}

/** Whether a hold is that of whoever asks. */
export function isOwn(hold: Hold, { by, place }: Holder): boolean {
  return hold.place === place && (place === null ? hold.by === by : true);
}

/** The holds with one more; what is over, or was of the same task, goes. */
export function addHold(holds: readonly Hold[], added: Hold, now: string): Hold[] {
  return [...dropHolds(holds, [added], now), added];
}

/** The holds without those of some tasks, and without what is over. */
export function dropHolds(
  holds: readonly Hold[],
  dropped: readonly Pick<Hold, 'file' | 'task'>[],
  now: string,
): Hold[] {
  const isDropped = ({ file, task }: Hold): boolean =>
    dropped.some((one) => one.file === file && one.task === task);
  return holds.filter((hold) => !isDropped(hold) && !isOver(hold, now));
}

/** A moment as people read it: `2026-11-21 18:40 UTC`. */
export function sayMoment(rfc3339: string): string {
  return `${rfc3339.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ')} UTC`;
}
