import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Hold,
  type Holder,
  isClaimOver,
  isNamesake,
  isOwnClaim,
  quoteWord,
  type RemoteClaim,
  type RemoteHold,
  type RemotePlace,
  sayHolding,
  showClaim,
  showRemote,
  type TransitionRefusal,
} from '@roadmap-as-code/core';
import {
  type HoldableTask,
  listClaimRefs,
  pushRefs,
  type RefChange,
  readClaims,
  refOfTask,
  writeClaim,
} from './claim-refs.ts';
import { nameCommitter } from './find-holder.ts';

/** Who claims, and when. */
export interface Claimant {
  readonly holder: Holder;
  /** What this clone remembers. */
  readonly holds: readonly Hold[];
  /** As in a hold. */
  readonly now: string;
  readonly until: string;
}

/** A claim that was made. */
export interface MadeClaim {
  readonly task: HoldableTask;
  readonly place: RemotePlace;
  /** What the ref held before, by its full hash; null where it was not there. */
  readonly previous: string | null;
}

export type ClaimRefusal = Pick<TransitionRefusal, 'clause' | 'task' | 'message' | 'help'>;

/** A claim that was pushed while another one of the same remote was may have to be pushed again, so often at most. */
const MOST_TRIES = 4;

/** Milliseconds before the second try; each further one waits as long again. */
const PAUSE = 150;

/** Why some of the tasks can't be claimed on a remote, as it stands. */
export async function refuseClaims(
  root: string,
  remote: string,
  tasks: readonly HoldableTask[],
  claimant: Claimant,
): Promise<ClaimRefusal[]> {
  const seen = await readClaims(root, remote, tasks);
  return seen.kind === 'trouble'
    ? refuseTrouble(remote, tasks, seen.reason)
    : tasks.flatMap((task) => refuseTaken(task, remote, seen.value.get(refOfTask(task)), claimant));
}

/**
 * Claims tasks on a remote: all of them, or none. Each is a ref that the server gives to one alone, since a push says what
 * it held before (git-push(1), --force-with-lease), and no two claims are the same object. Where the push failed, the remote
 * is asked what came of it: it may have landed all the same, and who won is told.
 */
export async function claimOnRemote(
  root: string,
  remote: string,
  tasks: readonly HoldableTask[],
  claimant: Claimant,
): Promise<{ readonly made: readonly MadeClaim[] } | { readonly refusals: readonly ClaimRefusal[] }> {
  const before = new Map<string, string | null>();
  const written = new Map<string, string>();
  const refuse = async (refusals: readonly ClaimRefusal[], made: readonly HoldableTask[]) => {
    const left = await giveBack(root, listMade(remote, made, written, before));
    return { refusals: [...refusals, ...left.flatMap((reason) => refuseLeft(made, reason))] };
  };
  let failure = '';
  let names: ClaimNames | null = null;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const seen = await readClaims(root, remote, tasks);
    if (seen.kind === 'trouble') return refuse(refuseTrouble(remote, tasks, failure || seen.reason), tasks);
    const isMade = (task: HoldableTask): boolean =>
      written.has(refOfTask(task)) && seen.value.get(refOfTask(task))?.oid === written.get(refOfTask(task));
    const open = tasks.filter((task) => !isMade(task));
    if (open.length === 0) return { made: listMade(remote, tasks, written, before) };
    const taken = open.flatMap((task) =>
      refuseTaken(task, remote, seen.value.get(refOfTask(task)), claimant),
    );
    if (taken.length > 0) return refuse(taken, tasks.filter(isMade));
    names ??= await nameClaimant(root, claimant.holder);
    for (const task of open) {
      before.set(refOfTask(task), seen.value.get(refOfTask(task))?.oid ?? null);
      if (written.has(refOfTask(task))) continue;
      const object = await writeClaim(root, makeHold(task, claimant, names));
      if (object.kind === 'trouble') return refuse(refuseTrouble(remote, tasks, object.reason), []);
      written.set(refOfTask(task), object.value);
    }
    const changes = open.map((task): RefChange => {
      const ref = refOfTask(task);
      return { ref, from: before.get(ref) ?? null, to: written.get(ref) ?? null };
    });
    const failed = await pushRefs(root, remote, changes, true);
    if (failed === null) return { made: listMade(remote, tasks, written, before) };
    failure = failed.reason;
    await sleep(PAUSE * tries * (0.5 + Math.random()));
  }
  return refuse(refuseTrouble(remote, tasks, failure), tasks);
}

/**
 * Puts back what stood there before claims were made, where they are still there.
 * @returns why that can't be, in one reason for each remote
 */
export async function giveBack(root: string, made: readonly MadeClaim[]): Promise<string[]> {
  return changeAll(
    root,
    made.map(({ place, previous }) => ({ place, to: previous })),
  );
}

