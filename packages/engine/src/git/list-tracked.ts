import { InputError } from '../input-error.ts';
import { describeFailure, runGit } from './run-git.ts';

/** Every file of that name that git tracks, in any folder, as paths from the root with forward slashes. */
export async function listTracked(root: string, name: string): Promise<string[]> {
  const run = await runGit(root, ['ls-files', '-z', '--cached', '--', `:(top,glob)**/${name}`]);
  if (run.code === 0)
    return [...new Set(run.stdout.toString().split('\0'))].filter((path) => path !== '').sort();
  throw new InputError(
    `${root}: git could not list its files: ${describeFailure(run)}`,
    'See what `git status` says there.',
  );
}
