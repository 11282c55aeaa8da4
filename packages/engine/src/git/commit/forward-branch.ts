import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseJson } from '../../files/parse-json.ts';
import { describeFailure, type GitEnd, runGit } from '../run-git.ts';
import { runPlumbing, runToFile } from '../write-git.ts';
import { copyIndex, readIndex } from './index-file.ts';
import { commitIndexLock, dropIndexLock, fillIndexLock, findOwnLock, holdIndex } from './index-lock.ts';
import { makeOwnFolder, removeOwnFolder } from './journal.ts';
import { hashBytes, hasLanded, moveRef } from './land-commit.ts';
import { findPlaces, type Places } from './places.ts';
import { readHead, refuseUnfinished } from './read-head.ts';
import { Refusal, refuseFileError } from './refusal.ts';
import { syncFolder, writeSynced } from './working-file.ts';

/** What became of a branch. */
export type ForwardOutcome =
  | { readonly kind: 'forwarded' }
  /** Nothing was changed. */
  | { readonly kind: 'kept'; readonly message: string; readonly help: string };

/** A move of the branch that is checked out, with the files. */
export interface Forward {
  /** Absolute path of the top of the working tree. */
  readonly root: string;
  /** Full name of the branch. */
  readonly ref: string;
  /** Full hash of where it is. */
  readonly before: string;
  /** Full hash of where it is to be. */
  readonly after: string;
  /** For the reflog. */
  readonly reason: string;
}

/**
 * Moves the branch that is checked out to another commit, as `git checkout` changes from one to the other
 * (git-read-tree(1), two tree merge): what the user has staged stays staged, what they have changed stays changed, and
 * where the two commits differ in such a file nothing is moved at all. The caller holds the lock of the repository.
 */
export async function forwardBranch(forward: Forward): Promise<ForwardOutcome> {
  const places = await findPlaces(forward.root);
  try {
    refuseUnfinished(places);
    await makeOwnFolder(places);
    await holdIndex(places);
    return await moveAll(forward, places);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : refuseFileError(error);
    if (refusal === null) throw error;
    return { kind: 'kept', message: refusal.message, help: refusal.help };
  } finally {
    await dropIndexLock(places).catch(() => undefined);
    await removeOwnFolder(places).catch(() => undefined);
  }
}

async function moveAll(forward: Forward, places: Places): Promise<ForwardOutcome> {
  const { root, ref, before, after, reason } = forward;
  const [head, index] = await Promise.all([readHead(root), readIndex(places)]);
  if (head.ref !== ref || head.commit !== before)
    throw new Refusal(`${ref} was moved meanwhile`, 'Push again.');
  await copyIndex(index, places.newIndex);
  // Only what is read now can be told from what was changed (git-update-index(1), --refresh).
  await runPlumbing(root, ['update-index', '-q', '--refresh'], { index: places.newIndex });
  await writeForwardJournal(places, {
    version: 1,
    ref,
    before,
    after,
    index: hashBytes(index.bytes),
    newIndex: basename(places.newIndex),
  });
  const moved = await moveTree(places, before, after);
  if (moved.code !== 0) return { kind: 'kept', ...explainTree(moved) };
  const end = await moveRef({ places, head, commit: after, subject: reason, verb: 'roadmap push' });
  if (end.code !== 0 && !(await hasLanded(places, ref, after))) {
    await moveTree(places, after, before);
    return {
      kind: 'kept',
      message: `git could not move ${ref}: ${describeFailure(end)}`,
      help: 'Push again; if it speaks of a lock and no git is running, remove that.',
    };
  }
  await fillIndexLock(places);
  await commitIndexLock(places);
  return { kind: 'forwarded' };
}

/** In a process group of its own: killed in the midst of it, git would leave files of both commits. */
function moveTree(places: Places, from: string, to: string): Promise<GitEnd> {
  return runToFile(places.root, ['read-tree', '-m', '-u', from, to], places.output, true, {
    index: places.newIndex,
  });
}

