import type { LockOwner, ProcessIdentity } from './lock-owner.ts';
import { readProcess } from './read-process.ts';

/**
 * - `living`: it may still do something. A stopped process lives.
 * - `dead`: it does nothing any more, and never will.
 * - `elsewhere`: on another machine, or in another namespace: from here nobody can tell.
 */
export type Verdict = 'living' | 'dead' | 'elsewhere';

/**
 * Whether the process that made a lock file still lives. `dead` is said only where it is certain.
 *
 * The same pid with another start time is another process. Where the start time of either is unknown (there is no /proc,
 * as on macOS and Windows, or it is one of another namespace) the pid alone decides: as long as a process has it, the
 * owner counts as living, even if that is another process by now.
 * @param proc where the process file system is
 */
export async function judgeOwner(owner: LockOwner, self: ProcessIdentity, proc = '/proc'): Promise<Verdict> {
  if (owner.host !== self.host || owner.machineId !== self.machineId) return 'elsewhere';
  if (owner.bootId !== self.bootId) {
    // No process outlives a boot.
    return owner.bootId === null || self.bootId === null ? 'elsewhere' : 'dead';
  }
  if (owner.namespaces !== self.namespaces) return 'elsewhere';
  if (owner.startTime === null || self.startTime === null) return judgePid(owner.pid);
  const status = readProcess(owner.pid, proc);
  if (status === null) return judgePid(owner.pid);
  return status.isOver || status.startTime !== owner.startTime ? 'dead' : 'living';
}

/** Signal 0 is sent to nobody; only ESRCH says that there is no such process (kill(2)). */
function judgePid(pid: number): Verdict {
  try {
    process.kill(pid, 0);
    return 'living';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'dead' : 'living';
  }
}
