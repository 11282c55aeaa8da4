import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach } from '@jest/globals';
import { buildSync } from 'esbuild';
import { checkout } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import type { WorkerTask } from './lock-worker.ts';

/** A worker that runs, and the lines that it has said. */
export interface Worker {
  readonly pid: number;
  readonly lines: readonly string[];
  /** Resolves when it says a line that starts so. Rejects when it ends before. */
  says(start: string): Promise<string>;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Processes that take one lock. */
export interface Race {
  readonly commonDir: string;
  start(task?: Partial<WorkerTask>): Worker;
  /** How often two were inside at once, as any worker saw it. */
  countViolations(): number;
  /** What the counter has come to. */
  readCounter(): number;
  /** How many increments the workers know that they have made. */
  countIncrements(): number;
  /** The names of the files of the lock. */
  listFiles(): readonly string[];
}

const running = new Set<Worker>();

afterEach(() => {
  for (const worker of running) worker.kill('SIGKILL');
});

const bundles = makeFolder('bundles');

/** Child processes can't run TypeScript on Node 20. */
function bundle(path: string): string {
  const outfile = join(bundles, `${path.replaceAll('/', '-')}.mjs`);
  const entryPoints = [join(checkout, path)];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20.19' });
  return outfile;
}

const workerModule = bundle('test/lock/lock-worker.ts');
/** Each has a `takeLock`. */
const modules: Readonly<Record<'real' | 'naive', string>> = {
  real: bundle('packages/engine/src/lock/take-lock.ts'),
  naive: bundle('test/lock/naive-lock.ts'),
};

/** @param commonDir of the lock; a new folder unless given */
export function startRace(kind: 'real' | 'naive', commonDir: string = makeFolder('common')): Race {
  const place = makeFolder('place');
  const workers: Worker[] = [];
  writeFiles(place, { counter: '0'.repeat(12) });
  const usual = {
    module: modules[kind],
    commonDir,
    place,
    rounds: 1,
    wait: 60_000,
    stay: 2,
    dawdle: 0,
    stop: null,
  };
  return {
    commonDir,
    start: (task) => {
      const worker = startWorker({ ...usual, ...task });
      workers.push(worker);
      return worker;
    },
    countViolations: () =>
      workers.flatMap(({ lines }) => lines).filter((line) => line.startsWith('violation')).length,
    readCounter: () => Number(readFileSync(join(place, 'counter'), 'utf8')),
    countIncrements: () =>
      readdirSync(place)
        .filter((name) => name.startsWith('done.'))
        .reduce((sum, name) => sum + statSync(join(place, name)).size, 0),
    listFiles: () => readdirSync(join(commonDir, 'roadmap')),
  };
}

function startWorker(task: WorkerTask): Worker {
  const child = spawn(process.execPath, [workerModule, JSON.stringify(task)], {
    env: makeEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  let isOver = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    tell();
  });
  const ended = waitForEnd(child).finally(() => {
    isOver = true;
    running.delete(worker);
    tell();
  });
  const says = (start: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const listener = (): void => {
        const line = lines.find((said) => said.startsWith(start));
        if (line === undefined && !isOver) return;
        listeners.delete(listener);
        if (line === undefined) reject(new Error(`it never said ${start}, but: ${lines.join('; ')}`));
        else resolve(line);
      };
      listeners.add(listener);
      listener();
    });
  const worker: Worker = { pid: child.pid ?? 0, lines, says, ended, kill: (signal) => child.kill(signal) };
  running.add(worker);
  return worker;
}

function waitForEnd(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}
