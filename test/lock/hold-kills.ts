import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Race, Worker } from './start-race.ts';

/** What came of a race in which workers were killed. */
export interface KillCount {
  readonly kills: number;
  /** How many of them hit the one whom the lock named. */
  readonly holders: number;
}

/**
 * Keeps some workers racing, and kills one after another at random moments: half of the time whoever has the lock. Each one
 * is replaced. The last ones run to their end, which they reach only if nobody waits for the dead.
 */
export async function holdKills(
  race: Race,
  options: {
    readonly workers: number;
    readonly kills: number;
    /** Milliseconds between two kills at most. */
    readonly pause: number;
    /** The lock file, from the common directory. */
    readonly lock: string;
  },
): Promise<KillCount> {
  const task = { rounds: 1_000_000, dawdle: 10 };
  const workers = Array.from({ length: options.workers }, () => race.start(task));
  let holders = 0;
  for (let kills = 0; kills < options.kills; kills += 1) {
    await sleep(Math.random() * options.pause);
    const holder = Math.random() < 0.5 ? findHolder(workers, join(race.commonDir, options.lock)) : -1;
    if (holder !== -1) holders += 1;
    const at = holder === -1 ? Math.floor(Math.random() * workers.length) : holder;
    workers[at]?.kill('SIGKILL');
    workers[at] = race.start(task);
  }
  for (const worker of workers) worker.kill('SIGKILL');
  await Promise.all(workers.map((worker) => worker.ended));
  const last = Array.from({ length: 4 }, () => race.start({ rounds: 10 }));
  await Promise.all(last.map((worker) => worker.says('finished')));
  return { kills: options.kills + workers.length, holders };
}

/** The place of the worker that the lock names; -1 where there is none. */
function findHolder(workers: readonly Worker[], lock: string): number {
  try {
    const text = readFileSync(lock, 'utf8');
    const pid = Number(/^(?:\{"pid":)?(?<pid>\d+)/.exec(text)?.groups?.['pid']);
    return workers.findIndex((worker) => worker.pid === pid);
  } catch {
    return -1;
  }
}
