import { nameSome } from '@roadmap-as-code/core';
import { Refusal, refuseFailure } from '../git/commit/refusal.ts';
import { NOBODY } from '../git/nobody.ts';
import { runPlumbing, runWriting } from '../git/write-git.ts';
import type { FileChange, Unpushed } from './list-unpushed.ts';
import type { TreeIndex } from './tree-index.ts';

/**
 * The tree that the work of a commit gives on what an index has, as git would cherry-pick it: git-merge-tree(1) with the
 * commit's parent as the base, which two commits for the time being give it, since the option for that came with git 2.40.
 * Roadmaps are as the parent has them, on both sides: they are merged by themselves.
 * @returns full hash of the tree
 */
export async function mergeWork(
  root: string,
  index: TreeIndex,
  commit: Unpushed,
  roadmaps: readonly FileChange[],
): Promise<string> {
  const [parent = ''] = commit.parents;
  const old = roadmaps.map(({ path, before }) => ({ path, after: before }));
  const ours = await index.writeWith(old);
  const theirs = await writeWithout(root, index, commit, ours, old);
  const [own, other] = await Promise.all([ours, theirs].map((tree) => commitForNow(root, tree, parent)));
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', own ?? '', other ?? ''];
  const run = await runWriting(root, args);
  // The tree, then each file in conflict once (git-merge-tree(1), OUTPUT); 1 for a conflict.
  const [tree = '', ...files] = run.stdout.toString().split('\0').filter(Boolean);
  if (run.code === 0) return tree;
  if (run.code !== 1) throw refuseFailure('merge a commit of work; it needs git 2.38 or later', run);
  throw new Refusal(
    `${commit.id.slice(0, 12)} (${commit.subject}) changes ${nameSome([...new Set(files)], 5)}, and so does what is there`,
    'Bring both together: `git pull --rebase`, resolve the conflict, then `roadmap rebind` and push again.',
  );
}

/** The commit's own tree, with the roadmaps as its parent has them. */
async function writeWithout(
  root: string,
  index: TreeIndex,
  { id }: Unpushed,
  current: string,
  old: Parameters<TreeIndex['put']>[0],
): Promise<string> {
  if (old.length === 0) {
    const run = await runPlumbing(root, ['rev-parse', '--verify', `${id}^{tree}`]);
    if (run.code !== 0) throw refuseFailure('read a commit', run);
    return run.stdout.toString().trim();
  }
  await index.load(id);
  const tree = await index.writeWith(old);
  await index.load(current);
  return tree;
}

async function commitForNow(root: string, tree: string, parent: string): Promise<string> {
  const run = await runPlumbing(root, ['commit-tree', '-p', parent, tree], {
    input: 'for a merge\n',
    // The same merge gives the same objects, whenever it is made.
    environment: { ...NOBODY, GIT_AUTHOR_DATE: '@0 +0000', GIT_COMMITTER_DATE: '@0 +0000' },
  });
  if (run.code !== 0) throw refuseFailure('write a commit', run);
  return run.stdout.toString().trim();
}
