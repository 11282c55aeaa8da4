import { rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../files/temporary-folder.ts';
import type { Repository } from '../git/find-repository.ts';
import { leadingNames } from '../git/leading-names.ts';
import { describeFailure, runGit } from '../git/run-git.ts';
import { runPlumbing } from '../git/write-git.ts';
import { InputError } from '../input-error.ts';

/** A repository of our own in a temporary folder, which borrows the objects of another one and writes nothing to it. */
export interface Throwaway {
  readonly root: string;
  /** Full hash of what HEAD of the other one was; null where it has no commit. */
  readonly head: string | null;
  /** Digits of the hash function. */
  readonly digits: 40 | 64;
  /** What git printed, trimmed. Throws where it fails. */
  run(args: readonly string[], input?: string | Uint8Array): Promise<string>;
  /** Cuts its history off at a commit, as in a shallow clone; null makes it whole again. */
  cutOff(commit: string | null): Promise<void>;
}

/** Works in a throwaway, which is removed afterwards, and when a signal ends the process. */
export async function withThrowaway<Result>(
  repository: Repository,
  work: (throwaway: Throwaway) => Promise<Result>,
): Promise<Result> {
  await refuseUnfit(repository);
  const base = await makeTemporaryFolder('roadmap-selftest-');
  const ends = SIGNALS.map((signal) => ({ signal, end: endBy(signal, base) }));
  for (const { signal, end } of ends) process.once(signal, end);
  try {
    return await work(await makeThrowaway(base, repository));
  } finally {
    for (const { signal, end } of ends) process.off(signal, end);
    await rm(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A git that still runs may write while its folder is removed, and then has to end first. */
function endBy(signal: NodeJS.Signals, base: string): () => void {
  return () => {
    for (let tries = 0; tries < MOST_TRIES && !removeNow(base); tries += 1)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    process.kill(process.pid, signal);
  };
}

const MOST_TRIES = 100;
/** Milliseconds. */
const PAUSE = 20;

function removeNow(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

async function refuseUnfit({ root, boundary, isPartial }: Repository): Promise<void> {
  const leading = leadingNames.find((name) => process.env[name] !== undefined);
  if (leading !== undefined)
    throw new InputError(
      `${leading} is set, so that git would leave the throwaway clone of the selftest`,
      `Run it without: \`env -u ${leading} roadmap selftest\`.`,
    );
  if (boundary.size > 0 || (await isPartial()))
    throw new InputError(
      `${root}: this clone lacks history or objects, so the gate could not tell bad evidence from what is missing`,
      'Run it in a whole clone: `git fetch --unshallow`, or `git fetch --refetch --no-filter`.',
    );
}

async function makeThrowaway(base: string, { folder, commonDir }: Repository): Promise<Throwaway> {
  const [format, tip] = await Promise.all([
    runGit(folder, ['rev-parse', '--show-object-format']),
    runGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
  ]);
  const isLong = format.stdout.toString().trim() === 'sha256';
  const root = join(base, 'clone');
  const run: Throwaway['run'] = async (args, input = '') => {
    const ended = await runPlumbing(root, [...NO_HOOKS, ...args], { input });
    if (ended.code !== 0)
      throw new InputError(
        `the selftest could not work in ${root}: ${describeFailure(ended)}`,
        'See whether the temporary folder has room.',
      );
    return ended.stdout.toString().trim();
  };
  const options = [
    '--quiet',
    '--template=',
    '--initial-branch=main',
    `--object-format=${isLong ? 'sha256' : 'sha1'}`,
  ];
  const made = await runPlumbing(base, [...NO_HOOKS, 'init', ...options, root]);
  if (made.code !== 0)
    throw new InputError(
      `git could not make ${root}: ${describeFailure(made)}`,
      'See whether the folder has room.',
    );
  const git = join(root, '.git');
  // gitrepository-layout(5), objects/info/alternates: a path that begins with a quote, or has a newline, is quoted.
  const objects = join(commonDir, 'objects');
  await writeAlternates(git, /["\n]/.test(objects) ? JSON.stringify(objects) : objects);
  return {
    root,
    head: tip.code === 0 ? tip.stdout.toString().trim() : null,
    digits: isLong ? 64 : 40,
    run,
    cutOff: (commit) =>
      commit === null
        ? rm(join(git, 'shallow'), { force: true })
        : writeFile(join(git, 'shallow'), `${commit}\n`),
  };
}

/** A core.hooksPath of the user's own would have hooks run for what is only planted. */
const NO_HOOKS = ['-c', `core.hooksPath=${devNull}`];

async function writeAlternates(git: string, line: string): Promise<void> {
  await mkdir(join(git, 'objects', 'info'), { recursive: true });
  await writeFile(join(git, 'objects', 'info', 'alternates'), `${line}\n`);
}
