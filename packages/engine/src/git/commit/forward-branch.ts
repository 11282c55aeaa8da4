import { existsSync } from 'node:fs';
import { lstat, readFile, rename, rm } from 'node:fs/promises';
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
  const inTheWay = await findInTheWay(places, before, after);
  if (inTheWay !== null) return { kind: 'kept', ...explainPath(inTheWay) };
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

/**
 * A file that git does not know, where a new one is to come: git would refuse one that is not tracked, and write over one
 * that it ignores (git-read-tree(1), --exclude-per-directory).
 * @returns its path from the root
 */
async function findInTheWay(
  { root, newIndex }: Places,
  before: string,
  after: string,
): Promise<string | null> {
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--diff-filter=A', before, after];
  const [added, known] = await Promise.all([
    runGit(root, args),
    runPlumbing(root, ['ls-files', '-z'], { index: newIndex }),
  ]);
  if (added.code !== 0 || known.code !== 0)
    throw new Refusal('git could not say which files are new', 'See what `git status` says.');
  const tracked = new Set(known.stdout.toString().split('\0'));
  const folders = new Set([...tracked].flatMap(listFolders));
  for (const path of added.stdout.toString().split('\0').filter(Boolean)) {
    const names = [...listFolders(path), path];
    for (const name of names) {
      const stats = await lstat(join(root, name)).catch(() => null);
      if (stats === null) break;
      if (tracked.has(name) || folders.has(name)) continue;
      if (name === path || !stats.isDirectory()) return name;
    }
  }
  return null;
}

/** The folders that a path leads through, from the outermost. */
function listFolders(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, place) => names.slice(0, place + 1).join('/'));
}

/** In a process group of its own: killed in the midst of it, git would leave files of both commits. */
function moveTree(places: Places, from: string, to: string): Promise<GitEnd> {
  const args = ['read-tree', '-m', '-u', '--no-recurse-submodules', from, to];
  return runToFile(places.root, args, places.output, true, {
    index: places.newIndex,
    environment: { LANGUAGE: 'C' },
  });
}

function explainTree({ stderr }: GitEnd): { message: string; help: string } {
  // error: Entry 'x' not uptodate. Cannot merge. / would be overwritten by merge. / Untracked working tree file 'x' would …
  const path = /'(?<path>[^']+)'/.exec(stderr)?.groups?.['path'];
  const said = stderr.trim().split('\n')[0] ?? '';
  return path === undefined
    ? { ...explainPath(''), message: `git could not bring the files forward: ${said}` }
    : explainPath(path);
}

function explainPath(path: string): { message: string; help: string } {
  return {
    message: `${path}: it has changes of yours, and what was pushed changes it, too`,
    help: 'Nothing of yours was touched. Commit or stash it, then push again: that brings this branch to what was pushed.',
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

/**
 * Whether git has done its part, which it ends by writing the new index: then that is what the same step without files
 * makes of the user's own.
 */
async function isTreeMoved(places: Places, { before, after, index }: ForwardJournal): Promise<boolean> {
  const snapshot = await readIndex(places).catch(() => null);
  if (snapshot === null || hashBytes(snapshot.bytes) !== index) return false;
  const probe = `${places.hold}.probe`;
  await copyIndex(snapshot, probe);
  const run = await runPlumbing(places.root, ['read-tree', '-i', '-m', before, after], { index: probe });
  if (run.code !== 0) return false;
  const [own, fresh, wanted] = await Promise.all(
    [places.index, places.newIndex, probe].map((path) => listStaged(places.root, path)),
  );
  return fresh !== null && fresh === wanted && fresh !== own;
}

async function listStaged(root: string, index: string): Promise<string | null> {
  const run = await runPlumbing(root, ['ls-files', '-z', '--stage'], { index });
  return run.code === 0 ? run.stdout.toString() : null;
}
