import { nameSome } from '@roadmap-as-code/core';
import { readBoolean, type Settings } from '../read-settings.ts';
import { runPlumbing } from '../write-git.ts';
import { commitTree } from './commit-tree.ts';
import { nameAuthor, type Persons } from './find-author.ts';
import { changeIndex, copyIndex, type IndexSnapshot } from './index-file.ts';
import { makeObject, type NewObject, writeObjects } from './new-objects.ts';
import type { Places } from './places.ts';
import type { Head } from './read-head.ts';
import type { HeadChange } from './read-versions.ts';
import { Refusal, refuseFailure } from './refusal.ts';

/** Makes the index that the commit is to be made of: the last commit with the new blob. */
export async function prepareIndex(
  { root, commitIndex }: Places,
  base: IndexSnapshot,
  head: Head,
  path: string,
  { after }: HeadChange,
): Promise<void> {
  // What the user's index knows of the other files spares hooks from reading all of them.
  await copyIndex(base, commitIndex);
  const run = await runPlumbing(root, ['read-tree', '--reset', head.commit], { index: commitIndex });
  if (run.code !== 0) throw refuseFailure('read the last commit', run);
  await changeIndex(root, commitIndex, path, { ...after, isSkipped: false, isAssumed: false });
}

/** What the commit changes must be the edit alone: a hook can have added to it. */
export async function requireOnly(
  { root, commitIndex }: Places,
  head: Head,
  path: string,
  { after }: HeadChange,
): Promise<void> {
  const run = await runPlumbing(
    root,
    [
      'diff-index',
      '--cached',
      '--raw',
      '-z',
      '--no-abbrev',
      '--no-renames',
      '--ignore-submodules=none',
      head.commit,
      '--',
    ],
    { index: commitIndex },
  );
  if (run.code !== 0) throw refuseFailure('compare with the last commit', run);
  const fields = run.stdout.toString().split('\0').slice(0, -1);
  // :<mode> <mode> <hash> <hash> <status>, then the path (git-diff-index(1))
  const changes = fields.flatMap((field, place) =>
    place % 2 === 0 ? [{ change: field, path: fields[place + 1] ?? '' }] : [],
  );
  const others = changes.filter((change) => change.path !== path).map((change) => change.path);
  if (others.length > 0) {
    throw new Refusal(
      `a hook adds other files to the commit: ${nameSome(others)}`,
      'The commit is to have one edit alone: keep `git add` out of your pre-commit hook.',
    );
  }
  const [, mode, , blob] = changes[0]?.change.split(' ') ?? [];
  if (mode === after.mode && blob === after.blob) return;
  throw new Refusal(
    `a hook changes ${path} in the commit`,
    'The commit is to have the edit alone: keep your hook from changing that file.',
  );
}

/** A commit that is to be written. */
export interface CommitPlan {
  readonly places: Places;
  readonly head: Head;
  /** Full hash. */
  readonly tree: string;
  readonly persons: Persons;
  readonly message: string;
  /** All that the commit and the index need and git may not have, but for the commit itself. */
  readonly objects: readonly NewObject[];
  readonly settings: Settings;
}

/** Whether it is all said in it; else git must sign it, or knows better what to write. */
export function isPlainCommit({ settings, persons, message }: CommitPlan): boolean {
  return readBoolean(settings, 'commit.gpgsign') === false && persons.isPlain && !message.includes('\0');
}

/**
 * Writes the commit, signed where the user wants that (commit.gpgSign), and all that it needs; its full hash. No ref has it
 * yet.
 */
export async function writeCommit(plan: CommitPlan): Promise<string> {
  const { places, head, tree, persons, message, objects } = plan;
  if (!isPlainCommit(plan)) {
    await writeObjects(places, objects);
    return commitTree(places.root, { tree, parent: head.commit, author: nameAuthor(persons), message });
  }
  // As git-commit-tree(1) writes it, in UTF-8, which needs no header.
  const { author, committer } = persons;
  const headers = [`tree ${tree}`, `parent ${head.commit}`, `author ${author}`, `committer ${committer}`];
  const commit = makeObject('commit', Buffer.from(`${headers.join('\n')}\n\n${message}`), head.commit);
  await writeObjects(places, [...objects, commit]);
  return commit.id;
}