/**
 * Takes claims away from their remotes, where they are still there.
 * @returns as giveBack
 */
export async function dropClaims(root: string, places: readonly RemotePlace[]): Promise<string[]> {
  return changeAll(
    root,
    places.map((place) => ({ place, to: null })),
  );
}

async function changeAll(
  root: string,
  wanted: readonly { readonly place: RemotePlace; readonly to: string | null }[],
): Promise<string[]> {
  const reasons: string[] = [];
  for (const remote of new Set(wanted.map(({ place }) => place.name))) {
    const own = wanted.filter(({ place }) => place.name === remote);
    const changes = own.map(({ place: { ref, oid }, to }) => ({ ref, from: oid, to }));
    const reason = await changeRefs(root, remote, changes);
    if (reason !== null) reasons.push(`${showRemote(remote)}: ${reason}`);
  }
  return reasons;
}

/** What another one has changed meanwhile is left to them. */
async function changeRefs(
  root: string,
  remote: string,
  wanted: readonly RefChange[],
): Promise<string | null> {
  let changes = wanted;
  for (let tries = 1; ; tries += 1) {
    const failed = await pushRefs(root, remote, changes, false);
    if (failed === null) return null;
    if (failed.isGivenUp) return failed.reason;
    const listed = await listClaimRefs(root, remote);
    if (listed.kind === 'trouble') return failed.reason;
    changes = changes.filter(({ ref, from }) => listed.value.get(ref) === from);
    if (changes.length === 0) return null;
    if (tries === MOST_TRIES) return failed.reason;
    await sleep(PAUSE * tries);
  }
}

function listMade(
  remote: string,
  tasks: readonly HoldableTask[],
  written: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string | null>,
): MadeClaim[] {
  return tasks.flatMap((task) => {
    const ref = refOfTask(task);
    const oid = written.get(ref);
    return oid === undefined
      ? []
      : [{ task, place: { name: remote, ref, oid }, previous: before.get(ref) ?? null }];
  });
}

type ClaimNames = Pick<RemoteHold, 'by' | 'place'>;

/** What others are told of who claims. */
async function nameClaimant(root: string, { by, place }: Holder): Promise<ClaimNames> {
  if (place === null) return { by, place };
  return { by: toLine(await nameCommitter(root)), place: toLine(`${hostname()}:${basename(root)}`) };
}

function makeHold(task: HoldableTask, { now, until }: Claimant, names: ClaimNames): RemoteHold {
  return { schemaVersion: 1, ...task, ...names, since: now, until, nonce: randomUUID() };
}

/** As the schema of a claim wants a name to be. */
function toLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, 200) || '?';
}

/** Why a task is not for whoever asks, as the remote has it. */
function refuseTaken(
  { file, task }: HoldableTask,
  remote: string,
  claim: RemoteClaim | undefined,
  { holder, holds, now }: Claimant,
): ClaimRefusal[] {
  const local = holds.find((hold) => hold.file === file && hold.task === task);
  if (claim === undefined || isClaimOver(claim, now) || isOwnClaim(claim, holder, local)) return [];
  const line = (option: string): string =>
    `\`roadmap release ${quoteWord(task)}${option} --remote ${quoteWord(showRemote(remote))}\``;
  const help = isNamesake(claim, holder)
    ? `Another clone has it under your name. If that was you: ${line('')}, then start it again.`
    : `\`roadmap next\` has others; if they have left it: ${line(' --force')}.`;
  return [{ clause: 'hold', ...refuseRemote(task, claim, remote), help }];
}

/** Says that somebody else has claimed a task on a remote. */
export function refuseRemote(
  task: string,
  claim: RemoteClaim,
  remote: string,
): { readonly task: string; readonly message: string } {
  const what = claim.hold === null ? ', in words that are none of roadmap' : '';
  return {
    task,
    message: `${task} is claimed by ${sayHolding(showClaim(claim, remote), { isSince: true })}${what}`,
  };
}

/** Says that a remote failed. */
export function refuseTrouble(
  remote: string,
  tasks: readonly HoldableTask[],
  reason: string,
): ClaimRefusal[] {
  return tasks.map(({ task }) => ({
    clause: 'remote',
    task,
    message: `${task}: ${showRemote(remote)} failed: ${reason}`,
    help: 'Run it again when the remote answers; `--no-remote` leaves it out.',
  }));
}

/** Says that what was claimed could not be given back. */
export function refuseLeft(tasks: readonly HoldableTask[], reason: string): ClaimRefusal[] {
  return tasks.map(({ task }) => ({
    clause: 'remote',
    task,
    message: `${task}: a claim may be left on ${reason}`,
    help: LET_GO,
  }));
}

/** What helps where a claim is left on a remote. */
export const LET_GO =
  'It ends when its time is over; `roadmap release`, with `--remote` and `--force`, ends it before.';
