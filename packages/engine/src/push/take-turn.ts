import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { runRemote } from '../git/run-remote.ts';
import { pushRefs } from '../holds/claim-refs.ts';
import type { Destination } from './find-destinations.ts';

/** A place in the queue of those who push to one branch of a remote. */
export interface Turn {
  /** Full name of the ref on the remote: whoever takes it away ends the turn. */
  readonly ref: string;
  /** Waits until it is the first of the queue, or the time is over. */
  reach(until: number): Promise<void>;
  end(): Promise<void>;
}

/** Milliseconds that the first of the queue is waited for: whoever takes longer is taken for gone. */
const LONGEST_TURN = 10_000;
/** Milliseconds between two looks at the queue, for each that is before: whoever comes late need not look often. */
const PAUSE = 200;
const LONGEST_PAUSE = 2000;

/**
 * Takes a place in the queue, so that of many that push to one branch none is overtaken time and again. The queue is refs
 * on the remote, in the order of their names, which begin with the time: where clocks differ it is less fair, and no less
 * right. How long somebody is the first is counted from when that was first seen here, so that no two clocks are compared.
 * @param oid full hash of an object that the remote has
 * @returns null where the remote takes no such ref: then it goes on without
 */
export async function takeTurn(
  root: string,
  { remote, branch }: Destination,
  oid: string,
): Promise<Turn | null> {
  const queue = `refs/roadmap/turns/${branch}/`;
  const ref = `${queue}${new Date().toISOString().replace(/\D/g, '')}-${randomUUID()}`;
  if ((await pushRefs(root, remote, [{ ref, from: null, to: oid }], false)) !== null) return null;
  return {
    ref,
    reach: (until) => waitFor(root, remote, queue, ref, until),
    end: async () => {
      await pushRefs(root, remote, [{ ref, from: oid, to: null }], false);
    },
  };
}

/** Whether somebody is in the queue: who comes later is not to go before them. */
export async function isQueued(
  root: string,
  { remote, branch }: Destination,
  wait: number,
): Promise<boolean> {
  return (await listQueue(root, remote, `refs/roadmap/turns/${branch}/`, wait)).length > 0;
}

async function waitFor(
  root: string,
  remote: string,
  queue: string,
  own: string,
  until: number,
): Promise<void> {
  let last = { ref: '', since: 0 };
  while (Date.now() < until) {
    const waiting = await listQueue(root, remote, queue, until - Date.now());
    const before = waiting.filter(({ ref }) => ref < own);
    const [first] = before;
    if (first === undefined) return;
    if (first.ref !== last.ref) last = { ref: first.ref, since: performance.now() };
    if (performance.now() - last.since > LONGEST_TURN)
      await pushRefs(root, remote, [{ ref: first.ref, from: first.oid, to: null }], false);
    else await pause(Math.min(PAUSE * before.length, LONGEST_PAUSE));
  }
}

/** Who is in the queue, the first of them first; nobody where the remote does not say. */
async function listQueue(
  root: string,
  remote: string,
  queue: string,
  wait: number,
): Promise<{ readonly ref: string; readonly oid: string }[]> {
  const run = await runRemote(root, ['ls-remote', '--quiet', '--refs', '--', remote, `${queue}*`], { wait });
  const rows = run.code === 0 ? run.stdout.toString().split('\n') : [];
  return rows
    .map((row) => row.split('\t'))
    .flatMap(([oid = '', ref = '']) =>
      ref.startsWith(queue) && !ref.slice(queue.length).includes('/') ? [{ ref, oid }] : [],
    )
    .sort((one, other) => (one.ref < other.ref ? -1 : 1));
}
