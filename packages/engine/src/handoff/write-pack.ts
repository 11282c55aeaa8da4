import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { configName } from '../config/names.ts';
import { createFile } from '../files/create-file.ts';
import { readBounded } from '../files/read-file.ts';
import { InputError } from '../input-error.ts';
import { replaceFile } from '../transition/replace-file.ts';
import type { WrittenPack } from './make-handoff.ts';

/** Where a pack is written. */
export interface PackFile {
  /** Absolute path. */
  readonly absolute: string;
  /** As the user knows it. */
  readonly shown: string;
  /** Whether a file that is there is written over. */
  readonly isForced: boolean;
}

/**
 * Writes a pack, never over what is there unless that is asked for; and never over its roadmap, the config, or anything of
 * git's own. Throws an InputError where it may not or can't.
 */
export async function writePack(
  root: string,
  { handoff, markdown }: WrittenPack,
  { absolute, shown, isForced }: PackFile,
): Promise<void> {
  const folder = await realpath(dirname(absolute)).catch(() => {
    throw new InputError(`${shown}: its folder is not there`, 'Make it, or name another file.');
  });
  const path = join(folder, basename(absolute));
  const inside = relative(root, path).split(sep);
  if ([handoff.file, configName].includes(inside.join('/')) || inside.includes('.git'))
    throw new InputError(`${shown}: no handoff is written there`, 'Name another file.');
  const found = await lstat(path).catch(() => null);
  if (found === null) return createFile(path, shown, markdown);
  if (!isForced)
    throw new InputError(`${shown}: it is there already`, 'Name another file, or write over it: `--force`.');
  if (!found.isFile()) throw new InputError(`${shown}: it is no regular file`, 'Name another file.');
  const before = await readBounded(path, shown);
  await replaceFile(folder, basename(path), before, new TextEncoder().encode(markdown));
}
