import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { InputError } from '../input-error.ts';

/**
 * Follows every link of a path, and refuses one that leads out of the repository: what is read comes to lie on terminals
 * and in the logs of CI. A file that is not there keeps its path; that it is missing is for its reader to say.
 * @param root absolute path of the repository, with links resolved
 * @param shown the path as the user knows it
 */
export async function resolveInside(root: string, absolute: string, shown: string): Promise<string> {
  const real = follow(absolute);
  const path = relative(root, real);
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    throw new InputError(
      `${shown}: it lies outside of the repository ${root}`,
      'Run roadmap in the repository of that file, or put the file itself into this one.',
    );
  }
  return real;
}

function follow(absolute: string): string {
  try {
    return realpathSync.native(absolute);
  } catch {
    return absolute;
  }
}
