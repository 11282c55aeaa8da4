import type { Settings } from '../read-settings.ts';
import { cleanMessage } from './clean-message.ts';
import type { CommitOutcome, CommitRequest } from './commit-request.ts';
import { findPersons, nameAuthor, type Persons } from './find-author.ts';
import { type CommitGround, openGroundAt } from './ground.ts';
import { dropIndexLock, holdIndex } from './index-lock.ts';
import { makeOwnFolder, readJournal, removeJournal, removeOwnFolder } from './journal.ts';
import { landCommit, stageChange } from './land-commit.ts';
import { isPlainCommit, prepareIndex, requireOnly, writeCommit } from './make-commit.ts';
import { writeObjects } from './new-objects.ts';
import { type Head, readHeadAt, refuseUnfinished } from './read-head.ts';
import { changeHead, changeOwn, type Editing, type HeadChange, type OwnChange } from './read-versions.ts';
import { recoverAt } from './recover.ts';
import { Refusal, refuseFileError } from './refusal.ts';
import { mayRunHook, mayRunHooks, runHooks, runPostCommit } from './run-hooks.ts';

/** Times that hooks see the commit anew, because the branch has moved meanwhile. */
const MOST_REHEARSALS = 3;
/** Times that it is tried in all. In the later ones the index is locked from the start. */
const MOST_TRIES = 8;

/**
 * Commits one edit of one file and nothing else. The last commit, the index and the working file are edited apart: what
 * the user has staged stays staged, and their own changes of the file, staged or not, are neither committed nor lost.
 * The caller holds a lock that keeps every other commitEdit and recover from this working tree. What an interrupted
 * one has left is settled first. Throws an InputError where git can't run.
 * @param shared where several are made; without it there is one for this alone
 */
export async function commitEdit(request: CommitRequest, shared?: CommitGround): Promise<CommitOutcome> {
  const ground = shared ?? openGroundAt(request.root);
  try {
    const places = await ground.findPlaces();
    await recoverAt(places);
    return await settle({ request, places, ground });
  } finally {
    if (shared === undefined) await ground.close();
  }
}

async function settle(editing: Editing): Promise<CommitOutcome> {
  const { places } = editing;
  try {
    return await commitAt(editing);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : refuseFileError(error);
    const journal = await readJournal(places);
    if ((await recoverAt(places)) === 'finished' && journal !== null)
      return { kind: 'committed', commit: journal.commit, ref: journal.ref };
    if (refusal === null) throw error;
    return { kind: 'refused', message: refusal.message, help: refusal.help };
  }
}

/** What does not change from try to try. */
interface Try extends Editing {
  readonly settings: Settings;
  readonly persons: Persons;
  readonly ref: string;
}

async function commitAt(editing: Editing): Promise<CommitOutcome> {
  const { places, ground } = editing;
  refuseUnfinished(places);
  const [{ ref }, settings] = await Promise.all([readHeadAt(places), ground.readSettings()]);
  const persons = await findPersons(places.root, settings);
  await makeOwnFolder(places);
  let message: string | null = null;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    if (tries > MOST_REHEARSALS) await holdIndex(places);
    const isRehearsed = message === null || tries <= MOST_REHEARSALS;
    const done = await tryCommit({ ...editing, settings, persons, ref }, isRehearsed ? null : message);
    if (done.commit !== null) return { kind: 'committed', commit: done.commit, ref };
    message = done.message;
    await dropIndexLock(places);
  }
  throw new Refusal(`${ref} and the file change all the time`, 'Run this again when nothing else commits.');
}

/**
 * @param passed the message as the hooks have left it; null where they are to see the commit
 * @returns without a commit where something moved meanwhile
 */
async function tryCommit(
  editing: Try,
  passed: string | null,
): Promise<{ readonly commit: string | null; readonly message: string }> {
  const { request, places, settings, ref } = editing;
  const { path, step = async () => undefined } = request;
  const head = await readHeadAt(places);
  requireSameRef(head, ref);
  const change = await changeHead(editing, head.commit);
  // What can't be edited is refused before a hook runs.
  const first = await changeOwn(editing, change);
  const isHooked = mayRunHooks(places, settings);
  if (isHooked) {
    await writeObjects(places, change.objects);
    await prepareIndex(places, first.index, head, path, change);
  }
  await step('index of the commit made');
  const message = passed ?? (await passHooks(editing, isHooked));
  await step('hooks passed');
  if (isHooked) await requireOnly(places, head, path, change);
  const { commit, own } = await writeAll(editing, { head, change, first, isHooked, message });
  await step('commit made');
  refuseUnfinished(places);
  const [subject = ''] = message.split('\n', 1);
  if (!(await landCommit({ places, path, head, commit, subject, own, step })))
    return { commit: null, message };
  await finish(editing, isHooked, step).catch(() => undefined);
  return { commit, message };
}

/** A commit as it was made up, before anything of it is written. */
interface Draft {
  readonly head: Head;
  readonly change: HeadChange;
  readonly first: OwnChange;
  readonly isHooked: boolean;
  readonly message: string;
}

/** Writes the commit, and the index that is to be the user's. */
async function writeAll(
  editing: Try,
  { head, change, first, isHooked, message }: Draft,
): Promise<{ readonly commit: string; readonly own: OwnChange }> {
  const { request, places, settings, persons } = editing;
  const plan = { places, head, tree: change.tree, persons, message, settings, objects: change.objects };
  if (!isHooked && isPlainCommit(plan)) {
    const objects = [...change.objects, ...first.objects];
    // None may still be writing when what was begun is undone.
    const [written, staged] = await Promise.allSettled([
      writeCommit({ ...plan, objects }),
      stageChange(places, request.path, first),
    ]);
    if (written.status === 'rejected') throw written.reason;
    if (staged.status === 'rejected') throw staged.reason;
    return { commit: written.value, own: first };
  }
  const commit = await writeCommit(plan);
  // Hooks take their time, and may write to the file; so may somebody who is asked for a passphrase.
  const own = await changeOwn(editing, change);
  if (own.objects.length > 0) await writeObjects(places, own.objects);
  await stageChange(places, request.path, own);
  return { commit, own };
}

/** The message as it is to be committed. */
async function passHooks({ request, places, persons }: Try, isHooked: boolean): Promise<string> {
  const { message } = request;
  const cleaned = cleanMessage(isHooked ? await runHooks(places, nameAuthor(persons), message) : message);
  if (cleaned === '') throw new Refusal('the commit message is empty', 'See what your commit hooks do.');
  return cleaned;
}

/** The commit stands: whatever goes wrong from here on is no reason to say that it does not. */
async function finish(
  { places, settings, persons }: Try,
  isHooked: boolean,
  step: (name: string) => Promise<void>,
): Promise<void> {
  await removeJournal(places);
  await step('journal removed');
  if (isHooked || mayRunHook(places, settings, 'post-commit'))
    await runPostCommit(places, nameAuthor(persons)).catch(() => undefined);
  await step('hooks run after it');
  await removeOwnFolder(places).catch(() => undefined);
}

function requireSameRef(head: Head, ref: string): void {
  if (head.ref === ref) return;
  throw new Refusal(`another branch was checked out meanwhile: ${head.ref}, not ${ref}`, 'Run this again.');
}
