import { runGit } from './run-git.ts';

/** Full hash of the commit that a name stands for (gitrevisions(7)); null where there is none. */
export async function findCommit(folder: string, name: string): Promise<string | null> {
  const run = await runGit(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]);
  return run.code === 0 ? run.stdout.toString().trim() : null;
}
