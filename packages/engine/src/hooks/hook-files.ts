import { randomBytes } from 'node:crypto';
import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HookManager } from '@roadmap-as-code/core';
import type { HookName } from '../gate/gate.ts';
import type { HookFolder } from '../git/find-hook-folder.ts';
import { InputError } from '../input-error.ts';
import { findOurs } from './hook-script.ts';

/** Where the hooks of a repository are, and who looks after them. */
export interface HookPlaces {
  readonly folder: HookFolder;
  readonly manager: HookManager;
  /** Absolute path of the top of the working tree; of the git directory of a repository without one. */
  readonly root: string;
}

/** The file that calls roadmap: husky runs those beside its own folder, and git those in it. */
export function hookPath({ folder, manager }: HookPlaces, name: HookName): string {
  return manager === 'husky' ? join(folder.path, '..', name) : join(folder.path, name);
}

/** A file as it is. */
export interface HookFile {
  readonly text: string;
  readonly mode: number;
  /** The part of it that is ours; null where nothing is. */
  readonly ours: ReturnType<typeof findOurs>;
}

/** Null where there is no file. Bytes that are no UTF-8 are kept, since nothing of such a file is ever written. */
export async function readHook(path: string): Promise<HookFile | null> {
  try {
    const [text, { mode }] = await Promise.all([readFile(path, 'latin1'), lstat(path)]);
    return { text, mode, ours: findOurs(text) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A link to nothing is a hook that git does not find; it is there to be kept all the same.
    if (code === 'ENOENT' && (await isThere(path))) return { text: '', mode: 0, ours: null };
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw describeFailure(path, error);
  }
}

export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Puts a file in its place at once. */
export async function writeHook(path: string, text: string, mode: number): Promise<void> {
  const next = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(next, 'wx', mode);
    try {
      await file.chmod(mode);
      await file.writeFile(text, 'latin1');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw describeFailure(path, error);
  }
}

export function describeFailure(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new InputError(
    `${path}: ${syscall} fails (${code})`,
    'Check its permissions, and where core.hooksPath leads.',
  );
}
