import { setTimeout as pause } from 'node:timers/promises';
import { nameSome, type PushedRemote, type RemadeCommit } from '@roadmap-as-code/core';
import { Refusal, refuseFileError } from '../git/commit/refusal.ts';
import { findCommit } from '../git/find-commit.ts';
import { isAncestor } from '../git/is-ancestor.ts';
import { InputError } from '../input-error.ts';
import type { Destination } from './find-destinations.ts';
import { judgePush } from './judge-push.ts';
import { listUnpushed, type Unpushed } from './list-unpushed.ts';
import { type Remaking, remakeCommits } from './remake-commits.ts';
import { isQueued, type Turn, takeTurn } from './take-turn.ts';
import { type Fetched, fetchBranch, sendCommit } from './talk-to-remote.ts';

/** What is sent, and how. */
export interface Sending extends Remaking {
  /** Whether commits of work may be made anew. */
  readonly mayRemakeWork: boolean;
  /** Tips that other remotes have: what they have is published, and never made anew. */
  listPublished(except: Destination): Promise<readonly string[]>;
}

export interface SendResult {
  readonly report: PushedRemote;
  /** Full hash of what the remote has now; null where that is not what was to be sent. */
  readonly tip: string | null;
}

/** First wait of those between two tries, in milliseconds; each is longer than the last. */
const FIRST_PAUSE = 20;
const GROWTH = 1.5;
const LONGEST_PAUSE = 1000;

/**
 * Sends a branch to one remote. Where that has moved, what it lacks is made anew on its tip, judged again, and sent, until
 * it is there or the time is over. Who was overtaken waits in a queue for a turn.
 * @param head full hash of what is to be there
 * @param asked what it has just said that it has; null where nobody has asked it
 * @param until milliseconds since 1970
 */
export async function pushBranch(
  how: Sending,
  to: Destination,
  head: string,
  asked: Fetched | null,
  until: number,
): Promise<SendResult> {
  try {
    return await tryUntil(how, to, head, asked, until);
  } catch (error) {
    // What keeps it from one remote is no reason to say nothing of the others.
    const trouble = error instanceof InputError || error instanceof Refusal ? error : refuseFileError(error);
    if (trouble === null) throw error;
    return { report: describe(to, 'refused', null, null, [], trouble), tip: null };
  }
}

async function tryUntil(
  how: Sending,
  to: Destination,
  head: string,
  asked: Fetched | null,
  until: number,
): Promise<SendResult> {
  const { root } = how.repository;
  if (asked?.kind === 'failed') return fail(to, null, asked.message);
  let tip = asked === null ? await guessTip(root, to, head) : asked.kind === 'busy' ? undefined : asked.tip;
  let last: string | null = null;
  let turn = await joinQueue(root, to, until);
  if (turn !== null) tip = undefined;
  try {
    await turn?.reach(until);
    for (let tries = 1; Date.now() < until; tries += 1) {
      if (tip === undefined) {
        const fetched = await fetchBranch(root, to, until - Date.now());
        if (fetched.kind === 'failed') return fail(to, null, fetched.message);
        if (fetched.kind === 'busy') last = fetched.message;
        else tip = fetched.tip;
      }
      const result = tip === undefined ? null : await tryPush(how, to, head, tip, until);
      if (typeof result === 'object' && result !== null) return result;
      last = result ?? last;
      const known = tip ?? null;
      tip = undefined;
      // Several that were refused together are not to come again together.
      await pause(Math.min(FIRST_PAUSE * GROWTH ** tries, LONGEST_PAUSE) * (0.5 + Math.random() / 2));
      if (known !== null) turn ??= await takeTurn(root, to, known);
      await turn?.reach(until);
    }
    return fail(
      to,
      null,
      last === null
        ? 'it did not answer in time'
        : `others were faster all the time, and the last answer was: ${last}`,
    );
  } finally {
    await turn?.end();
  }
}

/** A place in the queue, where others are in it already. */
async function joinQueue(root: string, to: Destination, until: number): Promise<Turn | null> {
  const known = await findCommit(root, to.tracking);
  if (known === null || !(await isQueued(root, to, until - Date.now()))) return null;
  return takeTurn(root, to, known);
}

/** Where a remote has not moved since it was last asked, it need not be asked again before. */
async function guessTip(root: string, { tracking }: Destination, head: string): Promise<string | undefined> {
  const known = await findCommit(root, tracking);
  return known !== null && known !== head && (await isAncestor(root, known, head)) ? known : undefined;
}

