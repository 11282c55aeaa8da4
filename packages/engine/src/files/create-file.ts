import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../input-error.ts';

/**
 * Makes a file that was not there, at once: nobody sees a part of it. What is there under its name, a link to nothing
 * included, is left as it is and refused (link(2): EEXIST).
 * @param absolute its folder with links resolved
 * @param shown the path as the user knows it
 */
export async function createFile(
  absolute: string,
  shown: string,
  content: string | Uint8Array,
): Promise<void> {
  const next = join(dirname(absolute), `.${basename(absolute)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(next, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    // Some file systems have no hard links.
    await link(next, absolute).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      return copyFile(next, absolute, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'EEXIST') throw new InputError(`${shown}: it is there already`, KEEP);
    throw new InputError(`${shown}: it can't be written (${code})`, 'Check the permissions and the disk.');
  } finally {
    await rm(next, { force: true });
  }
}

export const KEEP = 'Name another file; what is there is never written over.';
