import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../../input-error.ts';
import { runGit } from '../run-git.ts';
import { recoverForward } from './forward-branch.ts';
import { changeIndex, copyIndex, isIndexStill, readIndex, readIndexEntry } from './index-file.ts';
import { commitIndexLock, dropIndexLock, findOwnLock, isSameFile, takeIndexLock } from './index-lock.ts';
import {
  findJournalPlaces,
  type Journal,
  locateFile,
  readJournal,
  removeOwnFolder,
  writeJournal,
} from './journal.ts';
import { hashBytes, hasLanded, moveRef } from './land-commit.ts';
import { findPlaces, type Places } from './places.ts';
import { readHead } from './read-head.ts';
import { Refusal } from './refusal.ts';
import { holds, releaseFile, restoreFile, syncFile } from './working-file.ts';

/**
 * Finishes or undoes a commit whose process is gone: afterwards file, index and branch are all as it would have left
 * them, or all as it found them, and what the user has changed since is still there. To be called before anything else.
 * Throws an InputError where its journal can't be read.
 * @param root absolute path of the top of the working tree
 */
export async function recover(root: string): Promise<'nothing' | 'finished' | 'undone'> {
  return recoverAt(await findPlaces(root));
}

/** @param places of this process, which are not those of the one that is gone */
export async function recoverAt(places: Places): Promise<'nothing' | 'finished' | 'undone'> {
  if (!existsSync(places.folder)) return 'nothing';
  try {
    return await settle(places);
  } catch (error) {
    throw error instanceof Refusal ? new InputError(error.message, error.help) : error;
  }
}

async function settle(current: Places): Promise<'nothing' | 'finished' | 'undone'> {
  await recoverForward(current);
  const journal = await readJournal(current);
  if (journal === null) {
    await dropIndexLock(current);
    await removeOwnFolder(current);
    return 'nothing';
  }
  const places = findJournalPlaces(current, journal);
  const isDone = (await waitForRef(places, journal)) || (await finishRef(places, journal));
  const { file, sides } = await locateFile(places, journal);
  if (isDone) {
    // The file came before the ref: whatever it holds now, the user has seen the edit in it.
    await releaseFile(file, decode(journal.before), decode(journal.after), sides);
    await finishIndex(places, journal, current);
  } else await restoreFile(file, decode(journal.after), sides);
  await dropIndexLock(places);
  await removeOwnFolder(places);
  return isDone ? 'finished' : 'undone';
}

const MOST_WAIT = 3000;
const PAUSE = 20;
/** What a git that was started just before its starter was killed needs to take its lock. */
const START = 500;

/** Waits for the git that may still be moving the branch; whether that has our commit. */
async function waitForRef(places: Places, { ref, commit }: Journal): Promise<boolean> {
  const { root } = places;
  const run = await runGit(root, ['rev-parse', '--git-path', `${ref}.lock`, '--git-path', 'HEAD.lock']);
  const locks = run.stdout.toString().split('\n').filter(Boolean);
  for (const end = Date.now() + MOST_WAIT; Date.now() < end; await wait(PAUSE))
    if (!locks.some((lock) => existsSync(resolve(root, lock)))) break;
  return hasLanded(places, ref, commit);
}

/**
 * Moves the branch where everything stands ready for that. The other git may be about to do the same: undoing would make
 * the file and the branch differ, moving it twice can't.
 */
async function finishRef(places: Places, journal: Journal): Promise<boolean> {
  if ((await findOwnLock(places)) !== 'new') return false;
  const { file } = await locateFile(places, journal);
  if (await holds(file, decode(journal.after))) {
    const head = await readHead(places.root);
    const isReady = head.ref === journal.ref && head.commit === journal.head;
    if (isReady && (await isIndexOld(places, journal))) {
      const subject = await readSubject(places.root, journal.commit);
      await moveRef({ places, head, commit: journal.commit, subject });
    }
  } else if (await holds(file, decode(journal.before))) return false;
  else await wait(START);
  return waitForRef(places, journal);
}

/** Whether the index is the one that the journal speaks of: else ours was made of an older one. */
async function isIndexOld({ index }: Places, journal: Journal): Promise<boolean> {
  const bytes = await readFile(index).catch(() => null);
  return bytes !== null && hashBytes(bytes) === journal.index;
}

async function finishIndex(places: Places, journal: Journal, current: Places): Promise<void> {
  if (await isSameFile(places.index, places.newIndex)) return;
  if ((await findOwnLock(places)) === 'new' && (await isIndexOld(places, journal))) {
    await commitIndexLock(places);
    return;
  }
  await dropIndexLock(places);
  // Somebody has removed our lock, and may have staged other things since.
  if (journal.entry === null || (await readHead(places.root)).ref !== journal.ref) return;
  while (!(await changeEntry(current, journal, journal.entry)));
}

/** Puts the new blob in the user's index, where that still has the old one; false where it changed meanwhile. */
async function changeEntry(
  places: Places,
  journal: Journal,
  { before, after }: NonNullable<Journal['entry']>,
): Promise<boolean> {
  const { root, newIndex } = places;
  const { path } = journal;
  const index = await readIndex(places);
  await copyIndex(index, newIndex);
  // What has met a conflict since is the user's to resolve.
  const entry = await readIndexEntry(root, newIndex, path).catch(() => null);
  if (entry?.blob !== before || before === after) return true;
  await changeIndex(root, newIndex, path, { ...entry, blob: after });
  // Killed from here on, it is to be found again.
  const renewed = { ...journal, index: hashBytes(index.bytes), newIndex: basename(newIndex) };
  await writeJournal(places, renewed, syncFile(newIndex));
  await takeIndexLock(places, newIndex);
  if (await isIndexStill(places, index)) {
    await commitIndexLock(places);
    return true;
  }
  await dropIndexLock(places);
  return false;
}

async function readSubject(root: string, commit: string): Promise<string> {
  const run = await runGit(root, ['log', '-1', '--no-show-signature', '--format=%s', commit, '--']);
  return run.stdout.toString().trim();
}

function decode(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
