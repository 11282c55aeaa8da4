import { runGit } from './run-git.ts';

/**
 * Whether git ignores a file that it does not track (git-check-ignore(1)).
 * @param path from the root, forward slashes
 */
export async function isIgnored(root: string, path: string): Promise<boolean> {
  return (await listIgnored(root, [path])).length > 0;
}

/** Those of some paths that git ignores, in one process; none where git can't say. */
export async function listIgnored(root: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const run = await runGit(
    root,
    ['check-ignore', '--stdin', '-z'],
    paths.map((path) => `${path}\0`).join(''),
  );
  return run.code === 0 ? run.stdout.toString().split('\0').slice(0, -1) : [];
}
