import { spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { InputError } from '../input-error.ts';

/** How a git ended. */
export interface GitEnd {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stderr: string;
}

export interface GitRun extends GitEnd {
  readonly stdout: Buffer;
}

/** A git that is running. */
export interface GitProcess {
  readonly ended: Promise<GitEnd>;
  write(input: string | Uint8Array): void;
  /** Ends its standard input. */
  finish(): void;
}

/**
 * Starts git for reading, where starting simple-git would cost more than the command. Values go to it on standard input
 * or behind `--end-of-options`, never as options.
 * - It takes no lock, asks for nothing, and fetches nothing that a partial clone lacks (git(1): GIT_OPTIONAL_LOCKS,
 *   GIT_TERMINAL_PROMPT, GIT_NO_LAZY_FETCH; before git 2.45, which knows the last one, GIT_ALLOW_PROTOCOL with a list
 *   that names no protocol does the same).
 * - It takes paths as they are written, whatever a user has set for them.
 * - It sees the objects and parents that are there, whatever git-replace(1) or a graft puts in their place.
 * @param onOutput gets standard output piece by piece
 * @param hasInput whether something is written to it; a pipe that nobody writes to takes its time, too
 */
export function startGit(
  cwd: string,
  args: readonly string[],
  onOutput: (chunk: Buffer) => void,
  hasInput = true,
): GitProcess {
  return startGitIn(makeReadingEnvironment(), cwd, args, onOutput, hasInput);
}

/** Runs git to its end, as startGit does. */
export async function runGit(
  cwd: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<GitRun> {
  return runGitIn(makeReadingEnvironment(), cwd, args, input);
}

/** The environment that startGit says. */
export function makeReadingEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: devNull,
    GIT_LITERAL_PATHSPECS: undefined,
    GIT_GLOB_PATHSPECS: undefined,
    GIT_NOGLOB_PATHSPECS: undefined,
    GIT_ICASE_PATHSPECS: undefined,
  };
}

/**
 * Starts git in an environment. What it is called with is for the caller to answer for.
 * @param hasInput as for startGit
 */
export function startGitIn(
  env: NodeJS.ProcessEnv,
  cwd: string,
  args: readonly string[],
  onOutput: (chunk: Buffer) => void,
  hasInput = true,
): GitProcess {
  const stdin = hasInput ? 'pipe' : 'ignore';
  const child = spawn('git', args, { cwd, env, stdio: [stdin, 'pipe', 'pipe'], windowsHide: true });
  const stderr: Buffer[] = [];
  child.stdout?.on('data', onOutput);
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  // git may end before it has read everything; its exit code says why, so the broken pipe itself is no news.
  child.stdin?.on('error', () => undefined);
  return {
    ended: new Promise((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) => reject(describeSpawnError(error)));
      child.on('close', (code) => resolve({ code, stderr: Buffer.concat(stderr).toString() }));
    }),
    write: (input) => {
      // What is written in one turn goes to git at once.
      child.stdin?.cork();
      child.stdin?.write(input);
      process.nextTick(() => child.stdin?.uncork());
    },
    finish: () => child.stdin?.end(),
  };
}

/** Runs git to its end in an environment. */
export async function runGitIn(
  env: NodeJS.ProcessEnv,
  cwd: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<GitRun> {
  const stdout: Buffer[] = [];
  const git = startGitIn(env, cwd, args, (chunk) => stdout.push(chunk), input.length > 0);
  git.write(input);
  git.finish();
  return { ...(await git.ended), stdout: Buffer.concat(stdout) };
}

/** Splits output at NUL bytes: gives each piece, which must be text, to `onField`, as it comes. */
export function splitFields(onField: (field: string) => void): (chunk: Buffer) => void {
  return splitBytes((bytes, start, end) => onField(bytes.toString('utf8', start, end)));
}

/** Splits output at NUL bytes: gives each piece, which is from `start` to `end` of some bytes, to `onPiece`, as it comes. */
export function splitBytes(
  onPiece: (bytes: Buffer, start: number, end: number) => void,
): (chunk: Buffer) => void {
  let rest: Buffer[] = [];
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      if (rest.length === 0) onPiece(chunk, start, end);
      else {
        const piece = Buffer.concat([...rest, chunk.subarray(start, end)]);
        rest = [];
        onPiece(piece, 0, piece.length);
      }
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  };
}

/** What git said of why it failed, in one line. */
export function describeFailure({ code, stderr }: GitEnd): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const says = lines.findLast((line) => line.startsWith('fatal:')) ?? lines.at(-1);
  return says ?? `git ended with ${code ?? 'a signal'}`;
}

export function describeSpawnError({ code }: NodeJS.ErrnoException): InputError {
  const why = code === undefined || code === 'ENOENT' ? '' : ` (${code})`;
  return new InputError(`git could not be started${why}`, 'Install git, and see that it is on the PATH.');
}
