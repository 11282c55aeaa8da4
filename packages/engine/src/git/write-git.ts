import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { describeSpawnError, type GitEnd, type GitRun, makeReadingEnvironment, runGitIn } from './run-git.ts';

export interface WriteOptions {
  /** Goes to standard input. */
  readonly input?: string | Uint8Array;
  /** Absolute path of the index that is meant, where it is not the user's own. */
  readonly index?: string;
  /** Changes to the environment; undefined takes a name out of it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a plumbing command that writes objects or an index of ours. Like startGit it fetches nothing and sees the objects
 * that are there: a commit made of replaced ones (git-replace(1)) would change more than it says.
 */
export async function runPlumbing(
  root: string,
  args: readonly string[],
  options: WriteOptions = {},
): Promise<GitRun> {
  return runGitIn({ ...makeReadingEnvironment(), ...namesOf(options) }, root, args, options.input);
}

/** Runs git in the whole environment of the user, for what runs programs of theirs: signing (git-commit-tree(1), -S). */
export async function runWriting(
  root: string,
  args: readonly string[],
  options: WriteOptions = {},
): Promise<GitRun> {
  return runGitIn({ ...process.env, ...namesOf(options) }, root, args, options.input);
}

/**
 * The same, without standard input, and with its output in a file: a program that a hook leaves in the background may
 * keep the output open for as long as it likes.
 * @param output absolute path of a file that is written anew
 * @param isDetached whether it goes on when our process group is killed
 * @returns in `stderr` all that it printed
 */
export async function runToFile(
  root: string,
  args: readonly string[],
  output: string,
  isDetached: boolean,
  options: WriteOptions = {},
): Promise<GitEnd> {
  const file = await open(output, 'w', 0o600);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn('git', args, {
        cwd: root,
        env: { ...process.env, ...namesOf(options) },
        stdio: ['ignore', file.fd, file.fd],
        detached: isDetached,
        windowsHide: true,
      });
      child.on('error', (error: NodeJS.ErrnoException) => reject(describeSpawnError(error)));
      child.on('exit', resolve);
    });
    return { code, stderr: await readFile(output, 'utf8') };
  } finally {
    await file.close();
  }
}

function namesOf({ index, environment }: WriteOptions): NodeJS.ProcessEnv {
  return { ...environment, ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) };
}
