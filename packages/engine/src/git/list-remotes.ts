import { runGit } from './run-git.ts';

/** The names of the remotes that a clone knows. */
export async function listRemotes(folder: string): Promise<string[]> {
  const run = await runGit(folder, ['remote']);
  return run.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
