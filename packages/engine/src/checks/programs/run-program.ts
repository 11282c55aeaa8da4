import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';

/** How a program ended. */
export interface ProgramEnd {
  /** `ended` by itself; `late`: its time was over; `stopped`: somebody ended the check; `unstarted`. */
  readonly kind: 'ended' | 'late' | 'stopped' | 'unstarted';
  /** Exit code; null where a signal ended it, or it never ran. */
  readonly code: number | null;
  /** The signal that ended it, or why it could not be started. */
  readonly why: string | null;
  readonly milliseconds: number;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** What a program wrote to one of its outputs. */
export interface Output {
  /** In bytes, of all. */
  readonly size: number;
  /** The first of it, as UTF-8: so many bytes as are kept. */
  readonly first: string;
  /** The last of it, which may begin in the midst of a line. */
  readonly last: string;
  /** SHA-256 of all of it, in hex. */
  readonly sha256: string;
}

export interface ProgramOptions {
  /** Absolute path. */
  readonly folder: string;
  /** All that it gets. */
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds until it is ended. */
  readonly limit: number;
  /** Ends it at once. */
  readonly signal: AbortSignal;
}

/** Bytes of an output that are kept; the rest is counted. */
export const MOST_KEPT: number = 1024 * 1024;
const MOST_LAST = 64 * 1024;
/** Milliseconds that a program has to end when it is asked to, before it is killed. */
const GRACE = 1000;

/**
 * Runs a program without a shell and with nothing on its standard input, in a process group of its own: with its end, all
 * that it has started in the group is ended, too, so that nothing holds its outputs open.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  { folder, environment, limit, signal }: ProgramOptions,
): Promise<ProgramEnd> {
  const start = performance.now();
  const [stdout, stderr] = [keepOutput(), keepOutput()];
  const describe = (kind: ProgramEnd['kind'], code: number | null, why: string | null): ProgramEnd => ({
    kind,
    code,
    why,
    milliseconds: Math.round(performance.now() - start),
    stdout: stdout.finish(),
    stderr: stderr.finish(),
  });
  if (signal.aborted) return Promise.resolve(describe('stopped', null, null));
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    child.stdout.on('data', stdout.add);
    child.stderr.on('data', stderr.add);
    let reason: 'ended' | 'late' | 'stopped' = 'ended';
    let killing: NodeJS.Timeout | undefined;
    const end = (why: 'late' | 'stopped'): void => {
      reason = why;
      // Whoever is stopped may be gone before a timer is.
      endGroup(child, why === 'stopped' ? 'SIGKILL' : 'SIGTERM');
      killing = setTimeout(() => endGroup(child, 'SIGKILL'), GRACE);
    };
    const timer = setTimeout(() => end('late'), limit);
    const stop = (): void => end('stopped');
    signal.addEventListener('abort', stop, { once: true });
    const finish = (result: () => ProgramEnd): void => {
      clearTimeout(timer);
      clearTimeout(killing);
      signal.removeEventListener('abort', stop);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      resolve(result());
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      finish(() => describe('unstarted', null, error.code ?? error.message)),
    );
    child.on('exit', (code, by) => {
      // What it has left behind in its group would keep writing, and keep us from ending.
      endGroup(child, 'SIGKILL');
      const settle = (): void => finish(() => describe(reason, code, by));
      // One that has left the group may hold the outputs open for as long as it likes.
      const waiting = setTimeout(settle, GRACE);
      child.on('close', () => {
        clearTimeout(waiting);
        settle();
      });
    });
  });
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}

interface Keeper {
  add(chunk: Buffer): void;
  finish(): Output;
}

function keepOutput(): Keeper {
  const hash = createHash('sha256');
  const first: Buffer[] = [];
  let last = Buffer.alloc(0);
  let size = 0;
  let kept: Output | null = null;
  return {
    add: (chunk) => {
      if (kept !== null) return;
      hash.update(chunk);
      if (size < MOST_KEPT) first.push(chunk.subarray(0, MOST_KEPT - size));
      last = Buffer.concat([last, chunk.subarray(-MOST_LAST)]).subarray(-MOST_LAST);
      size += chunk.length;
    },
    finish: () => {
      kept ??= {
        size,
        first: Buffer.concat(first).toString(),
        last: last.toString(),
        sha256: hash.digest('hex'),
      };
      return kept;
    },
  };
}
