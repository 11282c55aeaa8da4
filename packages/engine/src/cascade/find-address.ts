import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { TargetProblem } from './target-problem.ts';

/**
 * What git is given for a repository of the config: a URL or `host:path` as it is, and a path from the root. A repository
 * that lies in our own is refused: whoever can commit files could put one there, and its hooks and settings would run
 * programs for whoever pushes to it.
 * @param root absolute path of the top of the working tree, with links resolved
 */
export async function findAddress(repository: string, root: string): Promise<string> {
  const path = findPath(repository, root);
  if (path === null) return repository;
  const real = await realpath(path).catch(() => path);
  const way = relative(root, real);
  if (way !== '..' && !way.startsWith(`..${sep}`))
    throw new TargetProblem('refused', 'it lies in this repository, where any commit could put it');
  return /^file:/i.test(repository) ? repository : path;
}

/** An absolute path, with what a URL encodes; null where it leads to another machine. */
function findPath(repository: string, root: string): string | null {
  if (/^file:\/\//i.test(repository)) {
    try {
      return resolve('/', decodeURIComponent(repository.slice('file://'.length)));
    } catch {
      throw new TargetProblem('refused', 'its URL is not encoded as a URL is');
    }
  }
  // A single letter before a colon is a drive, and a slash before it makes it a path (git-clone(1), GIT URLS).
  return /^[^/]{2,}:/.test(repository) ? null : resolve(root, repository);
}
