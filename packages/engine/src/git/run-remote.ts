import { spawn } from 'node:child_process';
import { describeFailure, describeSpawnError, type GitRun } from './run-git.ts';

/** How a git that talks to a remote ended. */
export interface RemoteRun extends GitRun {
  /** It was ended by us, since its time was over. */
  readonly isGivenUp: boolean;
}

export interface RemoteOptions {
  /** Milliseconds until it is given up. */
  readonly wait: number;
  /** Goes to standard input. */
  readonly input?: string;
  /** Changes to the environment; undefined takes a name out of it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Gives it up at once, as if its time were over. */
  readonly signal?: AbortSignal;
}

/** Bytes that git and the remote may say; a remote is not trusted to stop by itself. */
const MOST_SAID = 64 * 1024 * 1024;

/**
 * Runs git for what goes over a network: fetch, push, ls-remote, clone. It has the whole environment of the user, since ssh,
 * credential helpers and hooks need that; simple-git keeps a part of it back, and ends git alone where its time is over,
 * while what git has started holds the pipes open. So ours is in a process group of its own, which is ended as a whole.
 * At a terminal it stays in the foreground, where it can ask for a password.
 */
export function runRemote(root: string, args: readonly string[], options: RemoteOptions): Promise<RemoteRun> {
  const { wait, input = '', environment, signal } = options;
  const isAsking = process.stdin.isTTY === true;
  const child = spawn('git', args, {
    cwd: root,
    env: { ...process.env, ...(isAsking ? {} : { GIT_TERMINAL_PROMPT: '0' }), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: !isAsking && process.platform !== 'win32',
    windowsHide: true,
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    const finish = (code: number | null, isGivenUp: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      resolve({
        code,
        isGivenUp,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
      });
    };
    const end = (isGivenUp: boolean): void => {
      endGroup(child.pid, isAsking);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      finish(null, isGivenUp);
    };
    const giveUp = (): void => end(true);
    let said = 0;
    const keep = (list: Buffer[], chunk: Buffer): void => {
      said += chunk.length;
      if (said <= MOST_SAID) return void list.push(chunk);
      stderr.push(Buffer.from('\nfatal: the remote says more than anybody would read'));
      end(false);
    };
    child.stdout.on('data', (chunk: Buffer) => keep(stdout, chunk));
    child.stderr.on('data', (chunk: Buffer) => keep(stderr, chunk));
    const timer = setTimeout(giveUp, Math.max(wait, 0));
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener('abort', giveUp);
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      reject(describeSpawnError(error));
    });
    child.on('close', (code) => finish(code, false));
  });
}

/** Ends git and all that it has started; where they share our group, git alone. */
function endGroup(pid: number | undefined, isShared: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isShared || process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

/** What git or the remote said of why it failed, in one line. */
export function describeRemote(run: RemoteRun): string {
  if (run.isGivenUp) return 'it did not answer in time';
  const said = run.stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  // What a hook of the server says, and what git says first: its last lines are advice on access rights.
  // Behind what an `update` hook says, git says that it declined.
  const refused = said.findLast((line) => /^remote: (?!error: hook declined )\S/.test(line));
  const fatal = said.find((line) => /^(?:fatal|error): /.test(line));
  return refused ?? fatal ?? describeFailure(run);
}
