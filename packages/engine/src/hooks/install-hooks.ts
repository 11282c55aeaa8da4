import { link, lstat, mkdir, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HookName } from '../gate/gate.ts';
import { InputError } from '../input-error.ts';
import { describeFailure, type HookPlaces, hookPath, isThere, readHook, writeHook } from './hook-files.ts';
import { originalSuffix, type Program, renderBlock, renderHook } from './hook-script.ts';

const EXECUTABLE = 0o755;

/**
 * Adds roadmap to one hook, beside what is there. At no moment is the hook gone that was there.
 * @returns whether something was written
 */
export async function installHook(places: HookPlaces, name: HookName, program: Program): Promise<boolean> {
  const path = hookPath(places, name);
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw describeFailure(dirname(path), error);
  });
  return places.manager === 'husky' ? addBlock(path, name, program) : addHook(path, name, program);
}

/**
 * Takes roadmap out of one hook; what was there before it is as it was, with its mode and times.
 * @returns whether something was taken out
 */
export async function uninstallHook(places: HookPlaces, name: HookName): Promise<boolean> {
  const path = hookPath(places, name);
  const file = await readHook(path);
  if (file === null || file.ours === null) return false;
  if (!file.ours.isIntact) throw refuseChanged(path);
  if (places.manager === 'husky') {
    const rest = file.text.slice(0, file.ours.start) + file.text.slice(file.ours.end);
    // A file without a line is one that we made: husky itself writes none.
    if (rest === '') await unlink(path);
    else await writeHook(path, rest, file.mode & 0o7777);
    return true;
  }
  try {
    const original = `${path}${originalSuffix}`;
    if (await isThere(original)) await rename(original, path);
    else await unlink(path);
    // We made the folder where git had none; of one with anything in it this does nothing.
    if (dirname(path) === places.folder.own) await rmdir(dirname(path)).catch(() => undefined);
    return true;
  } catch (error) {
    throw describeFailure(path, error);
  }
}

async function addHook(path: string, name: HookName, program: Program): Promise<boolean> {
  const text = renderHook(name, program);
  const file = await readHook(path);
  if (file !== null && file.ours !== null) {
    if (!file.ours.isIntact) throw refuseChanged(path);
    if (file.text === text && (file.mode & 0o111) !== 0) return false;
  } else if (file !== null) await setAside(path);
  await writeHook(path, text, EXECUTABLE);
  return true;
}

/** Gives the hook that is there a second name; the first goes to ours when that is written. */
async function setAside(path: string): Promise<void> {
  const original = `${path}${originalSuffix}`;
  await link(path, original).catch(async (error: NodeJS.ErrnoException) => {
    // Who was stopped here before had given it that name already.
    if (error.code === 'EEXIST' && (await areOne(path, original))) return;
    if (error.code === 'EEXIST')
      throw new InputError(
        `${path}: something was put in the place of roadmap's hook, and what was there before that is in ${original}`,
        'Keep the one that you want under the first name, delete the other, and install again.',
      );
    // A file system without hard links.
    await rename(path, original).catch((failure: unknown) => {
      throw describeFailure(path, failure);
    });
  });
}

async function areOne(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([lstat(path), lstat(other)]);
  return one.ino === two.ino && one.dev === two.dev;
}

async function addBlock(path: string, name: HookName, program: Program): Promise<boolean> {
  const block = renderBlock(name, program);
  const file = await readHook(path);
  if (file === null) {
    await writeHook(path, block, EXECUTABLE);
    return true;
  }
  if (file.ours !== null && !file.ours.isIntact) throw refuseChanged(path);
  const { start, end } = file.ours ?? findBeginning(file.text);
  const text = file.text.slice(0, start) + block + file.text.slice(end);
  if (text === file.text) return false;
  await writeHook(path, text, file.mode & 0o7777);
  return true;
}

/** Behind the line that names the shell. */
function findBeginning(text: string): { start: number; end: number } {
  const start = text.startsWith('#!') ? text.indexOf('\n') + 1 || text.length : 0;
  return { start, end: start };
}

function refuseChanged(path: string): InputError {
  return new InputError(
    `${path}: the lines of roadmap in it were changed by hand`,
    'Take them out by hand: those between ">>> roadmap-hook" and "<<< roadmap-hook".',
  );
}
