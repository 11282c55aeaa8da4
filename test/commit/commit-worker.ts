import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildSync } from 'esbuild';
import { checkout } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn } from '../support/make-folder.ts';

/**
 * A process that calls the engine, which the tests may not import. It prints each step and what came of it, and is the
 * leader of a process group, so that it can be killed with all that it has started.
 */
const SOURCE = `
  import { commitEdit } from './packages/engine/src/git/commit/commit-edit.ts';
  import { recover } from './packages/engine/src/git/commit/recover.ts';
  const { call, root, path, message, stopAt, pauseAt } = JSON.parse(process.argv[2]);
  const print = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
  const edit = (bytes, which) => {
    print({ edited: which });
    const text = Buffer.from(bytes).toString('latin1');
    const done = text.replace(/^- \\[[ x]\\] one(?=\\r?$)/m, '- [x] one');
    return /^- \\[x\\] one\\r?$/m.test(done) ? Buffer.from(done, 'latin1') : null;
  };
  let left = pauseAt;
  const times = new Map();
  const step = async (first) => {
    const time = (times.get(first) ?? 0) + 1;
    times.set(first, time);
    const name = time === 1 ? first : first + ' ' + time;
    print({ step: name });
    if (name === stopAt) process.kill(-process.pid, 'SIGKILL');
    if (name === left) {
      left = null;
      process.stdin.resume();
      await new Promise((resolve) => process.stdin.once('data', resolve));
      process.stdin.pause();
    }
  };
  const outcome = call === 'recover' ? await recover(root) : await commitEdit({ root, path, message, edit, step });
  print({ outcome });
`;

const bundle = join(makeFolder('worker'), 'worker.mjs');

/** Writes the worker. Called once before the tests of a file. */
export function buildWorker(): void {
  buildSync({
    stdin: { contents: SOURCE, resolveDir: checkout, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['roadmap-source'],
    outfile: bundle,
    logLevel: 'warning',
  });
}

/** What the engine's commitEdit gives. */
export type Outcome =
  | { readonly kind: 'committed'; readonly commit: string; readonly ref: string }
  | { readonly kind: 'refused'; readonly message: string; readonly help: string };

export interface WorkerRun {
  /** Null where it was killed. */
  readonly outcome: unknown;
  readonly steps: readonly string[];
  /** Which versions it was asked to edit. */
  readonly edited: readonly string[];
  readonly stderr: string;
}

export interface WorkerOptions {
  /** To the environment. */
  readonly changes?: Readonly<Record<string, string | undefined>>;
  readonly message?: string;
  /** The step at which the process group kills itself; the second time of a step has a " 2" behind its name. */
  readonly stopAt?: string;
  /** The step at which it waits, the first time, until it may go on. */
  readonly pauseAt?: string;
  readonly whilePaused?: () => void;
  /** Most bytes that it and what it starts may write to a file, in units of 512. */
  readonly mostBlocks?: number;
  /** Gets the process when it is there. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Calls `commitEdit`, with an edit that ticks "one". */
export async function commitTick(
  root: string,
  path: string,
  options: WorkerOptions = {},
): Promise<WorkerRun> {
  return callWorker(root, { call: 'commit', path, message: options.message ?? 'Tick one\n' }, options);
}

export async function callRecover(root: string, options: WorkerOptions = {}): Promise<unknown> {
  const { outcome, stderr } = await callWorker(root, { call: 'recover' }, options);
  if (stderr !== '') throw new Error(stderr);
  return outcome;
}

/**
 * A PATH with a git that takes no notice of the signal that comes with the limit of a file's size, since a full disk sends
 * none: it gets an error. Node does not take notice of it either, but gives its children the signal back.
 */
function makeDiskPath(): string {
  const { PATH = '' } = makeEnvironment();
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const folder = makeFolder('disk');
  writeFileSync(join(folder, 'git'), `#!/bin/sh\ntrap '' XFSZ\nexec '${git}' "$@"\n`, { mode: 0o755 });
  return [folder, PATH].join(delimiter);
}

/** Nobody gives the date of a commit; where somebody does, git itself writes it. */
export const NO_DATES = { GIT_AUTHOR_DATE: undefined, GIT_COMMITTER_DATE: undefined };

async function callWorker(
  root: string,
  request: Readonly<Record<string, string>>,
  { changes, stopAt, pauseAt, whilePaused, mostBlocks, onStart }: WorkerOptions,
): Promise<WorkerRun> {
  const input = JSON.stringify({ ...request, root, stopAt, pauseAt });
  const limit = mostBlocks === undefined ? '' : `ulimit -f ${mostBlocks}; `;
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', process.execPath, bundle, input], {
    cwd: requireOwn(root),
    env: makeEnvironment({
      ...NO_DATES,
      ...changes,
      ...(mostBlocks === undefined ? {} : { PATH: makeDiskPath() }),
    }),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  onStart?.(child);
  child.stdin.on('error', () => undefined);
  const lines: Record<string, unknown>[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = JSON.parse(part) as Record<string, unknown>;
      const isPause = line['step'] === pauseAt && lines.every(({ step }) => step !== pauseAt);
      lines.push(line);
      if (pauseAt === undefined || !isPause) continue;
      whilePaused?.();
      child.stdin.write('on\n');
    }
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  const pick = (name: string): string[] =>
    lines.flatMap((line) => (name in line ? [String(line[name])] : []));
  const outcome = lines.find((line) => 'outcome' in line)?.['outcome'] ?? null;
  return { outcome, steps: pick('step'), edited: pick('edited'), stderr };
}
