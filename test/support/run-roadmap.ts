import { spawn } from 'node:child_process';
import { jest } from '@jest/globals';
import { binary } from './checkout.ts';
import { makeEnvironment } from './environment.ts';
import { listChanges, takePicture } from './folder-picture.ts';
import { requireOwn } from './make-folder.ts';

// A busy machine is no failure: what is too slow is for the bench to say.
jest.setTimeout(120_000);

export interface Run {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command, with `changes` to the environment. */
export async function runRoadmap(
  folder: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Run> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: requireOwn(folder),
    env: makeEnvironment(changes),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    }),
  ]);
  return { code, stdout, stderr };
}

/** The same, and what it changed in the folder, git's own files included: paths, which ought to be none. */
export async function runAndCompare(
  folder: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Run & { readonly changed: readonly string[] }> {
  const before = takePicture(folder);
  const run = await runRoadmap(folder, args, changes);
  return { ...run, changed: listChanges(before, takePicture(folder)) };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
