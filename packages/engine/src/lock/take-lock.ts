import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../input-error.ts';
import { judgeOwner, type Verdict } from './judge-owner.ts';
import {
  clearRemains,
  findHolder,
  type LockFile,
  type LockFolder,
  linkNew,
  openLockFolder,
  pathOfClaim,
  pathOfOwn,
  peekLock,
  readOwner,
  removeFile,
  renameOver,
  writeOwn,
} from './lock-files.ts';
import { identifySelf, type LockOwner, makeOwner, type ProcessIdentity } from './lock-owner.ts';

/** A lock that is held. */
export interface Lock {
  /** What the lock file says of its holder. */
  readonly owner: LockOwner;
  /** Ends it. It removes only the lock that it took: a second call, or one after somebody deleted it, does nothing. */
  release(): Promise<void>;
}

/** The moments at which a test can stop a taker. Each is reached after what it names was done. */
export type LockStep = 'written' | 'claimed' | 'checked' | 'taken' | 'cleared' | 'recognized' | 'removed';

type Step = (name: LockStep) => Promise<void>;

export interface LockOptions {
  /** Milliseconds that it waits for one owner at most, and ten times that for all who come between. With 0 it tries once. */
  readonly wait: number;
  /** Told once, when it begins to wait for somebody. */
  readonly onWait?: (owner: LockOwner) => void;
  readonly step?: Step;
}

/** How long one look comes after another: milliseconds, drawn between the two so that waiters don't march in step. */
const PAUSE = { least: 5, most: 35 } as const;
/** Where many wait and hooks take their time, the last one gets it long after the first. */
const MOST_WAITS = 10;
/** Milliseconds after which it looks whether an owner still lives, where the lock itself is still the same. */
const JUDGE_AGAIN = 250;

/**
 * Takes the lock that all working trees of a repository share. Whoever waits for it gets it in no particular order; an
 * owner who died is succeeded, one who lives (a stopped process does) or may live on another machine never is. Where
 * there is no /proc, an owner who died counts as living while any process has its pid: see judgeOwner.
 *
 * A taker has a uuid and a file of its own, `lock.tmp.<uuid>`, and links that to `lock`. A dead owner's lock isn't removed,
 * since two who found the same dead owner would remove each other's lock. It is succeeded: each dead owner has one name,
 * `lock.succ.<uuid of the dead>`, that only one taker can link to. The successor may come late, when the dead owner's lock
 * is long gone. So it walks from `lock` again, and only if that leads to itself does it put its file in place of `lock`.
 *
 * The file system must have hard links, and rename(2) must be atomic.
 * @param commonDir absolute path of git's common directory (git-rev-parse(1), --git-common-dir); the lock is in its folder
 *   `roadmap`
 * @throws InputError naming the owner, when the wait is over; at a file that names no owner, at once; where the folder
 *   can't be written
 */
export async function takeLock(commonDir: string, options: LockOptions): Promise<Lock> {
  const end = performance.now() + options.wait * MOST_WAITS;
  const folder = await openLockFolder(commonDir);
  const self = identifySelf();
  let isWaiting = false;
  let holder: string | undefined;
  let deadline = 0;
  for (;;) {
    const seen = peekLock(folder);
    const found = await judgeHolder(folder, self);
    // As long as it goes from one to the other, nobody is stuck.
    if (deadline === 0 || found?.holder.owner.uuid !== holder)
      deadline = Math.min(end, performance.now() + options.wait);
    holder = found?.holder.owner.uuid;
    if (found === null || found.verdict === 'dead') {
      const lock = await tryTake(folder, makeOwner(self), found?.holder.owner ?? null, options.step ?? skip);
      if (lock !== null) return lock;
    } else if (!isWaiting && options.wait > 0) {
      isWaiting = true;
      options.onWait?.(found.holder.owner);
    }
    if (performance.now() >= deadline) throw describeBusy(folder, await judgeHolder(folder, self));
    const isHeld = found !== null && found.verdict !== 'dead';
    const again = Math.min(deadline, performance.now() + (isHeld ? JUDGE_AGAIN : 0));
    do await pause(deadline);
    while (performance.now() < again && peekLock(folder) === seen);
  }
}

async function pause(deadline: number): Promise<void> {
  const left = Math.max(0, deadline - performance.now());
  await sleep(Math.min(left, PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least)));
}

interface JudgedHolder {
  readonly holder: LockFile;
  readonly verdict: Verdict;
}

async function judgeHolder(folder: LockFolder, self: ProcessIdentity): Promise<JudgedHolder | null> {
  const holder = await findHolder(folder);
  return holder && { holder, verdict: await judgeOwner(holder.owner, self) };
}

/** One try; null where another one was faster. @param dead whom it succeeds; null where the lock was free */
async function tryTake(
  folder: LockFolder,
  owner: LockOwner,
  dead: LockOwner | null,
  step: Step,
): Promise<Lock | null> {
  const own = pathOfOwn(folder, owner);
  try {
    await writeOwn(own, owner);
    await step('written');
    const isTaken =
      dead === null ? await linkNew(own, folder.lock) : await succeed(folder, owner, dead, step);
    if (!isTaken) return null;
    await step('taken');
    await clearRemains(folder, async (other) => (await judgeOwner(other, owner)) === 'dead');
    await step('cleared');
    return { owner, release: () => release(folder, owner, step) };
  } catch (error) {
    // A lock that nobody has in hand would stay as long as this process lives.
    await release(folder, owner, skip).catch(() => undefined);
    throw error;
  } finally {
    // One that stays does no harm, and must not lose us a lock that we have: a holder after our end clears it.
    await removeFile(own).catch(() => undefined);
  }
}

/** Step for step as takeLock says. False where another one was faster. */
async function succeed(folder: LockFolder, owner: LockOwner, dead: LockOwner, step: Step): Promise<boolean> {
  const own = pathOfOwn(folder, owner);
  const claim = pathOfClaim(folder, dead);
  if (!(await linkNew(own, claim))) return false;
  let isTaken = false;
  try {
    await step('claimed');
    // We may have come late, and have claimed the succession of an owner whom nobody can reach any more.
    if ((await findHolder(folder))?.owner.uuid !== owner.uuid) return false;
    await step('checked');
    isTaken = await renameOver(own, folder.lock);
    return isTaken;
  } finally {
    if (!isTaken) await removeFile(claim);
  }
}

async function release(folder: LockFolder, owner: LockOwner, step: Step): Promise<void> {
  const found = await readOwner(folder.lock);
  if (found === 'missing' || found === 'torn' || found.uuid !== owner.uuid) return;
  await step('recognized');
  // Nobody has put another lock there since: they would have to think that we are dead.
  await removeFile(folder.lock);
  await step('removed');
}

async function skip(): Promise<void> {}

function describeBusy(folder: LockFolder, found: JudgedHolder | null): InputError {
  if (found === null || found.verdict === 'dead') {
    return new InputError(
      `${folder.lock}: others took this lock each time that it was free`,
      'Run it again.',
    );
  }
  const { holder, verdict } = found;
  const { pid, host, since } = holder.owner;
  return new InputError(
    `${holder.path}: process ${pid} on ${host} has had this lock since ${since}`,
    verdict === 'living'
      ? `Run it again when that process has ended: \`ps -p ${pid}\` shows it.`
      : 'It is on another machine or in a container, so nobody here can tell whether it still runs. See there, and delete that file if it does not.',
  );
}
