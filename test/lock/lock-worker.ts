// A process that takes a lock again and again, and sees whether anybody else is inside. Bundled and run by start-race.ts.
import { closeSync, openSync, readdirSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a worker is to do. */
export interface WorkerTask {
  /** Absolute path of the bundled module that has `takeLock`. */
  readonly module: string;
  readonly commonDir: string;
  /** Where the workers leave their marks; absolute path. */
  readonly place: string;
  /** How many times it takes the lock. */
  readonly rounds: number;
  /** Milliseconds that it waits at most. */
  readonly wait: number;
  /** Milliseconds that it stays inside: that many at most, and half of them at least. */
  readonly stay: number;
  /** Milliseconds that it dawdles at a step of the lock at most, so that others come between its steps. */
  readonly dawdle: number;
  /** Where it stops for ever: a step of the lock, or `inside`; null for nowhere. */
  readonly stop: string | null;
}

/** As packages/engine/src/lock has it. */
interface LockModule {
  takeLock(
    commonDir: string,
    options: { wait: number; onWait(owner: { pid: number }): void; step(name: string): Promise<void> },
  ): Promise<{ release(): Promise<void> }>;
}

const task = JSON.parse(process.argv[2] ?? '') as WorkerTask;
const { takeLock } = (await import(task.module)) as LockModule;
const mark = join(task.place, `inside.${process.pid}`);
const counter = openSync(join(task.place, 'counter'), 'r+');
const done = openSync(join(task.place, `done.${process.pid}`), 'a');

async function step(name: string): Promise<void> {
  if (task.dawdle > 0 && Math.random() < 0.5) await sleep(Math.random() * task.dawdle);
  if (name !== task.stop) return;
  say(`at ${name}`);
  for (;;) await sleep(1_000_000);
}

/** Says a line to the test, which has it before anything else happens. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Whoever enters makes a mark first and looks then, so of two who are inside at once at least one sees the other. */
function look(): void {
  for (const name of readdirSync(task.place)) {
    const pid = Number(/^inside\.(?<pid>\d+)$/.exec(name)?.groups?.['pid'] ?? process.pid);
    if (pid !== process.pid && isRunning(pid)) say(`violation ${pid} and ${process.pid}`);
  }
}

/** Without the code that is tested. The workers' names have no parentheses. */
function isRunning(pid: number): boolean {
  try {
    const isZombie = /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return !isZombie || readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

/** Reads, waits and writes; whoever comes between loses an increment. A kill tears no number: it is one write. */
async function increment(): Promise<void> {
  const bytes = Buffer.alloc(12);
  readSync(counter, bytes, 0, bytes.length, 0);
  await sleep((task.stay * (1 + Math.random())) / 2);
  writeSync(counter, `${Number(bytes.toString()) + 1}`.padStart(bytes.length, '0'), 0);
  writeSync(done, '.');
}

for (let round = 0; round < task.rounds; round += 1) {
  const onWait = ({ pid }: { pid: number }): void => say(`waits for ${pid}`);
  try {
    const lock = await takeLock(task.commonDir, { wait: task.wait, onWait, step });
    closeSync(openSync(mark, 'wx'));
    look();
    if (round === 0) say('inside');
    await step('inside');
    await increment();
    look();
    rmSync(mark);
    await lock.release();
  } catch (error) {
    say(`refused ${(error as Error).message}`);
  }
}
say('finished');
