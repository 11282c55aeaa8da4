import { randomBytes } from 'node:crypto';
import { constants, existsSync, readFileSync } from 'node:fs';
import { access, chmod, chown, link, lstat, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Places } from './places.ts';
import { Refusal } from './refusal.ts';

/** The file as it lies in the working tree. */
export interface WorkingFile {
  /** Absolute path, with links resolved. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @param path from the root, forward slashes */
export async function readWorkingFile({ root }: Places, path: string): Promise<WorkingFile> {
  const absolute = join(await realpath(root), path);
  const stats = await lstat(absolute).catch(() => null);
  if (stats === null) {
    throw new Refusal(
      `${path}: it is not in the working tree`,
      `Bring it back: \`git restore -- ${path}\`, in a sparse checkout after \`git sparse-checkout add\`.`,
    );
  }
  if (!stats.isFile() || (await realpath(absolute)) !== absolute) {
    throw new Refusal(
      `${path}: it is a link, or lies behind one, or is no regular file`,
      'Name the file itself.',
    );
  }
  // Root may write anything; what a user has closed to everybody is meant to stay as it is.
  const mayWrite = await access(absolute, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!mayWrite || (stats.mode & ANYBODY_WRITES) === 0) {
    throw new Refusal(`${path}: it is read-only`, 'Make it writable, if it is to change.');
  }
  return { path: absolute, bytes: await readFile(absolute) };
}

const ANYBODY_WRITES = 0o222;

/** Names beside a file, on the same file system: of what it is to be, and of what it was. */
export interface SideNames {
  readonly next: string;
  readonly last: string;
}

/** @param path absolute */
export function nameSides(path: string): SideNames {
  // A name may have 255 bytes on most file systems.
  const start = join(dirname(path), `.${basename(path).slice(0, 40)}.${randomBytes(6).toString('hex')}`);
  return { next: `${start}.roadmap-new`, last: `${start}.roadmap-old` };
}

/**
 * Puts other bytes in the place of those that were read. The file keeps its mode and its owner, as far as we may give it.
 * The last one stays under the second side name.
 * @returns false, and the file untouched, where it has changed since it was read
 */
export async function replaceFile(
  path: string,
  before: Uint8Array,
  after: Uint8Array,
  names: SideNames,
): Promise<boolean> {
  if (Buffer.compare(before, after) === 0) return holds(path, before);
  await writeBeside(path, after, names.next);
  // Under a second name we see what somebody writes into the file until it is gone, and can put it back.
  await link(path, names.last).catch(() => writeBeside(path, before, names.last));
  if (!(await holds(names.last, before)) || !(await holds(path, before))) {
    await removeSides(names);
    return false;
  }
  await rename(names.next, path);
  if (!(await holds(names.last, before))) {
    await rename(names.last, path);
    return false;
  }
  await syncFolder(dirname(path));
  return true;
}

/** Puts the last file back, if it was replaced and nobody has written to the new one. */
export async function restoreFile(path: string, after: Uint8Array, names: SideNames): Promise<void> {
  if (await holds(path, after)) {
    await rename(names.last, path).catch(ignoreMissing);
    await syncFolder(dirname(path));
  }
  await removeSides(names);
}

/**
 * Lets go of the last file. A program that had it open may have written to it since it was replaced; then the file is
 * what that wrote, without the edit, rather than lost.
 */
export async function releaseFile(
  path: string,
  before: Uint8Array,
  after: Uint8Array,
  names: SideNames,
): Promise<void> {
  if (existsSync(names.last) && !(await holds(names.last, before)) && (await holds(path, after)))
    await rename(names.last, path);
  await removeSides(names);
}

async function removeSides({ next, last }: SideNames): Promise<void> {
  await rm(next, { force: true });
  await rm(last, { force: true });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Whether a file is there and has just these bytes. */
export async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    // A commit asks often, one thing after the other: of a small file a promise takes seven times as long.
    return Buffer.compare(readFileSync(path), bytes) === 0;
  } catch {
    return false;
  }
}

async function writeBeside(path: string, bytes: Uint8Array, name: string): Promise<void> {
  const { mode, uid, gid } = await lstat(path);
  await writeSynced(name, bytes);
  await chown(name, uid, gid).catch(() => undefined);
  await chmod(name, mode & 0o7777);
}

/** Writes a file anew, and waits until the disk has it. */
export async function writeSynced(path: string, bytes: Uint8Array | string): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the disk has a file that git wrote. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the disk has the names in a folder, where the system can do that. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
