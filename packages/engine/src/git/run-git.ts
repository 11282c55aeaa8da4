import { spawn } from 'node:child_process';
import { InputError } from '../input-error.ts';

export interface GitRun {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs git for reading, where starting simple-git would cost more than the command. Values go to it on standard input
 * or behind `--end-of-options`, never as options. It takes no lock, asks for nothing, and fetches nothing that a partial
 * clone lacks (git(1): GIT_OPTIONAL_LOCKS, GIT_TERMINAL_PROMPT, GIT_NO_LAZY_FETCH; before git 2.45, which knows the last
 * one, GIT_ALLOW_PROTOCOL with a list that names no protocol does the same).
 */
export async function runGit(
  cwd: string,
  args: readonly string[],
  input: string | null = null,
): Promise<GitRun> {
  const env = {
    ...process.env,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd,
      env,
      stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => reject(describeSpawnError(error)));
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
    // git may end before it has read everything; its exit code says why, so the broken pipe itself is no news.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function describeSpawnError({ code }: NodeJS.ErrnoException): InputError {
  const why = code === undefined || code === 'ENOENT' ? '' : ` (${code})`;
  return new InputError(`git could not be started${why}`, 'Install git, and see that it is on the PATH.');
}
