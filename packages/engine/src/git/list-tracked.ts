import { readFileSync, statSync } from 'node:fs';
import { InputError } from '../input-error.ts';
import type { Repository } from './find-repository.ts';
import { listIndexPaths } from './index-entries.ts';
import { describeFailure, runGit } from './run-git.ts';

/** Every file of that name that git tracks, in any folder, as paths from the root with forward slashes. */
export async function listTracked(
  { root, index }: Pick<Repository, 'root' | 'index'>,
  name: string,
): Promise<string[]> {
  const listed = (index === null ? null : listPlainly(index, name)) ?? (await askGit(root, name));
  return [...new Set(listed)].sort();
}

/** In bytes; a longer index, git reads faster. */
const LONGEST_INDEX = 4 * 1024 * 1024;
const SHA1_SIZE = 20;

/** Without a process; null where git is to be asked. */
function listPlainly(index: string, name: string): string[] | null {
  try {
    if (statSync(index).size > LONGEST_INDEX) return null;
    return listIndexPaths(readFileSync(index), name, SHA1_SIZE);
  } catch {
    return null;
  }
}

async function askGit(root: string, name: string): Promise<string[]> {
  const run = await runGit(root, ['ls-files', '-z', '--cached', '--', `:(top,glob)**/${name}`]);
  if (run.code === 0)
    return run.stdout
      .toString()
      .split('\0')
      .filter((path) => path !== '');
  throw new InputError(
    `${root}: git could not list its files: ${describeFailure(run)}`,
    'See what `git status` says there.',
  );
}
