import { mkdir } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { leadingNames } from '../git/leading-names.ts';
import { describeFailure, type GitRun } from '../git/run-git.ts';
import { describeRemote, type RemoteRun, runRemote } from '../git/run-remote.ts';
import { runPlumbing } from '../git/write-git.ts';
import { TargetProblem } from './target-problem.ts';

/**
 * A bare repository of our own, for one target. It gets the newest commit of a branch, and nothing of that is ever checked
 * out, so that no hook, filter or submodule of it does anything.
 */
export interface TargetClone {
  /** Absolute path of the folder of its objects. */
  readonly objects: string;
  /** Git for what goes over the network. */
  talk(args: readonly string[], wait: number): Promise<RemoteRun>;
  /** What git printed. Throws a TargetProblem where it fails. */
  run(args: readonly string[], input?: Uint8Array): Promise<Buffer>;
  /** The same, however it ends. */
  attempt(args: readonly string[], input?: Uint8Array): Promise<GitRun>;
}

/** No hook runs that the user has set for all repositories, and no program by an address (gitremote-helpers(7)). */
const SAFE = ['-c', `core.hooksPath=${devNull}`, '-c', 'protocol.ext.allow=never'];

/**
 * @param folder absolute path of a folder that is made
 * @param format of its hashes, as `git init --object-format` takes it
 * @param signal gives up what goes over the network
 */
export async function openClone(folder: string, format: string, signal: AbortSignal): Promise<TargetClone> {
  await mkdir(folder);
  const root = join(folder, 'clone.git');
  const nowhere = Object.fromEntries(leadingNames.map((name) => [name, undefined]));
  const local = { ...nowhere, GIT_LITERAL_PATHSPECS: '1' };
  const attempt = (cwd: string, args: readonly string[], input: Uint8Array): Promise<GitRun> => {
    signal.throwIfAborted();
    // git-update-index(1) wants a working tree, though nothing is read from it or written to it.
    const environment = { ...local, ...(cwd === root ? { GIT_DIR: root, GIT_WORK_TREE: root } : {}) };
    return runPlumbing(cwd, [...SAFE, ...args], { input, environment, index: join(folder, 'index') });
  };
  const must = async (cwd: string, args: readonly string[], input: Uint8Array): Promise<Buffer> => {
    const run = await attempt(cwd, args, input);
    if (run.code !== 0) throw new TargetProblem('failed', describeFailure(run));
    return run.stdout;
  };
  await must(
    folder,
    ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, root],
    NOTHING,
  );
  return {
    objects: join(root, 'objects'),
    talk: async (args, wait) => {
      signal.throwIfAborted();
      // Several that ask for a password at once would leave nobody knowing which one is meant.
      const environment = { ...nowhere, GIT_DIR: root, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
      const run = await runRemote(root, [...SAFE, ...args], { wait, environment, signal });
      signal.throwIfAborted();
      return run;
    },
    run: (args, input = NOTHING) => must(root, args, input),
    attempt: (args, input = NOTHING) => attempt(root, args, input),
  };
}

const NOTHING = new Uint8Array();

/** Why a remote could not be asked. */
export function failRemote(run: RemoteRun): TargetProblem {
  return new TargetProblem('failed', describeRemote(run));
}
