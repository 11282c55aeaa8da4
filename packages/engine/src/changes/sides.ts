import { parseLimits } from '@roadmap-as-code/core/parse';
import type { GitObject, ObjectReader } from '../git/object-reader.ts';
import { describeFailure, runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';

/** One side of a change: a commit by its full hash, the index, or nothing, as before the first commit. */
export type Side =
  | { readonly kind: 'commit'; readonly id: string }
  | { readonly kind: 'index' }
  | { readonly kind: 'nothing' };

/**
 * The bytes of a file of a side; null where the side has no file there. Throws an InputError where git has one and can't
 * give it, as in a partial clone: what nobody could read is not the same as nothing.
 */
export async function readFileOf(
  side: Side,
  path: string,
  objects: ObjectReader,
): Promise<Uint8Array | null> {
  if (side.kind === 'nothing') return null;
  const name = side.kind === 'index' ? `:0:${path}` : `${side.id}:${path}`;
  const isNamed = !/[\n\0]/.test(path);
  if (side.kind === 'index' && !isNamed)
    throw new InputError(`${JSON.stringify(path)}: git can't be asked for it by this name`, 'Rename it.');
  let object = isNamed ? await objects.read(name) : MISSING;
  if (object.kind === 'missing' && side.kind === 'commit') {
    const id = await findInTree(side.id, path, objects);
    if (id === null) return null;
    object = await objects.read(id);
    if (object.kind === 'missing') throw refuseUnread(side, path);
  }
  if (object.kind === 'missing') return null;
  if (object.kind !== 'object') throw refuseUnread(side, path);
  if (object.type !== 'blob') return null;
  return object.bytes ?? TOO_LONG;
}

const MISSING: GitObject = { kind: 'missing' };
/** Stands for what is longer than any roadmap: whoever parses it says so. */
const TOO_LONG = new Uint8Array(parseLimits.size + 1);

function refuseUnread(side: Side, path: string): InputError {
  return new InputError(
    `${path}: git can't read it in ${nameSide(side)}`,
    'See what `git fsck` says; a partial clone has all with `git fetch --refetch --no-filter`.',
  );
}

/** Hash of the file that the trees of a commit have under a path, though git may lack it; null where they have none. */
async function findInTree(commit: string, path: string, objects: ObjectReader): Promise<string | null> {
  const steps = path.split('/');
  let id = `${commit}^{tree}`;
  for (const [at, step] of steps.entries()) {
    const tree = await objects.read(id);
    if (tree.kind !== 'object' || tree.bytes === null)
      throw refuseUnread({ kind: 'commit', id: commit }, path);
    const entry = findInEntries(tree.bytes, step, tree.id.length / 2);
    const isLast = at === steps.length - 1;
    if (entry === null || (entry.mode === TREE) === isLast || entry.mode === SUBMODULE) return null;
    id = entry.id;
  }
  return id;
}

const TREE = '40000';
const SUBMODULE = '160000';

/**
 * One entry of a tree as git keeps it: `<mode> <name>\0<hash>` for each, without anything between.
 * @param hashLength in bytes
 */
function findInEntries(bytes: Buffer, name: string, hashLength: number): { mode: string; id: string } | null {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    if (end === -1) return null;
    const head = bytes.toString('utf8', at, end);
    const space = head.indexOf(' ');
    at = end + 1 + hashLength;
    if (head.slice(space + 1) === name)
      return { mode: head.slice(0, space), id: bytes.toString('hex', end + 1, at) };
  }
  return null;
}

/** A file as the side after has it. */
export interface ListedFile {
  readonly path: string;
  /** Whether it is a symbolic link, of which git has nothing but where it leads. */
  readonly isLink: boolean;
}

const LINK = '120000';

/**
 * Lists the files that differ between a side and the one after: those of some pathspecs, and maybe others.
 */
export type FileLister = (before: Side, pathspecs: readonly string[]) => Promise<readonly ListedFile[]>;

/** @param besides a side that all files are listed of; it is asked for once, and at once */
export function openLister(folder: string, after: Side, besides: Side | null): FileLister {
  const all = besides === null ? null : listChangedFiles(folder, besides, after, [':(top)']);
  // Whoever asks hears of it.
  all?.catch(() => undefined);
  return (before, pathspecs) =>
    all !== null && isSameSide(before, besides) ? all : listChangedFiles(folder, before, after, pathspecs);
}

function isSameSide(one: Side, other: Side | null): boolean {
  const idOf = (side: Side | null): string | null => (side?.kind === 'commit' ? side.id : null);
  return one.kind === other?.kind && idOf(one) === idOf(other);
}

/**
 * The files of some pathspecs (gitglossary(7)) that differ between two sides, in one process. Renames are not looked for.
 * @param after a commit, or the index
 */
export async function listChangedFiles(
  folder: string,
  before: Side,
  after: Side,
  pathspecs: readonly string[],
): Promise<ListedFile[]> {
  const tree = before.kind === 'commit' ? before.id : await nameEmptyTree(folder);
  const raw = ['--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=all'];
  const args =
    after.kind === 'commit'
      ? ['diff-tree', '-r', ...raw, tree, after.id]
      : ['diff-index', '--cached', ...raw, tree];
  const run = await runGit(folder, [...args, '--', ...pathspecs]);
  if (run.code !== 0)
    throw new InputError(
      `git could not compare ${nameSide(before)} with ${nameSide(after)}: ${describeFailure(run)}`,
      'See what `git fsck` says; a partial clone has all with `git fetch --refetch --no-filter`.',
    );
  const fields = run.stdout.toString().split('\0').slice(0, -1);
  // :<mode> <mode> <blob> <blob> <status>\0<path>\0 (git-diff-tree(1), raw output format)
  return fields.flatMap((path, at) =>
    at % 2 === 1 ? [{ path, isLink: fields[at - 1]?.split(' ')[1] === LINK }] : [],
  );
}

function nameSide(side: Side): string {
  if (side.kind === 'index') return 'the index';
  return side.kind === 'commit' ? side.id.slice(0, SHORT) : 'nothing';
}

const SHORT = 12;

/** In the hash function of the repository. Nothing is written. */
async function nameEmptyTree(folder: string): Promise<string> {
  const run = await runGit(folder, ['hash-object', '-t', 'tree', '--stdin']);
  return run.stdout.toString().trim();
}
