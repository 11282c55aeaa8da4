import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../input-error.ts';
import { findPlainRepository } from './find-plain-repository.ts';
import { runGit } from './run-git.ts';

/** The repository around a folder. */
export interface Repository {
  /** Absolute path of the top of the working tree, with links resolved. */
  readonly root: string;
  /** Absolute path of the folder in it that it was found from: git is run there, as a relative GIT_DIR is meant. */
  readonly folder: string;
  /** Absolute path of the folder that all working trees of the repository share (git-rev-parse(1), --git-common-dir). */
  readonly commonDir: string;
  /**
   * Absolute path of its index, where the repository is laid out as `git init` does it and its hashes are of SHA-1 for certain:
   * the folder that all working trees share is then the only one that git has. Null where git is to be asked.
   */
  readonly index: string | null;
  /** Full hashes of the commits at which its history was cut off (git-clone(1), --depth); empty for a whole one. */
  readonly boundary: ReadonlySet<string>;
  /** Whether it lacks objects that another repository promised it (git-clone(1), --filter). */
  isPartial(): Promise<boolean>;
}

/**
 * The repository that a folder is in; null where there is none. Throws where git can't say.
 * @param isBareFine whether it may be one without a working tree; its root is then the git directory
 */
export async function findRepository(cwd: string, isBareFine = false): Promise<Repository | null> {
  const plain = findPlainRepository(cwd);
  if (plain !== null) {
    const { root, gitDir, index } = plain;
    const cut = join(gitDir, 'shallow');
    return {
      root,
      folder: cwd,
      commonDir: gitDir,
      index,
      boundary: existsSync(cut) ? readBoundary(cut) : new Set(),
      isPartial: async () => hasPromises(join(gitDir, 'objects/pack')),
    };
  }
  const first = await runGit(cwd, ['rev-parse', '--show-toplevel', ...PLACES]);
  const isBare = isBareFine && first.code !== 0 && NO_WORK_TREE.test(first.stderr);
  const run = isBare ? await runGit(cwd, ['rev-parse', '--absolute-git-dir', ...PLACES]) : first;
  const [root, shallow, cut, packs, commonDir] = run.stdout.toString().split('\n');
  if (run.code === 0 && root !== undefined && root !== '') {
    return {
      root,
      folder: cwd,
      commonDir: resolve(cwd, commonDir ?? ''),
      index: null,
      boundary: shallow === 'true' ? readBoundary(resolve(cwd, cut ?? '')) : new Set(),
      isPartial: async () => hasPromises(resolve(cwd, packs ?? '')),
    };
  }
  if (/not a git repository/i.test(run.stderr)) return null;
  if (NO_WORK_TREE.test(run.stderr)) {
    throw new InputError(
      `${cwd}: this is a repository without a working tree`,
      'Run roadmap in a clone of it, or say where the roadmaps are: GIT_DIR=<it> GIT_WORK_TREE=<folder>.',
    );
  }
  const says = run.stderr.trim().split('\n')[0] || `nothing, and ends with ${run.code ?? 'a signal'}`;
  const trust = /detected dubious ownership in repository at '(?<path>.*)'/.exec(says)?.groups?.['path'];
  throw new InputError(
    `${cwd}: git says: ${says}`,
    trust === undefined
      ? 'See what `git status` says there.'
      : `If you trust it: \`git config --global --add safe.directory '${trust}'\`.`,
  );
}

const PLACES = [
  '--is-shallow-repository',
  '--git-path',
  'shallow',
  '--git-path',
  'objects/pack',
  '--git-common-dir',
];
const NO_WORK_TREE = /must be run in a work tree/i;

/** One hash a line (gitrepository-layout(5), shallow). */
function readBoundary(path: string): Set<string> {
  const text = readFileSync(path, 'utf8');
  return new Set(text.split('\n').filter((line) => line !== ''));
}

/** A pack that came with promises has a file beside it that says so (gitformat-pack(5), .promisor). */
function hasPromises(packs: string): boolean {
  try {
    return readdirSync(packs).some((file) => file.endsWith('.promisor'));
  } catch {
    return false;
  }
}
