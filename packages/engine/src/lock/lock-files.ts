import { readFileSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../input-error.ts';
import { formatOwner, type LockOwner, parseOwner } from './lock-owner.ts';

/** Where the files of a lock are. */
export interface LockFolder {
  /** Absolute path. */
  readonly path: string;
  /** The lock: it names who holds it. */
  readonly lock: string;
}

/** What one lock file says. */
export interface LockFile {
  /** Absolute path. */
  readonly path: string;
  readonly owner: LockOwner;
}

const CLAIM = 'lock.succ.';
const OWN = 'lock.tmp.';

/** Makes the folder of the lock where it is missing. Throws InputError where that is impossible. */
export async function openLockFolder(commonDir: string): Promise<LockFolder> {
  const path = join(commonDir, 'roadmap');
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw describeError(path, error);
  });
  return { path, lock: join(path, 'lock') };
}

/** The file of one try alone, before it is linked to where others see it. */
export function pathOfOwn(folder: LockFolder, owner: LockOwner): string {
  return join(folder.path, `${OWN}${owner.uuid}`);
}

/** The file that names who succeeds a dead owner. */
export function pathOfClaim(folder: LockFolder, dead: LockOwner): string {
  return join(folder.path, `${CLAIM}${dead.uuid}`);
}

/**
 * Writes the file of a try, and has it on the disk before anybody can link it, so that a power cut leaves no empty lock.
 * Throws InputError where it can't be written: the disk is full, say.
 */
export async function writeOwn(path: string, owner: LockOwner): Promise<void> {
  try {
    await writeFile(path, formatOwner(owner), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    throw describeError(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Gives a file a second name, which creates it together with its content (link(2)); false where the name is taken, or the
 * file was cleared away. Throws InputError where the file system can't.
 */
export async function linkNew(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw describeError(path, error as NodeJS.ErrnoException);
  }
}

/** Puts a file into the place of another at once (rename(2)); false where it was cleared away. */
export async function renameOver(own: string, path: string): Promise<boolean> {
  try {
    await rename(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw describeError(path, error as NodeJS.ErrnoException);
  }
}

/** Removes a file; that it is gone already is fine. Throws InputError where it stays. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw describeError(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Who has the lock: the lock names an owner, the claim on that owner's succession names the next, and so on; the last one
 * has it. Null where it is free. Throws InputError at a file that names no owner: waiting would be for ever.
 */
export async function findHolder(folder: LockFolder): Promise<LockFile | null> {
  const seen = new Set<string>();
  let holder: LockFile | null = null;
  let path = folder.lock;
  for (;;) {
    const owner = await readOwner(path);
    if (owner === 'missing') return holder;
    // Each uuid is drawn once, so only copied files can lead in a circle.
    if (owner === 'torn' || seen.has(owner.uuid)) throw describeTorn(path);
    seen.add(owner.uuid);
    holder = { path, owner };
    path = pathOfClaim(folder, owner);
  }
}

/**
 * What the lock says, to see whether it is still the same; null where it is free or can't be read. Many wait for one, and
 * look often: like this it takes a tenth of the time of a promise.
 */
export function peekLock(folder: LockFolder): string | null {
  try {
    return readFileSync(folder.lock, 'latin1');
  } catch {
    return null;
  }
}

/** The owner that one file names. Throws InputError where it may not be read. */
export async function readOwner(path: string): Promise<LockOwner | 'missing' | 'torn'> {
  try {
    return parseOwner(await readFile(path, 'utf8')) ?? 'torn';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    throw describeError(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Clears away what the dead have left. Only whoever holds the lock may, and only before it releases it: a claim that is
 * there then is on the succession of an owner who is out of the chain for good, so it can't succeed; and a living process
 * whose own file is removed, because it was only half written, notices and starts over. What can't be removed stays.
 */
export async function clearRemains(
  folder: LockFolder,
  isDead: (owner: LockOwner) => Promise<boolean>,
): Promise<void> {
  const names = await readdir(folder.path).catch(() => []);
  for (const name of names) {
    const path = join(folder.path, name);
    if (name.startsWith(CLAIM) || (name.startsWith(OWN) && (await isLeft(path, isDead)))) {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

async function isLeft(path: string, isDead: (owner: LockOwner) => Promise<boolean>): Promise<boolean> {
  const owner = await readOwner(path).catch(() => 'missing' as const);
  if (owner === 'missing') return false;
  return owner === 'torn' || (await isDead(owner));
}

function describeTorn(path: string): InputError {
  return new InputError(
    `${path}: this lock names no owner: it is empty, torn or of another version of roadmap`,
    'See that no other roadmap is running on this repository, then delete that file.',
  );
}

const HELP: Readonly<Record<string, string>> = {
  EACCES: 'See who may read and write there. Another user may have the lock at the moment.',
  ENOENT: 'See that the repository is still there.',
  ENOSPC: 'Make room on the disk.',
  EDQUOT: 'Make room on the disk.',
  EROFS: 'The file system can only be read: use a clone on another one.',
  EPERM: 'See that you may write there, and that the file system has hard links: a lock needs them.',
  ENOTSUP: 'The file system has no hard links, which a lock needs: use a clone on another one.',
  EISDIR: 'Delete it: this name belongs to a lock of roadmap.',
};

function describeError(path: string, { code, syscall }: NodeJS.ErrnoException): InputError {
  const what = `the lock can't be used (${[syscall, code].filter(Boolean).join(': ')})`;
  return new InputError(`${path}: ${what}`, HELP[code ?? ''] ?? 'See who may read and write there.');
}
