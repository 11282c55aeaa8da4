import { readFile } from 'node:fs/promises';
import { runGit } from '../run-git.ts';
import { runPlumbing, runToFile, runWriting } from '../write-git.ts';
import { changeIndex, copyIndex, type IndexSnapshot } from './index-file.ts';
import type { Places } from './places.ts';
import type { Head } from './read-head.ts';
import type { HeadChange } from './read-versions.ts';
import { Refusal, refuseFailure } from './refusal.ts';
import { writeSynced } from './working-file.ts';

/** Who commits: git's own words for it, which it also gives to hooks. */
export interface Author {
  readonly GIT_AUTHOR_NAME: string;
  readonly GIT_AUTHOR_EMAIL: string;
  readonly GIT_AUTHOR_DATE: string;
}

const IDENT = /^(?<name>.*) <(?<email>.*)> (?<date>\d+ [+-]\d{4})\s*$/s;

/** Refuses where git does not know who commits, before anything is done. */
export async function findAuthor(root: string): Promise<Author> {
  const [author, committer] = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) => runWriting(root, ['var', name])),
  );
  const { name, email, date } = IDENT.exec(author?.stdout.toString() ?? '')?.groups ?? {};
  if (author?.code !== 0 || committer?.code !== 0 || name === undefined || email === undefined) {
    throw new Refusal(
      'git does not know who commits',
      'Tell it: `git config --global user.name "Your Name"`, and user.email.',
    );
  }
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${date}` };
}

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

/**
 * Runs the hooks that git-commit(1) runs before it commits, with the same arguments and environment (githooks(5)).
 * @returns the message as they leave it
 */
export async function runHooks(places: Places, author: Author, message: string): Promise<string> {
  await writeSynced(places.message, message);
  await runHook(places, author, 'pre-commit', []);
  await runHook(places, author, 'prepare-commit-msg', [places.message, 'message']);
  await runHook(places, author, 'commit-msg', [places.message]);
  const run = await runPlumbing(places.root, ['stripspace'], { input: await readFile(places.message) });
  if (run.code !== 0) throw refuseFailure('read the message', run);
  const cleaned = run.stdout.toString();
  if (cleaned === '') throw new Refusal('the commit message is empty', 'See what your commit hooks do.');
  return cleaned;
}

async function runHook(
  places: Places,
  author: Author,
  name: string,
  values: readonly string[],
): Promise<void> {
  const args = ['hook', 'run', '--ignore-missing', name, '--', ...values];
  const end = await runToFile(places.root, args, places.output, false, {
    index: places.commitIndex,
    environment: { ...author, GIT_EDITOR: ':' },
  });
  if (end.code === 0) return;
  const said = end.stderr.trim();
  throw new Refusal(
    `the hook ${name} refused the commit${said === '' ? '' : `:\n${said}`}`,
    'Mend what it complains of, then run this again.',
  );
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
      `a hook adds other files to the commit: ${others.join(', ')}`,
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

/** Writes the commit, signed where the user wants that (commit.gpgSign); its full hash. No ref has it yet. */
export async function writeCommit(
  { root, commitIndex }: Places,
  head: Head,
  author: Author,
  message: string,
): Promise<string> {
  // Everything but the edit comes from a commit; a partial clone need not have it (git-write-tree(1), --missing-ok).
  const tree = await runPlumbing(root, ['write-tree', '--missing-ok'], { index: commitIndex });
  if (tree.code !== 0) throw refuseFailure('write the tree', tree);
  const setting = await runGit(root, ['config', '--type=bool', '--get', 'commit.gpgSign']);
  const isSigned = setting.stdout.toString().trim() === 'true';
  const options = [...(isSigned ? ['-S'] : []), '-p', head.commit, tree.stdout.toString().trim()];
  const run = await runWriting(root, ['-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', ...options], {
    input: message,
    environment: { ...author },
  });
  if (run.code === 0) return run.stdout.toString().trim();
  const said = run.stderr.trim();
  throw isSigned
    ? new Refusal(
        `git could not sign the commit: ${said}`,
        'See `git config user.signingKey`, and that the key is there.',
      )
    : refuseFailure('write the commit', run);
}

/** What git runs when all is done; how it ends changes nothing (githooks(5)). */
export async function runPostCommit(places: Places, author: Author): Promise<void> {
  await runToFile(places.root, ['hook', 'run', '--ignore-missing', 'post-commit'], places.output, false, {
    environment: { ...author, GIT_EDITOR: ':' },
  });
}
