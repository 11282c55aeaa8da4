import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { isAncestor } from '../is-ancestor.ts';
import { replaceIndexBlob } from '../replace-index-blob.ts';
import type { GitEnd } from '../run-git.ts';
import { runToFile } from '../write-git.ts';
import { changeIndex, copyIndex, isIndexStill } from './index-file.ts';
import { commitIndexLock, dropIndexLock, fillIndexLock, findOwnLock, takeIndexLock } from './index-lock.ts';
import { type Journal, removeJournal, writeJournal } from './journal.ts';
import type { Places } from './places.ts';
import { type Head, readHeadAt } from './read-head.ts';
import type { OwnChange } from './read-versions.ts';
import { Refusal } from './refusal.ts';
import {
  nameSides,
  releaseFile,
  replaceFile,
  restoreFile,
  type SideNames,
  syncFile,
} from './working-file.ts';

/** A commit that no ref has yet, with what the user's index and file are to be. */
export interface Landing {
  readonly places: Places;
  /** Of the file, from the root. */
  readonly path: string;
  readonly head: Head;
  readonly commit: string;
  /** First line of the message. */
  readonly subject: string;
  readonly own: OwnChange;
  readonly step: (name: string) => Promise<void>;
}

/** Makes the index that is to be the user's, of the copy that was edited. */
export async function stageChange(
  { root, newIndex }: Places,
  path: string,
  { entry, index }: Pick<OwnChange, 'entry' | 'index'>,
): Promise<void> {
  if (entry === null || entry.before.blob === entry.after.blob) return;
  const bytes = replaceIndexBlob(index.bytes, path, entry.after.blob);
  if (bytes === null) await changeIndex(root, newIndex, path, entry.after);
  else await copyIndex({ ...index, bytes }, newIndex);
}

/**
 * Puts file, ref and index forward, while nobody else can write the index. A process that is gone in the midst of it
 * leaves a journal for recover.
 * @returns false, and everything as it was, where something has moved since it was read
 */
export async function landCommit(landing: Landing): Promise<boolean> {
  const { places, own, step } = landing;
  const sides = nameSides(own.file.path);
  await writeJournal(places, makeJournal(landing, sides), syncFile(places.newIndex));
  await step('journal written');
  if ((await findOwnLock(places)) === 'hold') await fillIndexLock(places);
  else await takeIndexLock(places, places.newIndex);
  await step('index locked');
  if (!(await isStill(landing)) || !(await forwardFile(landing, sides))) {
    await dropIndexLock(places);
    await removeJournal(places);
    return false;
  }
  await step('file written');
  const end = await moveFreeRef(landing);
  await step('ref moved');
  // git may move it and fail then, as where it can't write the reflog: the exit code alone tells nothing.
  if (end.code !== 0 && !(await hasLanded(places, landing.head.ref, landing.commit))) {
    await restoreFile(own.file.path, own.bytes, sides);
    await dropIndexLock(places);
    await removeJournal(places);
    if (await isHeadMoved(landing)) return false;
    throw refuseRef(landing.head, end);
  }
  await releaseFile(own.file.path, own.file.bytes, own.bytes, sides);
  await commitIndexLock(places);
  await step('index written');
  return true;
}

/** Nobody else has moved the branch, staged anything, or written to the file. */
async function isStill({ places, head, own }: Landing): Promise<boolean> {
  const now = await readHeadAt(places);
  return now.commit === head.commit && now.ref === head.ref && (await isIndexStill(places, own.index));
}

async function isHeadMoved({ places, head }: Landing): Promise<boolean> {
  return (await readHeadAt(places)).commit !== head.commit;
}

const MOST_MOVES = 20;

/** git waits for a lock of another git for 100 ms only (git-config(1), core.filesRefLockTimeout). */
async function moveFreeRef(landing: Landing): Promise<GitEnd> {
  for (let moves = 1; ; moves += 1) {
    const end = await moveRef(landing);
    const isLocked = end.code !== 0 && end.stderr.includes('.lock');
    if (!isLocked || moves === MOST_MOVES || (await isHeadMoved(landing))) return end;
  }
}

async function forwardFile({ own }: Landing, sides: SideNames): Promise<boolean> {
  return replaceFile(own.file.path, own.file.bytes, own.bytes, sides);
}

/**
 * Moves the branch from the commit that was read to ours, and nowhere else (git-update-ref(1), with the old value). In a
 * process group of its own: killed in the midst of it, git would leave a lock that nobody can tell from another's.
 */
export async function moveRef({
  places,
  head,
  commit,
  subject,
  verb = 'commit',
}: Pick<Landing, 'places' | 'head' | 'commit' | 'subject'> & { readonly verb?: string }): Promise<GitEnd> {
  const args = ['update-ref', '-m', `${verb}: ${subject}`, '--no-deref', head.ref, commit, head.commit];
  return runToFile(places.root, args, places.output, true);
}

/** Whether a ref has a commit in its history. */
export function hasLanded({ root }: Places, ref: string, commit: string): Promise<boolean> {
  return isAncestor(root, commit, ref);
}

function refuseRef({ ref }: Head, { stderr }: GitEnd): Refusal {
  return new Refusal(
    `git could not move ${ref} to the new commit:\n${stderr.trim()}`,
    'If it speaks of a lock and no git is running, remove that; else see what your reference-transaction hook says.',
  );
}

function makeJournal({ places, path, head, commit, own }: Landing, { next, last }: SideNames): Journal {
  const { entry, file, bytes, index } = own;
  return {
    version: 1,
    path,
    ref: head.ref,
    head: head.commit,
    commit,
    index: hashBytes(index.bytes),
    newIndex: basename(places.newIndex),
    entry:
      entry === null ? null : { mode: entry.after.mode, before: entry.before.blob, after: entry.after.blob },
    before: Buffer.from(file.bytes).toString('base64'),
    after: Buffer.from(bytes).toString('base64'),
    next: basename(next),
    last: basename(last),
  };
}

/** SHA-256 in hex. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
