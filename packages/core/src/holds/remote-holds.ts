import type { RemoteHold } from '../generated/claim.types.ts';
import type { Hold } from '../generated/holds.types.ts';
import { type Holder, type Holding, type HoldsOfTasks, isOver, isOwn } from './holds.ts';

/** What stands on a remote in the ref of a task. */
export interface RemoteClaim {
  readonly ref: string;
  /** Full hash of what the ref holds. */
  readonly oid: string;
  /** Null where it can't be read: anybody who may push can put anything there. */
  readonly hold: RemoteHold | null;
}

/** The folder of the refs that claims stand in, with a slash at its end. */
export const claimRefs = 'refs/roadmap/claims/';

const UNKNOWN = 'somebody unknown';

/**
 * The ref of a task. An id can be no part of a ref as it is: `T1` and `T1/x` would be a file and its folder, and spaces, `..`,
 * `:` and `.lock` are not taken (git-check-ref-format(1)).
 * @param digest SHA-256 of the roadmap's path, NUL and the id, in hex
 */
export function nameClaimRef(digest: string, task: string): string {
  const readable = task.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 40);
  return `${claimRefs}${digest.slice(0, 32)}-${readable}`;
}

/** Whether others may claim the task. What can't be read lasts until somebody takes it away. */
export function isClaimOver({ hold }: RemoteClaim, now: string): boolean {
  return hold !== null && isOver(hold, now);
}

/**
 * Whether a claim is that of whoever asks: their clone remembers that it made it. No word of the claim says so, since two
 * machines may well have the same name and the same paths, and two agents on them the same name.
 * @param local what this clone remembers of the task
 */
export function isOwnClaim({ oid }: RemoteClaim, holder: Holder, local: Hold | undefined): boolean {
  return local?.remote?.oid === oid && isOwn(local, holder);
}

/** Whether a claim was made under the name of whoever asks, in whatever clone, so that they may take it away. */
export function isNamesake({ hold }: RemoteClaim, { by, place }: Holder): boolean {
  return hold !== null && hold.place === null && place === null && hold.by === by;
}

/** A remote as people are told of it: a URL without a name and a password that may be in it. */
export function showRemote(remote: string): string {
  return remote.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

/** A claim as people are told of it. Its place is neither a path nor null: it is never taken for one that was made here. */
export function showClaim({ hold, ref }: RemoteClaim, remote: string): Holding {
  const on = showRemote(remote);
  if (hold === null) return { by: UNKNOWN, place: ref, since: null, until: null, on };
  const { by, place, since, until } = hold;
  return { by: place === null ? by : `${by} in ${place}`, place: ref, since, until, on };
}

/** What stands in the refs of a roadmap's tasks on a remote. */
export interface RemoteClaims {
  readonly remote: string;
  /** By the ids of the tasks. */
  readonly claims: ReadonlyMap<string, RemoteClaim>;
}

/**
 * The holds of a clone together with what stands on a remote, of one roadmap. Where both have a task, and it is not one and
 * the same claim, that of the remote counts, unless the other one keeps whoever asks from the task as well.
 * @param seen null where no remote was asked, or none answered
 */
export function joinClaims(
  local: ReadonlyMap<string, Hold>,
  seen: RemoteClaims | null,
  holder: Holder | null,
  now: string,
): HoldsOfTasks {
  const joined = new Map<string, Holding>();
  for (const [task, { remote, ...hold }] of local)
    joined.set(task, { ...hold, on: remote === undefined ? null : showRemote(remote.name) });
  for (const [task, claim] of seen?.claims ?? []) {
    const own = local.get(task);
    const isTwin = own?.remote?.oid === claim.oid;
    const isFree = own === undefined || holder === null || isOwn(own, holder);
    if (!isTwin && isFree && !isClaimOver(claim, now)) joined.set(task, showClaim(claim, seen?.remote ?? ''));
  }
  return joined;
}
