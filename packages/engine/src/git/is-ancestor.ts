import { runGit } from './run-git.ts';

/** Whether a commit is another, or in its history (git-merge-base(1), --is-ancestor). */
export async function isAncestor(root: string, one: string, of: string): Promise<boolean> {
  return (await runGit(root, ['merge-base', '--is-ancestor', one, of])).code === 0;
}
