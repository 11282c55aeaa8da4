import { runGit } from './run-git.ts';

/**
 * Whether git ignores a file that it does not track (git-check-ignore(1)).
 * @param path from the root, forward slashes
 */
export async function isIgnored(root: string, path: string): Promise<boolean> {
  const run = await runGit(root, ['check-ignore', '--quiet', '--stdin', '-z'], `${path}\0`);
  return run.code === 0;
}
