import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { leadsOut } from '../../config/leads-out.ts';
import { resolveInside } from '../../files/resolve-inside.ts';
import { InputError } from '../../input-error.ts';

/** Where a program or a folder of a check is, or why it may not be used. */
export type Place =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * A program by its name, on the PATH: folders that are not absolute are left out, since they would be folders of the
 * repository. With a slash in it, it is a path from the root of the repository, which no link may lead out of.
 * @param root absolute path, with links resolved
 */
export async function findProgram(name: string, root: string, path: string): Promise<Place> {
  if (name.includes('/')) {
    const place = await findInside(name, root);
    if (place.kind === 'refused' || (await isProgram(place.path))) return place;
    return { kind: 'refused', message: `${name} is no program that can be run` };
  }
  if (name === '' || name.includes('\0')) return { kind: 'refused', message: 'the program has no name' };
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    if (isAbsolute(folder) && (await isProgram(file))) return { kind: 'found', path: file };
  }
  return { kind: 'refused', message: `there is no ${name} on the PATH` };
}

/** A folder of the repository, by its path from the root. */
export async function findFolder(path: string, root: string): Promise<Place> {
  const place = await findInside(path, root);
  if (place.kind === 'refused') return place;
  const isFolder = await stat(place.path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? place : { kind: 'refused', message: `${path} is no folder` };
}

async function findInside(path: string, root: string): Promise<Place> {
  if (leadsOut(path)) return { kind: 'refused', message: `${path} leads out of the repository` };
  try {
    const top = await realpath(root);
    return { kind: 'found', path: await resolveInside(top, join(top, path), path) };
  } catch (error) {
    if (error instanceof InputError)
      return { kind: 'refused', message: `${path} leads out of the repository` };
    throw error;
  }
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
