import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../input-error.ts';

/** A new folder in the temporary one; its absolute path, with links resolved. */
export async function makeTemporaryFolder(prefix: string): Promise<string> {
  try {
    return await mkdtemp(join(await realpath(tmpdir()), prefix));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${tmpdir()}: no folder can be made there (${code ?? message})`,
      'Set TMPDIR to a folder that you may write to.',
    );
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborts the work at a signal that would end the process: it must come to its end at once, and the process then ends by
 * that signal.
 */
export async function withInterruption<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interruption = new AbortController();
  const caught: NodeJS.Signals[] = [];
  const handle = (signal: NodeJS.Signals): void => {
    caught.push(signal);
    interruption.abort();
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  try {
    return await work(interruption.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, handle);
    if (caught[0] !== undefined) process.kill(process.pid, caught[0]);
  }
}

/** Works in a new folder, which is removed in any case; a signal interrupts it as above. */
export function withTemporaryFolder<Result>(
  prefix: string,
  work: (folder: string, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return withInterruption(async (signal) => {
    const folder = await makeTemporaryFolder(prefix);
    try {
      return await work(folder, signal);
    } finally {
      // A git that was given up may still write for a moment.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 }).catch(() => undefined);
    }
  });
}
