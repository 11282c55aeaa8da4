import {
  dropHolds,
  type Hold,
  type Holder,
  type Holding,
  isClaimOver,
  isNamesake,
  isOver,
  isOwn,
  isOwnClaim,
  quoteWord,
  type ReleaseReport,
  type RemoteClaim,
  type RemotePlace,
  sayHolding,
  showClaim,
  showRemote,
} from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import type { MeantTask } from '../transition/transition-request.ts';
import { type HoldableTask, readClaims, refOfTask } from './claim-refs.ts';
import { openRemotes, type RemoteChoice } from './find-remote.ts';
import { readHolds, writeHolds } from './hold-file.ts';
import { dropClaims, refuseRemote, refuseTrouble } from './remote-holds.ts';

export interface ReleaseRequest {
  readonly holder: Holder;
  /** Whether what others hold is released, too. */
  readonly isForced: boolean;
  /** As in a hold. */
  readonly now: string;
  readonly remote: RemoteChoice;
}

type Refusals = ReleaseReport['refusals'];

/** What is known of a task that is to be released. */
interface Releasing {
  readonly task: HoldableTask;
  readonly remote: string | null;
  /** What this clone remembers, over or not. */
  readonly hold: Hold | undefined;
  readonly claim: RemoteClaim | undefined;
}

/**
 * Ends the holds of tasks, so that others may claim them: all of them, or none; on their remotes first. The caller holds
 * the lock of the repository.
 */
export async function releaseTasks(
  repository: Repository,
  tasks: readonly MeantTask[],
  request: ReleaseRequest,
): Promise<ReleaseReport> {
  const { commonDir, root } = repository;
  const holds = await readHolds(commonDir);
  const refuse = (refusals: Refusals): ReleaseReport => ({ schemaVersion: 1, released: [], refusals });
  const found = await lookUp(repository, tasks, holds, request);
  if ('refusals' in found) return refuse(found.refusals);
  const refusals = found.releasing.flatMap((one) => refuseRelease(one, request));
  if (refusals.length > 0) return refuse(refusals);
  const places = found.releasing.flatMap((one) => listPlaces(one, request));
  const left = await dropClaims(root, places);
  if (left.length > 0)
    return refuse(
      left.flatMap((reason) =>
        found.releasing.map(({ task: { task } }) => ({
          task,
          message: `${task}: a claim may be left on ${reason}`,
          help: 'Run it again when the remote answers; `--no-remote` lets go of it in this clone alone.',
        })),
      ),
    );
  const meant = found.releasing.map(({ task }) => task);
  if (found.releasing.some(({ hold }) => hold !== undefined))
    await writeHolds(commonDir, dropHolds(holds, meant, request.now));
  return { schemaVersion: 1, released: found.releasing.map((one) => describe(one, request)), refusals: [] };
}

async function lookUp(
  repository: Repository,
  tasks: readonly MeantTask[],
  holds: readonly Hold[],
  { remote: choice }: ReleaseRequest,
): Promise<{ readonly releasing: readonly Releasing[] } | { readonly refusals: Refusals }> {
  const meant: Omit<Releasing, 'claim'>[] = [];
  const findRemote = openRemotes(repository, choice);
  for (const { roadmap, id } of tasks) {
    const task = { file: roadmap.graph.path, task: id };
    const hold = holds.find((one) => one.file === task.file && one.task === task.task);
    meant.push({ task, hold, remote: await findRemote(roadmap) });
  }
  const claims = new Map<string, RemoteClaim>();
  for (const remote of new Set(meant.map((one) => one.remote))) {
    if (remote === null) continue;
    const own = meant.filter((one) => one.remote === remote).map(({ task }) => task);
    const seen = await readClaims(repository.root, remote, own);
    if (seen.kind === 'trouble')
      return {
        refusals: refuseTrouble(remote, own, seen.reason).map(({ task, message, help }) => ({
          task,
          message,
          help,
        })),
      };
    for (const [ref, claim] of seen.value) claims.set(`${remote}\0${ref}`, claim);
  }
  return {
    releasing: meant.map((one) => ({ ...one, claim: claims.get(`${one.remote}\0${refOfTask(one.task)}`) })),
  };
}

/** What others hold is theirs, in this clone as on the remote; there it is nobody's concern who lets go of a hold here. */
function refuseRelease(one: Releasing, { holder, isForced, now }: ReleaseRequest): Refusals {
  const { hold, claim, remote, task } = one;
  if (isForced) return [];
  const lasting = hold === undefined || isOver(hold, now) ? undefined : hold;
  if (lasting !== undefined)
    return isOwn(lasting, holder)
      ? []
      : [{ ...refuseHeld(lasting), help: 'If they have left it: `--force`.' }];
  if (claim === undefined || remote === null || isClaimOver(claim, now) || isTheirs(claim, holder, hold))
    return [];
  const help = `If they have left it: \`--force --remote ${quoteWord(showRemote(remote))}\`.`;
  return [{ ...refuseRemote(task.task, claim, remote), help }];
}

function isTheirs(claim: RemoteClaim, holder: Holder, hold: Hold | undefined): boolean {
  return isOwnClaim(claim, holder, hold) || isNamesake(claim, holder);
}

/** What stands on remotes and is to go: what this clone has claimed, and what was seen there of whoever asks. */
function listPlaces(
  { hold, claim, remote }: Releasing,
  { holder, isForced, remote: choice }: ReleaseRequest,
): RemotePlace[] {
  const own = hold?.remote === undefined || choice.kind === 'none' ? [] : [hold.remote];
  if (claim === undefined || remote === null) return own;
  const seen = isForced || isTheirs(claim, holder, hold);
  const isKnown = own.some(({ name, oid }) => name === remote && oid === claim.oid);
  return seen && !isKnown ? [...own, { name: remote, ref: claim.ref, oid: claim.oid }] : own;
}

/** The hold that there is on a task at a moment. */
export function findLasting(
  holds: readonly Hold[],
  { file, task }: HoldableTask,
  now: string,
): Hold | undefined {
  return holds.find((hold) => hold.file === file && hold.task === task && !isOver(hold, now));
}

/** Says that somebody else has claimed a task. */
export function refuseHeld({ remote, ...hold }: Hold): { task: string; message: string } {
  const on = remote === undefined ? null : showRemote(remote.name);
  return {
    task: hold.task,
    message: `${hold.task} is claimed by ${sayHolding({ ...hold, on }, { isSince: true })}`,
  };
}

function describe(one: Releasing, request: ReleaseRequest): ReleaseReport['released'][number] {
  const { task, hold, claim, remote } = one;
  const lasting = hold === undefined || isOver(hold, request.now) ? undefined : hold;
  const gone = listPlaces(one, request).length > 0;
  const told: Partial<Holding> =
    lasting ??
    (gone && claim !== undefined && remote !== null && !isClaimOver(claim, request.now)
      ? showClaim(claim, remote)
      : {});
  const place = hold?.remote?.name ?? remote;
  return {
    ...task,
    by: told.by ?? null,
    since: told.since ?? null,
    until: told.until ?? null,
    remote: gone && told.by !== undefined && place !== null ? showRemote(place) : null,
  };
}
