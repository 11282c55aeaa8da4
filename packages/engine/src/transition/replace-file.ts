import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../input-error.ts';

/**
 * Puts other bytes into a file at once: a reader sees the old ones or the new ones. Its permissions are kept. Refused
 * where it has other bytes than were read.
 * @param path from the root
 */
export async function replaceFile(
  root: string,
  path: string,
  before: Uint8Array,
  after: Uint8Array,
): Promise<void> {
  // A link stays one.
  const absolute = await realpath(join(root, path));
  const next = join(dirname(absolute), `.${basename(absolute)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const { mode } = await stat(absolute);
    // Root may write anything; what a user has closed to everybody is meant to stay as it is.
    if ((mode & ANYBODY_WRITES) === 0)
      throw new InputError(`${path}: it is read-only`, 'Make it writable, if it is to change.');
    await access(absolute, constants.W_OK);
    const file = await open(next, 'wx', mode);
    try {
      await file.chmod(mode);
      await file.writeFile(after);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await readFile(absolute)).equals(before))
      throw new InputError(`${path}: it was changed meanwhile`, 'Run this again.');
    await rename(next, absolute);
  } catch (error) {
    await rm(next, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`${path}: it can't be written (${code})`, 'Check its permissions and the disk.');
  }
}

const ANYBODY_WRITES = 0o222;
