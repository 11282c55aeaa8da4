import type { ObjectReader } from '../git/object-reader.ts';
import { runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';

/** One side of a change: a commit by its full hash, the index, or nothing, as before the first commit. */
export type Side =
  | { readonly kind: 'commit'; readonly id: string }
  | { readonly kind: 'index' }
  | { readonly kind: 'nothing' };

/** What git calls a file of a side (gitrevisions(7)); null where the side has none. */
function nameFile(side: Side, path: string): string | null {
  if (side.kind === 'nothing') return null;
  return side.kind === 'index' ? `:0:${path}` : `${side.id}:${path}`;
}

/** The bytes of a regular file of a side; null where it has none, or none that can be read. */
export async function readFileOf(
  side: Side,
  path: string,
  objects: ObjectReader,
): Promise<Uint8Array | null> {
  const name = nameFile(side, path);
  const object = name === null ? null : await objects.read(name);
  return object?.kind === 'object' && object.type === 'blob' ? object.bytes : null;
}

/**
 * Paths of the files of some pathspecs (gitglossary(7)) that differ between two sides, in one process. Renames are not looked for.
 * @param after a commit, or the index
 */
export async function listChangedFiles(
  folder: string,
  before: Side,
  after: Side,
  pathspecs: readonly string[],
): Promise<string[]> {
  const tree = before.kind === 'commit' ? before.id : await nameEmptyTree(folder);
  const raw = ['--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=all'];
  const args =
    after.kind === 'commit'
      ? ['diff-tree', '-r', ...raw, tree, after.id]
      : ['diff-index', '--cached', ...raw, tree];
  const run = await runGit(folder, [...args, '--', ...pathspecs]);
  if (run.code !== 0)
    throw new InputError(
      `git could not compare ${nameSide(before)} with ${nameSide(after)}: ${run.stderr.trim()}`,
      'See what `git status` says.',
    );
  const fields = run.stdout.toString().split('\0').slice(0, -1);
  // :<mode> <mode> <blob> <blob> <status>\0<path>\0 (git-diff-tree(1), raw output format)
  return fields.filter((_, at) => at % 2 === 1);
}

/** Paths of all files of a commit. */
export async function listFiles(folder: string, commit: string): Promise<string[]> {
  const run = await runGit(folder, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]);
  if (run.code !== 0)
    throw new InputError(
      `git could not list the files of ${commit}: ${run.stderr.trim()}`,
      'See what `git fsck` says.',
    );
  return run.stdout.toString().split('\0').slice(0, -1);
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
