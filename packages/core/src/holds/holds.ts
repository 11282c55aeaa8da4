import type { Hold } from '../generated/holds.types.ts';

/** Who asks: by a name of their own, or by the working tree that they work in. */
export type Holder = Pick<Hold, 'by' | 'place'>;

/** What is told of a hold. */
export interface Holding extends Holder {
  /** As in a hold; null where it is on a remote and can't be read. */
  readonly since: string | null;
  readonly until: string | null;
  /** The remote that it is on; none where it is in this clone alone. */
  readonly on?: string | null;
}

/** What is held in one roadmap at a moment, by the ids of its tasks. */
export type HoldsOfTasks = ReadonlyMap<string, Holding>;

/**
 * The holds of one roadmap that last at a moment, by the ids of their tasks.
 * @param now as in a hold: such times sort as text
 */
export function listHolds(holds: readonly Hold[], file: string, now: string): ReadonlyMap<string, Hold> {
  const lasting = holds.filter((hold) => hold.file === file && !isOver(hold, now));
  return new Map(lasting.map((hold) => [hold.task, hold]));
}

/** Whether others may claim the task. */
export function isOver({ until }: Pick<Hold, 'until'>, now: string): boolean {
  return until <= now;
}

/** Whether a hold is that of whoever asks. */
export function isOwn(hold: Holder, { by, place }: Holder): boolean {
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

/** Who holds something, and until when: `ada on origin, until 2026-11-21 18:40 UTC`. */
export function sayHolding(
  { by, on, since, until }: Omit<Holding, 'place'>,
  { isSince }: { readonly isSince: boolean },
): string {
  return [
    on == null ? by : `${by} on ${on}`,
    ...(isSince && since !== null ? [`since ${sayMoment(since)}`] : []),
    ...(until === null ? [] : [`until ${sayMoment(until)}`]),
  ].join(', ');
}

/** A moment as people read it: `2026-11-21 18:40 UTC`. */
export function sayMoment(rfc3339: string): string {
  return `${rfc3339.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ')} UTC`;
}
