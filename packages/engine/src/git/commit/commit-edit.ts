import type { CommitOutcome, CommitRequest } from './commit-request.ts';
import { type Author, findAuthor } from './find-author.ts';
import { dropIndexLock, holdIndex } from './index-lock.ts';
import { makeOwnFolder, readJournal, removeJournal, removeOwnFolder } from './journal.ts';
import { landCommit } from './land-commit.ts';
import { prepareIndex, requireOnly, writeCommit } from './make-commit.ts';
import { findPlaces, type Places } from './places.ts';
import { type Head, readHead, refuseUnfinished } from './read-head.ts';
import { changeHead, changeOwn, type Editing } from './read-versions.ts';
import { recoverAt } from './recover.ts';
import { Refusal, refuseFileError } from './refusal.ts';
import { runHooks, runPostCommit } from './run-hooks.ts';

/** Times that hooks see the commit anew, because the branch has moved meanwhile. */
const MOST_REHEARSALS = 3;
/** Times that it is tried in all. In the later ones the index is locked from the start. */
const MOST_TRIES = 8;

/**
 * Commits one edit of one file and nothing else. The last commit, the index and the working file are edited apart: what
 * the user has staged stays staged, and their own changes of the file, staged or not, are neither committed nor lost.
 * The caller holds a lock that keeps every other commitEdit and recover from this working tree. What an interrupted
 * one has left is settled first. Throws an InputError where git can't run.
 */
export async function commitEdit(request: CommitRequest): Promise<CommitOutcome> {
  const places = await findPlaces(request.root);
  await recoverAt(places);
  try {
    return await commitAt({ request, places });
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
  readonly author: Author;
  readonly ref: string;
}

async function commitAt(editing: Editing): Promise<CommitOutcome> {
  const { places } = editing;
  refuseUnfinished(places);
  const [{ ref }, author] = await Promise.all([readHead(places.root), findAuthor(places.root)]);
  await makeOwnFolder(places);
  let message: string | null = null;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    if (tries > MOST_REHEARSALS) await holdIndex(places);
    const isRehearsed = message === null || tries <= MOST_REHEARSALS;
    const done = await tryCommit({ ...editing, author, ref }, isRehearsed ? null : message);
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
  { request, places, author, ref }: Try,
  passed: string | null,
): Promise<{ readonly commit: string | null; readonly message: string }> {
  const { path, step = async () => undefined } = request;
  const head = await readHead(places.root);
  requireSameRef(head, ref);
  const change = await changeHead({ request, places }, head.commit);
  // What can't be edited is refused before a hook runs.
  const { index } = await changeOwn({ request, places }, change);
  await prepareIndex(places, index, head, path, change);
  await step('index of the commit made');
  const message = passed ?? (await runHooks(places, author, request.message));
  await step('hooks passed');
  await requireOnly(places, head, path, change);
  const commit = await writeCommit(places, head, author, message);
  await step('commit made');
  refuseUnfinished(places);
  // Hooks take their time, and may write to the file.
  const own = await changeOwn({ request, places }, change);
  const [subject = ''] = message.split('\n', 1);
  if (!(await landCommit({ places, path, head, commit, subject, own, step })))
    return { commit: null, message };
  await finish(places, author, step).catch(() => undefined);
  return { commit, message };
}

/** The commit stands: whatever goes wrong from here on is no reason to say that it does not. */
async function finish(places: Places, author: Author, step: (name: string) => Promise<void>): Promise<void> {
  await removeJournal(places);
  await step('journal removed');
  await runPostCommit(places, author).catch(() => undefined);
  await step('hooks run after it');
  await removeOwnFolder(places).catch(() => undefined);
}

function requireSameRef(head: Head, ref: string): void {
  if (head.ref === ref) return;
  throw new Refusal(`another branch was checked out meanwhile: ${head.ref}, not ${ref}`, 'Run this again.');
}
