import type { Entry } from './index-entries.ts';

/** A folder that leads to a file, as a commit has it. */
export interface TreeStep {
  readonly bytes: Buffer;
  /** Where in it the hash of the next folder begins, or that of the file. */
  readonly at: number;
}

/** A file, and the folders that lead to it, from the top. */
export interface TreePath {
  readonly steps: readonly TreeStep[];
  readonly entry: Entry;
}

/**
 * Finds a file in the tree of a commit; null where it has none of that name.
 * @param top full hash of a tree
 * @param path from the top, forward slashes
 */
export async function findInTree(
  top: string,
  path: string,
  read: (tree: string) => Promise<Buffer>,
): Promise<TreePath | null> {
  const names = path.split('/');
  const steps: TreeStep[] = [];
  let tree = top;
  for (const [place, name] of names.entries()) {
    const bytes = await read(tree);
    const found = findEntry(bytes, name, top.length / 2);
    if (found === null) return null;
    steps.push({ bytes, at: found.at });
    if (place === names.length - 1)
      return { steps, entry: { mode: toIndexMode(found.mode), blob: found.id } };
    if (found.mode !== FOLDER) return null;
    tree = found.id;
  }
  return null;
}

const FOLDER = '40000';

/** A file may have had other permissions in trees of very old gits; an index has these two (git-fsck(1), zeroPaddedFilemode). */
function toIndexMode(mode: string): string {
  if (!mode.startsWith('100')) return mode;
  return (Number.parseInt(mode, 8) & 0o100) === 0 ? '100644' : '100755';
}

/** A tree has of each file `<mode> <name>\0` and the hash, in bytes. */
function findEntry(
  bytes: Buffer,
  name: string,
  hashSize: number,
): { readonly mode: string; readonly id: string; readonly at: number } | null {
  const wanted = Buffer.from(name);
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(' ', start);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1) return null;
    const at = end + 1;
    if (bytes.subarray(space + 1, end).equals(wanted)) {
      const id = bytes.toString('hex', at, at + hashSize);
      return { mode: bytes.toString('latin1', start, space), id, at };
    }
    start = at + hashSize;
  }
  return null;
}
