import { InputError, type LockOwner, type MeantTask, type Session } from '@roadmap-as-code/engine';
import { findOwner, splitNames } from './find-owner.ts';

/** The tasks that a command names by their ids, each once; files beside them say which roadmaps are meant. */
export async function findTasks(
  session: Session,
  command: string,
  names: readonly string[],
  cwd: string,
): Promise<MeantTask[]> {
  const { files, ids } = splitNames(names, cwd);
  if (ids.length === 0) throw new InputError('no task is named', 'Name one by its id, such as P3.4.');
  const roadmaps = await session.load(files);
  return [...new Set(ids)].map((id) => ({ id, roadmap: findOwner(id, roadmaps, command) }));
}

/** Says at once whom we wait for: what a command gives back is printed when it is over. */
export function sayWaiting({ pid, host }: LockOwner): void {
  process.stderr.write(`roadmap: waits for process ${pid} on ${host}\n`);
}
