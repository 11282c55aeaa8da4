import type { Repository } from '../git/find-repository.ts';
import { NOBODY } from '../git/nobody.ts';
import { readPatchIds } from '../git/patch-ids.ts';
import { keyOfComparison } from '../git/read-changes.ts';
import { runGit } from '../git/run-git.ts';
import { runPlumbing } from '../git/write-git.ts';

/** Whoever it says, it is of nobody and for nobody: what a commit is made by is no part of its patch. */
/**
 * The patch id of what is staged, as it will be of the commit that is made of it: `git commit-tree` makes one that no ref
 * ever has. Null where there is no commit to compare with, where nothing is staged, or where git can't tell.
 */
export async function readStagedPatch(repository: Repository): Promise<string | null> {
  const { folder } = repository;
  const [head, tree] = await Promise.all([
    runGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    runPlumbing(folder, ['write-tree']),
  ]);
  if (head.code !== 0 || tree.code !== 0) return null;
  const parent = head.stdout.toString().trim();
  const made = await runPlumbing(folder, ['commit-tree', '-p', parent, tree.stdout.toString().trim()], {
    environment: NOBODY,
  });
  if (made.code !== 0) return null;
  const step = { commit: made.stdout.toString().trim(), with: parent };
  const { told } = await readPatchIds(repository, [step], () => false);
  return told.get(keyOfComparison(step))?.whole ?? null;
}
