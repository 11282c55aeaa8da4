import { type BigIntStats, lstatSync } from 'node:fs';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Places } from './places.ts';
import { Refusal } from './refusal.ts';

/**
 * The lock that git takes to write the index. Ours is a second name of a file in our own folder, so that it can be told
 * from git's after a crash; neither its age nor an open file would prove that.
 */

const MOST_WAIT = 10_000;
const PAUSE = 5;

/**
 * Waits until nobody else has it.
 * @param file `newIndex` or `hold` of the places
 */
export async function takeIndexLock({ indexLock }: Places, file: string): Promise<void> {
  for (const end = Date.now() + MOST_WAIT; ; ) {
    const trouble = await link(file, indexLock).then(
      () => null,
      (error: NodeJS.ErrnoException) => error,
    );
    if (trouble === null) return;
    if (trouble.code !== 'EEXIST') throw trouble;
    if (Date.now() > end) {
      throw new Refusal(
        `another git is writing the index: ${indexLock} is there`,
        'Wait until it has ended. If none is running, it has crashed: remove that file.',
      );
    }
    await wait(PAUSE);
  }
}

/** Takes the lock before there is a new index. */
export async function holdIndex(places: Places): Promise<void> {
  await writeFile(places.hold, '');
  await takeIndexLock(places, places.hold);
}

/** Makes the new index the lock that is held. */
export async function fillIndexLock({ newIndex, indexLock }: Places): Promise<void> {
  const name = `${newIndex}.link`;
  await rm(name, { force: true });
  await link(newIndex, name);
  await rename(name, indexLock);
}

/** Which of our files the lock is; null where it is not there, or another's. */
export async function findOwnLock({ indexLock, newIndex, hold }: Places): Promise<'new' | 'hold' | null> {
  if (await isSameFile(indexLock, newIndex)) return 'new';
  return (await isSameFile(indexLock, hold)) ? 'hold' : null;
}

/** Gives the lock back, with the index as it was. */
export async function dropIndexLock(places: Places): Promise<void> {
  if ((await findOwnLock(places)) !== null) await rm(places.indexLock, { force: true });
}

/** Gives the lock back, with the new index in place. */
export async function commitIndexLock({ indexLock, index }: Places): Promise<void> {
  await rename(indexLock, index);
}

/** Whether two paths are names of one file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = [one, other].map(lookAt);
  if (!first || !second) return false;
  return first.ino === second.ino && first.dev === second.dev;
}

function lookAt(path: string): BigIntStats | null {
  try {
    return lstatSync(path, { bigint: true });
  } catch {
    return null;
  }
}
