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
 * Works in a new folder, which is removed in any case. A signal that would end the process aborts the work first, which
 * then must come to its end at once; the process ends by it once the folder is gone.
 */
export async function withTemporaryFolder<Result>(
  prefix: string,
  work: (folder: string, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interruption = new AbortController();
  const caught: NodeJS.Signals[] = [];
  const handle = (signal: NodeJS.Signals): void => {
    caught.push(signal);
    interruption.abort();
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  const folder = await makeTemporaryFolder(prefix).catch((error: unknown) => {
    for (const signal of SIGNALS) process.off(signal, handle);
    throw error;
  });
  try {
    return await work(folder, interruption.signal);
  } finally {
    // A git that was given up may still write for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 }).catch(() => undefined);
    for (const signal of SIGNALS) process.off(signal, handle);
    if (caught[0] !== undefined) process.kill(process.pid, caught[0]);
  }
}
