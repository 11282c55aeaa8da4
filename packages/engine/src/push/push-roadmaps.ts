import { setTimeout as pause } from 'node:timers/promises';
import type { Config, PushReport } from '@roadmap-as-code/core';
import { type ForwardOutcome, forwardBranch } from '../git/commit/forward-branch.ts';
import type { Head } from '../git/commit/read-head.ts';
import { requireHead } from '../git/commit/require-head.ts';
import { findCommit } from '../git/find-commit.ts';
import type { Repository } from '../git/find-repository.ts';
import { isAncestor } from '../git/is-ancestor.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import type { LockOwner } from '../lock/lock-owner.ts';
import { withTree } from '../lock/with-lock.ts';
import { makeRoadmapTest } from '../lookups/look-up-evidence.ts';
import { type Destination, findDestinations } from './find-destinations.ts';
import { pushBranch, type Sending, type SendResult } from './push-branch.ts';
import { type Fetched, fetchBranch } from './talk-to-remote.ts';

export interface PushRequest {
  /** Whether commits of work may be made anew, where a remote has moved. */
  readonly mayRemakeWork: boolean;
  /** Milliseconds that each remote is tried. */
  readonly wait: number;
}

/** Milliseconds that a remote is tried where nobody says otherwise. */
export const USUAL_WAIT = 30_000;

/**
 * Sends the branch that is checked out to every remote of roadmaps, each by itself: what one can't take keeps it from no
 * other. Where a remote has moved, the commits that it lacks are made anew on its tip; when it has them, the branch of this
 * clone is brought to the same commits, with all files that have no changes of the user's.
 * @param onWait told whom it waits for, where another process of roadmap works on the repository
 */
export async function pushRoadmaps(
  repository: Repository,
  config: Config | null,
  roadmaps: readonly LoadedRoadmap[],
  request: PushRequest,
  onWait: (owner: LockOwner) => void,
): Promise<PushReport> {
  const { root } = repository;
  const until = Date.now() + request.wait;
  const { wait } = request;
  const first = await withTree(repository, onWait, () => requireHead(root));
  const destinations = await findDestinations(root, first.ref, roadmaps);
  const sending: Sending = {
    repository,
    config,
    mayRemakeWork: request.mayRemakeWork,
    isRoadmap: makeRoadmapTest(roadmaps, config, new Set()),
    listPublished: (except) => listTips(root, destinations, except),
  };
  for (let head = first; ; ) {
    const { results, tip } = await pushAll(sending, destinations, head.commit, wait);
    const local = await withTree(repository, onWait, () => settleLocal(root, head, tip));
    // Another process has committed here meanwhile: that is sent, too.
    const isNews = local.now.commit !== head.commit && local.outcome === null && local.now.ref === head.ref;
    if (isNews && Date.now() < until) {
      head = local.now;
      continue;
    }
    return {
      schemaVersion: 1,
      branch: first.ref.replace(/^refs\/heads\//, ''),
      remotes: results.map(({ report }) => report),
      local: describeLocal(local, tip),
    };
  }
}

async function listTips(
  root: string,
  destinations: readonly Destination[],
  except: Destination,
): Promise<string[]> {
  const others = destinations.filter((one) => one !== except);
  const tips = await Promise.all(others.map(({ tracking }) => findCommit(root, tracking)));
  return tips.filter((tip) => tip !== null);
}

/**
 * Sends to all remotes, one after the other; one that hangs keeps no other waiting for long. What one has made us make anew
 * is what the next one gets.
 * @param wait milliseconds for each
 */
async function pushAll(
  sending: Sending,
  destinations: readonly Destination[],
  head: string,
  wait: number,
): Promise<{ readonly results: SendResult[]; readonly tip: string }> {
  let tip = head;
  const results = new Map<Destination, SendResult>();
  for await (const { destination, fetched } of askAll(sending.repository.root, destinations, head, wait)) {
    const result = await pushBranch(sending, destination, tip, fetched, Date.now() + wait);
    tip = result.tip ?? tip;
    results.set(destination, result);
  }
  return { results: destinations.flatMap((one) => results.get(one) ?? []), tip };
}

interface Asked {
  readonly destination: Destination;
  /** Null where it was not asked. */
  readonly fetched: Fetched | null;
}

/** Milliseconds that a remote may take to answer longer than another. */
const GRACE = 3000;

/**
 * Remotes in one order for all clones, so that two clones never race for two remotes the other way round: first those that
 * have moved, then as they are named. One that does not answer comes last. One alone is not asked before there is need.
 */
async function* askAll(
  root: string,
  destinations: readonly Destination[],
  head: string,
  wait: number,
): AsyncGenerator<Asked> {
  const [only, ...others] = destinations;
  if (only !== undefined && others.length === 0) {
    yield { destination: only, fetched: null };
    return;
  }
  const waiting = new Map(destinations.map((one) => [one, askOne(root, one, head, wait)]));
  while (waiting.size > 0) {
    await Promise.race(waiting.values());
    const late = new AbortController();
    const isLate = pause(GRACE, null, { signal: late.signal }).catch(() => null);
    const answers = await Promise.all(
      [...waiting.values()].map((answer) => Promise.race([answer, isLate])),
    ).finally(() => late.abort());
    const found = answers.filter((answer) => answer !== null);
    for (const { destination } of found) waiting.delete(destination);
    yield* found.filter(({ isMoved }) => isMoved);
    yield* found.filter(({ isMoved }) => !isMoved);
  }
}

async function askOne(
  root: string,
  destination: Destination,
  head: string,
  wait: number,
): Promise<Asked & { readonly isMoved: boolean }> {
  const fetched = await fetchBranch(root, destination, wait);
  const tip = fetched.kind === 'fetched' ? fetched.tip : null;
  return { destination, fetched, isMoved: tip !== null && !(await isAncestor(root, tip, head)) };
}

/** What became of the branch of this clone: null where there was nothing to do, or another process has moved it. */
interface Settled {
  readonly outcome: ForwardOutcome | null;
  readonly now: Head;
}

/** The caller holds the lock of the repository. */
async function settleLocal(root: string, head: Head, tip: string): Promise<Settled> {
  const now = await requireHead(root);
  if (now.commit !== head.commit || now.ref !== head.ref || tip === head.commit)
    return { outcome: null, now };
  const move = { root, ref: head.ref, before: head.commit, after: tip, reason: 'commits made anew' };
  return { outcome: await forwardBranch(move), now };
}

function describeLocal({ outcome, now }: Settled, tip: string): PushReport['local'] {
  if (outcome?.kind === 'forwarded') return { outcome: 'forwarded', commit: tip, message: null, help: null };
  if (outcome?.kind === 'kept')
    return { outcome: 'kept', commit: now.commit, message: outcome.message, help: outcome.help };
  return { outcome: 'unchanged', commit: now.commit, message: null, help: null };
}
