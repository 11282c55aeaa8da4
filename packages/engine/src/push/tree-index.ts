import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readIndexEntry } from '../git/commit/index-file.ts';
import { refuseFailure } from '../git/commit/refusal.ts';
import type { Repository } from '../git/find-repository.ts';
import { runPlumbing } from '../git/write-git.ts';
import type { FileChange, TreeFile } from './list-unpushed.ts';

/** An index of our own that trees are made in, without the user's index and working tree. */
export interface TreeIndex {
  /** Puts all files of a tree, or of a commit, in the place of those that it has. */
  load(tree: string): Promise<void>;
  /** What it has of a file; null where it has none. */
  find(path: string): Promise<TreeFile | null>;
  /** Puts files into it; null takes one out. */
  put(files: readonly Pick<FileChange, 'path' | 'after'>[]): Promise<void>;
  /** Full hash of the tree of what it has. */
  write(): Promise<string>;
  /** The same with other files, for one tree; what it has stays as it is. */
  writeWith(files: readonly Pick<FileChange, 'path' | 'after'>[]): Promise<string>;
  remove(): Promise<void>;
}

/** @param hashLength in hex digits */
export async function openTreeIndex({ root, commonDir }: Repository, hashLength: number): Promise<TreeIndex> {
  const nothing = '0'.repeat(hashLength);
  const parent = join(commonDir, 'roadmap');
  await mkdir(parent, { recursive: true });
  await removeOld(parent);
  const folder = await mkdtemp(join(parent, PREFIX));
  const index = join(folder, 'index');
  const copy = join(folder, 'copy');
  const put = async (path: string, files: readonly Pick<FileChange, 'path' | 'after'>[]): Promise<void> => {
    if (files.length === 0) return;
    // <mode> <hash>\t<path>, mode 0 takes it out (git-update-index(1), --index-info)
    const lines = files.map((file) =>
      file.after === null
        ? `0 ${nothing}\t${file.path}\0`
        : `${file.after.mode} ${file.after.blob}\t${file.path}\0`,
    );
    const run = await runPlumbing(root, ['update-index', '-z', '--index-info'], {
      index: path,
      input: lines.join(''),
    });
    if (run.code !== 0) throw refuseFailure('write an index', run);
  };
  const write = async (path: string): Promise<string> => {
    const run = await runPlumbing(root, ['write-tree', '--missing-ok'], { index: path });
    if (run.code !== 0) throw refuseFailure('write a tree', run);
    return run.stdout.toString().trim();
  };
  return {
    load: async (tree) => {
      const run = await runPlumbing(root, ['read-tree', '--reset', tree], { index });
      if (run.code !== 0) throw refuseFailure('read a tree', run);
    },
    find: async (path) => {
      const entry = await readIndexEntry(root, index, path);
      return entry === null ? null : { mode: entry.mode, blob: entry.blob };
    },
    put: (files) => put(index, files),
    write: () => write(index),
    writeWith: async (files) => {
      await copyFile(index, copy);
      await put(copy, files);
      return write(copy);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const PREFIX = 'push-';
/** Milliseconds after which nobody uses one any more. */
const OLD = 24 * 60 * 60 * 1000;

/** Takes away what processes have left that were killed. */
async function removeOld(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (name.startsWith(PREFIX) && Date.now() - mtimeMs > OLD)
      await rm(folder, { recursive: true, force: true });
  }
}
