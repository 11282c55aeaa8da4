import { InputError } from '../input-error.ts';
import { runGit } from './run-git.ts';

/** The repository around a folder. */
export interface Repository {
  /** Absolute path of the top of the working tree, with links resolved. */
  readonly root: string;
  /** Whether its history was cut off (git-clone(1), --depth). */
  readonly shallow: boolean;
}

/** The repository that a folder is in; null where there is none. Throws where git can't say. */
export async function findRepository(cwd: string): Promise<Repository | null> {
  const run = await runGit(cwd, ['rev-parse', '--show-toplevel', '--is-shallow-repository']);
  const [root, shallow] = run.stdout.toString().split('\n');
  if (run.code === 0 && root !== undefined && root !== '') return { root, shallow: shallow === 'true' };
  if (/not a git repository/i.test(run.stderr)) return null;
  if (/must be run in a work tree/i.test(run.stderr)) {
    throw new InputError(
      `${cwd}: this is a repository without a working tree`,
      'Run roadmap in a clone of it.',
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
