import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLimits } from '@roadmap-as-code/core/parse';
import { InputError } from '../input-error.ts';
import { resolveInside } from './resolve-inside.ts';

const CODES: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ['there is no such file', 'Check the path.'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'Check the path.'],
  EACCES: ['it may not be read', 'Check its permissions.'],
  EPERM: ['it may not be read', 'Check its permissions.'],
  ELOOP: ['its links lead in a circle', 'Check the links.'],
  ENAMETOOLONG: ['the name is too long', 'Check the path.'],
};

/**
 * The bytes of a regular file of at most the size that is parsed; what is larger is refused before it is read. A file of that
 * size is read sooner than it is waited for.
 * @param shown the path as the user knows it
 */
export async function readBounded(path: string, shown: string): Promise<Uint8Array> {
  try {
    // Without O_NONBLOCK (which Windows lacks), opening a pipe that nobody writes to would wait for ever.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(file);
      if (stats.isDirectory()) throw new InputError(`${shown}: it is a directory`, 'Name a file in it.');
      if (!stats.isFile()) throw new InputError(`${shown}: it is no regular file`, 'Name a regular file.');
      if (stats.size > parseLimits.size) {
        const most = parseLimits.size / MEBIBYTE;
        throw new InputError(
          `${shown}: it is ${Math.ceil(stats.size / MEBIBYTE)} MiB long`,
          `${most} MiB is the most that is read: split it.`,
        );
      }
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const [says, help] = CODES[code] ?? [`it can't be read (${syscall}: ${code})`, 'Name a regular file.'];
    throw new InputError(`${shown}: ${says}`, help);
  }
}

/**
 * The same of a file of the repository, which no link may lead out of.
 * @param root absolute path of the repository, with links resolved
 * @param path from the root
 */
export async function readInside(root: string, path: string): Promise<Uint8Array> {
  return readBounded(await resolveInside(root, join(root, path), path), path);
}

const MEBIBYTE = 1024 * 1024;
