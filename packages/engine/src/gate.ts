import { type CheckedChange, checkChange } from './changes/check-change.ts';
import { nameRange, nameStaged } from './changes/name-change.ts';
import { findRepository } from './git/find-repository.ts';
import { InputError } from './input-error.ts';

/** What hooks and CI talk to: it reads all out of git, and nothing of the working tree. */
export interface Gate {
  /** Judges what the next commit does to roadmaps. */
  checkStaged(): Promise<CheckedChange>;
  /** Judges what a range such as `origin/main..HEAD` does to roadmaps. */
  checkRange(range: string): Promise<CheckedChange>;
}

/** @param cwd absolute path of a folder of the repository */
export async function openGate(cwd: string): Promise<Gate> {
  const repository = await findRepository(cwd);
  if (repository === null)
    throw new InputError(`${cwd}: this is no git repository`, 'Run it in the repository of the roadmap.');
  return {
    checkStaged: async () => checkChange(repository, await nameStaged(repository)),
    checkRange: async (range) => checkChange(repository, await nameRange(repository, range)),
  };
}
