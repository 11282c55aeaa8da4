import { devNull } from 'node:os';
import { join } from 'node:path';
import type { Comparison } from '@roadmap-as-code/core';
import type { Repository } from './find-repository.ts';
import { keyOfComparison } from './read-changes.ts';
import { makeReadingEnvironment, startGitIn } from './run-git.ts';

/**
 * What is hashed is the same in every clone, whatever its user has set (git-config(1): diff.*, core.quotePath), git's own
 * defaults where it has several ways.
 */
const DIFF = [
  '-c',
  `core.attributesFile=${devNull}`,
  '-c',
  'core.quotePath=true',
  '-c',
  'diff.suppressBlankEmpty=false',
  'diff-tree',
  '--stdin',
  '--root',
  '--patch',
  '--full-index',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--ignore-submodules=none',
  '--submodule=short',
  '--unified=3',
  '--inter-hunk-context=0',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  `-O${devNull}`,
];

/**
 * The patch ids of comparisons (git-patch-id(1), --stable), by their keys, without those in which nothing changes: one
 * git makes the diffs and one hashes them, however many there are. Nothing at all where git can't make one of them, as
 * in a clone that lacks files.
 * @param comparisons each of another commit
 */
export async function readPatchIds(
  { commonDir }: Repository,
  comparisons: readonly Comparison[],
): Promise<ReadonlyMap<string, string>> {
  const none = new Map<string, string>();
  if (comparisons.length === 0) return none;
  // Away from the working tree and the index, so that no .gitattributes says what is binary.
  const env = {
    ...makeReadingEnvironment(),
    GIT_DIR: commonDir,
    GIT_WORK_TREE: commonDir,
    GIT_INDEX_FILE: join(commonDir, 'no-index'),
    GIT_ATTR_NOSYSTEM: '1',
  };
  const ids: Buffer[] = [];
  const hasher = startGitIn(env, commonDir, ['patch-id', '--stable'], (chunk) => ids.push(chunk));
  const differ = startGitIn(env, commonDir, DIFF, (chunk) => hasher.write(chunk));
  differ.write(comparisons.map((one) => `${keyOfComparison(one)}\n`).join(''));
  differ.finish();
  const made = await differ.ended;
  hasher.finish();
  const hashed = await hasher.ended;
  if (made.code !== 0 || hashed.code !== 0) return none;
  // <patch id> <commit>
  const lines = Buffer.concat(ids).toString().split('\n');
  const byCommit = new Map(lines.map((line) => [line.split(' ')[1] ?? '', line.split(' ')[0] ?? '']));
  return new Map(
    comparisons.flatMap((one) => {
      const id = byCommit.get(one.commit);
      return id === undefined ? [] : [[keyOfComparison(one), id] as const];
    }),
  );
}