function explainTree({ stderr }: GitEnd): { message: string; help: string } {
  // error: Entry 'x' not uptodate. Cannot merge. / would be overwritten by merge. / Untracked working tree file 'x' would …
  const path = /'(?<path>[^']+)'/.exec(stderr)?.groups?.['path'];
  return {
    message:
      path === undefined
        ? `git could not bring the files forward: ${stderr.trim().split('\n')[0] ?? ''}`
        : `${path}: it has changes of yours, and what was pushed changes it, too`,
    help: 'Nothing of yours was touched. Commit or stash it, then `git pull --rebase` brings this branch to what was pushed.',
  };
}

/** All that is needed to finish or to undo a move whose process is gone. */
interface ForwardJournal extends Omit<Forward, 'root' | 'reason'> {
  readonly version: 1;
  /** SHA-256 of the user's index as it was, in hex. */
  readonly index: string;
  /** Name of the index that is to take its place, in our folder. */
  readonly newIndex: string;
}

const JOURNAL = 'forward.json';

async function writeForwardJournal({ folder }: Places, journal: ForwardJournal): Promise<void> {
  const path = join(folder, JOURNAL);
  await writeSynced(`${path}.new`, JSON.stringify(journal));
  await rename(`${path}.new`, path);
  await syncFolder(folder);
}

const MOST_WAIT = 10_000;
const PAUSE = 20;
/** What a git that was started just before its starter was killed needs to take its lock. */
const START = 500;

/**
 * Finishes a move whose process is gone: git, which runs apart from it, has changed all files or none.
 * @returns whether there was one
 */
export async function recoverForward(current: Places): Promise<boolean> {
  const path = join(current.folder, JOURNAL);
  const text = await readFile(path, 'utf8').catch(() => null);
  const journal = text === null ? null : readForwardJournal(text);
  if (journal === null) return false;
  const places = { ...current, newIndex: join(current.folder, basename(journal.newIndex)) };
  const lock = `${places.newIndex}.lock`;
  const isOurs = (await findOwnLock(places)) !== null;
  if (isOurs && !existsSync(lock) && !(await isTreeMoved(places, journal))) await wait(START);
  for (const end = Date.now() + MOST_WAIT; existsSync(lock) && Date.now() < end; ) await wait(PAUSE);
  if (isOurs && (await isTreeMoved(places, journal))) {
    const head = await readHead(places.root);
    if (head.ref === journal.ref && head.commit === journal.before)
      await moveRef({ places, head, commit: journal.after, subject: 'finished', verb: 'roadmap push' });
    if (await hasLanded(places, journal.ref, journal.after)) {
      if ((await findOwnLock(places)) === 'hold') await fillIndexLock(places);
      await commitIndexLock(places);
    }
  }
  await dropIndexLock(places);
  await rm(path, { force: true });
  return true;
}

function readForwardJournal(text: string): ForwardJournal | null {
  const content = parseJson(text);
  if (typeof content !== 'object' || content === null) return null;
  const fields = content as Record<string, unknown>;
  const isWhole = ['ref', 'before', 'after', 'index', 'newIndex'].every(
    (name) => typeof fields[name] === 'string',
  );
  return fields['version'] === 1 && isWhole ? (content as ForwardJournal) : null;
}

/** Whether the new index has what the user's has beside the commit, beside the other commit: then git has done its part. */
async function isTreeMoved(places: Places, { before, after, index }: ForwardJournal): Promise<boolean> {
  const bytes = await readFile(places.index).catch(() => null);
  if (bytes === null || hashBytes(bytes) !== index) return false;
  const [own, other] = await Promise.all([
    listStaged(places.root, places.index, before),
    listStaged(places.root, places.newIndex, after),
  ]);
  return own !== null && own === other && (await differ(places.root, before, after));
}

async function listStaged(root: string, index: string, commit: string): Promise<string | null> {
  const args = ['diff-index', '--cached', '--name-only', '-z', '--no-renames', commit, '--'];
  const run = await runPlumbing(root, args, { index });
  return run.code === 0 ? run.stdout.toString() : null;
}

async function differ(root: string, before: string, after: string): Promise<boolean> {
  return (await runGit(root, ['diff-tree', '--quiet', before, after])).code === 1;
}