/** @returns what it said, where the remote has moved meanwhile */
async function tryPush(
  how: Sending,
  to: Destination,
  head: string,
  tip: string | null,
  until: number,
): Promise<SendResult | string> {
  const { root } = how.repository;
  if (tip !== null && (tip !== head || !to.isApart) && (await isAncestor(root, head, tip)))
    return { report: describe(to, 'unchanged', tip, tip), tip: head };
  const made =
    tip === null || (await isAncestor(root, tip, head)) ? keepLine(head) : await remake(how, to, head, tip);
  if ('message' in made) return { report: describe(to, 'refused', tip, null, [], made), tip: null };
  const commits = made.commits;
  if (made.tip === tip && !to.isApart) return { report: describe(to, 'unchanged', tip, tip, commits), tip };
  const problem = await judgePush(how.repository, to.branch, tip ?? (await readDefault(root, to)), made.tip);
  if (problem !== null) return { report: describe(to, 'refused', tip, null, commits, problem), tip: null };
  const sent = await sendCommit(root, to, made.tip, until - Date.now());
  if (sent.kind === 'moved') return sent.message;
  if (sent.kind === 'failed') return fail(to, tip, sent.message);
  if (sent.kind === 'declined') return decline(to, tip, sent.message);
  const outcome = sent.isNews ? 'pushed' : 'unchanged';
  return { report: describe(to, outcome, tip, made.tip, commits), tip: made.tip };
}

/** What a branch that is new there is compared with: the branch that the remote shows, where this clone knows of it. */
function readDefault(root: string, { remote }: Destination): Promise<string | null> {
  return findCommit(root, `refs/remotes/${remote}/HEAD`);
}

interface MadeLine {
  readonly tip: string;
  readonly commits: readonly RemadeCommit[];
}

function keepLine(head: string): MadeLine {
  return { tip: head, commits: [] };
}

/** Why nothing is made anew. */
interface Trouble {
  readonly message: string;
  readonly help: string;
}

async function remake(how: Sending, to: Destination, head: string, tip: string): Promise<MadeLine | Trouble> {
  const { root } = how.repository;
  const unpushed = await listUnpushed(root, tip, head);
  const trouble =
    refuseMerges(unpushed, to) ?? refuseWork(unpushed, how, to) ?? (await refusePublished(unpushed, how, to));
  if (trouble !== null) return trouble;
  const made = await remakeCommits(how, unpushed, tip);
  return {
    tip: made.tip,
    commits: made.commits.map(({ before, after }) => ({
      before: before.id,
      after,
      subject: before.subject,
    })),
  };
}

function refuseMerges(unpushed: readonly Unpushed[], { remote, branch }: Destination): Trouble | null {
  const odd = unpushed.find(({ parents }) => parents.length !== 1);
  if (odd === undefined) return null;
  const what = odd.parents.length === 0 ? 'has nothing in common with it' : 'is a merge';
  return {
    message: `${remote} has moved, and ${name(odd)} ${what}, which can't be made anew`,
    help: `Bring both together yourself: \`git pull --no-rebase ${remote} ${branch}\`, then push again.`,
  };
}

function refuseWork(
  unpushed: readonly Unpushed[],
  { isRoadmap, mayRemakeWork }: Sending,
  { remote }: Destination,
): Trouble | null {
  const work = unpushed.filter(
    ({ files }) => files.length === 0 || files.some(({ path }) => !isRoadmap(path)),
  );
  if (mayRemakeWork || work.length === 0) return null;
  return {
    message: `${remote} has moved, and there is work that it lacks: ${nameSome(work.map(name), MOST_NAMED)}. Made anew, it would have another hash, and the ticks that cite it with it`,
    help: '`roadmap push --rebase-work` makes it anew and writes the new hashes into the ticks.',
  };
}

const MOST_NAMED = 3;

/** What another remote has would be there twice, and the two would never agree again. */
async function refusePublished(
  unpushed: readonly Unpushed[],
  how: Sending,
  to: Destination,
): Promise<Trouble | null> {
  const tips = await how.listPublished(to);
  for (const tip of tips) {
    const [oldest] = unpushed;
    if (oldest === undefined || !(await isAncestor(how.repository.root, oldest.id, tip))) continue;
    return {
      message: `${to.remote} and another remote have parted: that has ${name(oldest)}, and ${to.remote} has other commits`,
      help: `Bring both together: \`git pull --no-rebase ${to.remote} ${to.branch}\`, then push again.`,
    };
  }
  return null;
}

function name({ id, subject }: Unpushed): string {
  return `${id.slice(0, SHORT)} (${subject})`;
}

const SHORT = 12;

function fail(to: Destination, from: string | null, said: string): SendResult {
  const trouble = {
    message: said,
    help: `See that \`git ls-remote ${to.remote}\` works, then push again: only what is missing is sent.`,
  };
  return { report: describe(to, 'failed', from, null, [], trouble), tip: null };
}

function decline(to: Destination, from: string | null, said: string): SendResult {
  const trouble = {
    message: said,
    help: 'It was not tried again. Do what it asks for, then push again: only what is missing is sent.',
  };
  return { report: describe(to, 'failed', from, null, [], trouble), tip: null };
}

function describe(
  { remote, branch }: Destination,
  outcome: PushedRemote['outcome'],
  from: string | null,
  to: string | null,
  commits: readonly RemadeCommit[] = [],
  trouble: Trouble | null = null,
): PushedRemote {
  return {
    remote,
    branch,
    outcome,
    from,
    to,
    commits: [...commits],
    message: trouble?.message ?? null,
    help: trouble?.help ?? null,
  };
}
