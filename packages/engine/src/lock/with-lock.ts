import type { CommitGround } from '../git/commit/ground.ts';
import { recover, recoverAt } from '../git/commit/recover.ts';
import type { Repository } from '../git/find-repository.ts';
import type { LockOwner } from './lock-owner.ts';
import { takeLock } from './take-lock.ts';

/** Does what nothing else of roadmap may do at the same time in any working tree of the repository. */
export async function withLock<Result>(
  { commonDir }: Repository,
  onWait: (owner: LockOwner) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = await takeLock(commonDir, { wait: LONGEST_WAIT, onWait });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Milliseconds that one waits for other processes of roadmap at most. */
const LONGEST_WAIT = 120_000;

/**
 * The same, once what an interrupted commit has left is settled.
 * @param ground knows where that would lie
 */
export function withTree<Result>(
  repository: Repository,
  onWait: (owner: LockOwner) => void,
  work: () => Promise<Result>,
  ground?: Pick<CommitGround, 'findPlaces'>,
): Promise<Result> {
  return withLock(repository, onWait, async () => {
    if (ground === undefined) await recover(repository.root);
    else await recoverAt(await ground.findPlaces());
    return work();
  });
}
