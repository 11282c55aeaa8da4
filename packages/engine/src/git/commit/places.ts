import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { InputError } from '../../input-error.ts';
import type { PlainRepository } from '../find-plain-repository.ts';
import type { Settings } from '../read-settings.ts';
import { describeFailure, runGit } from '../run-git.ts';

/** Where the files of one working tree lie. All paths are absolute. */
export interface Places {
  /** Top of the working tree. */
  readonly root: string;
  readonly index: string;
  /** The file that says what is checked out, and the folder of the branches (gitrepository-layout(5)). */
  readonly head: string;
  readonly branches: string;
  /** Where git looks for each hook that a commit runs, core.hooksPath included; there need not be one. */
  readonly hooks: Readonly<Record<HookName, string>>;
  /**
   * Folder in which each object may lie in a file of its own, where nothing says how git is to write these; null where it is
   * for git to write them.
   */
  readonly objects: string | null;
  /** What git makes while it writes the index (gitrepository-layout(5)). */
  readonly indexLock: string;
  /** Folder of our own, in the git directory of the working tree: everything below is in it. */
  readonly folder: string;
  readonly journal: string;
  /**
   * The index that is to be the user's. Like the one below it has a name of its own each time, since a git whose starter
   * was killed may still be writing the last. While `index.lock` is another name of it, that lock is ours.
   */
  readonly newIndex: string;
  /** The same of a lock that is held while there is no new index yet. */
  readonly hold: string;
  /** The index that the commit is made of. */
  readonly commitIndex: string;
  readonly message: string;
  /** What a hook or a git printed. */
  readonly output: string;
  /** Each file or folder that says that something of the user's is not finished. */
  readonly unfinished: readonly { readonly path: string; readonly operation: Operation }[];
}

export type Operation = keyof typeof MARKS;

/** What git leaves in its directory until an operation is over (git-status(1), wt-status.c of git). */
const MARKS = {
  merge: ['MERGE_HEAD'],
  rebase: ['rebase-merge', 'rebase-apply'],
  'cherry-pick': ['CHERRY_PICK_HEAD'],
  revert: ['REVERT_HEAD'],
  'cherry-pick or revert': ['sequencer'],
  bisect: ['BISECT_LOG'],
} as const;

const FOLDER = 'roadmap-commit';

/** The hooks that git-commit(1) runs, in its order (githooks(5)). */
const HOOKS = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit'] as const;

export type HookName = (typeof HOOKS)[number];

/** Each file or folder that says that something is not finished. */
const UNFINISHED = Object.entries(MARKS).flatMap(([operation, names]) =>
  names.map((name) => ({ name, operation: operation as Operation })),
);

/** Throws where git can't say. */
export async function findPlaces(root: string): Promise<Places> {
  const names = [
    'index',
    FOLDER,
    'HEAD',
    'refs/heads',
    ...HOOKS.map((name) => `hooks/${name}`),
    ...UNFINISHED.map(({ name }) => name),
  ];
  const run = await runGit(root, ['rev-parse', ...names.flatMap((name) => ['--git-path', name])]);
  const paths = run.stdout.toString().split('\n').slice(0, -1);
  if (run.code !== 0 || paths.length !== names.length) {
    throw new InputError(`${root}: git says: ${describeFailure(run)}`, 'See what `git status` says there.');
  }
  const found = new Map(names.map((name, place) => [name, resolve(root, paths[place] ?? '')]));
  return makePlaces(root, (name) => found.get(name) ?? '');
}

/**
 * The same of a repository that is laid out as `git init` does it: all lies in its `.git`, but for hooks that are said to lie
 * elsewhere, and an index that git was told of.
 */
export function findPlainPlaces({ root, gitDir, index }: PlainRepository, settings: Settings): Places {
  const places = makePlaces(root, (name) => (name === 'index' ? index : resolve(gitDir, name)));
  return STORING.some((start) => settings.has(start))
    ? places
    : { ...places, objects: resolve(gitDir, 'objects') };
}

/** Settings of who may read an object, how small it is made, and what has to be on the disk (git-config(1)), as they begin. */
const STORING = [
  'core.sharedrepository',
  'core.compression',
  'core.loosecompression',
  'core.fsync',
  'core.createobject',
];

/** @param pathOf gives the absolute path of what has a name in git's directory */
function makePlaces(root: string, pathOf: (name: string) => string): Places {
  const [index, folder] = [pathOf('index'), pathOf(FOLDER)];
  return nameAnew({
    root,
    index,
    head: pathOf('HEAD'),
    branches: pathOf('refs/heads'),
    hooks: Object.fromEntries(HOOKS.map((name) => [name, pathOf(`hooks/${name}`)])) as Places['hooks'],
    objects: null,
    indexLock: `${index}.lock`,
    folder,
    journal: resolve(folder, 'journal.json'),
    hold: resolve(folder, 'index.hold'),
    message: resolve(folder, 'COMMIT_EDITMSG'),
    output: resolve(folder, 'output'),
    unfinished: UNFINISHED.map(({ operation, name }) => ({ path: pathOf(name), operation })),
  });
}

/** The same places for another commit, whose indexes have names of their own. */
export function nameAnew(places: Omit<Places, 'newIndex' | 'commitIndex'>): Places {
  const id = randomUUID();
  return {
    ...places,
    newIndex: resolve(places.folder, `index.new.${id}`),
    commitIndex: resolve(places.folder, `index.commit.${id}`),
  };
}
