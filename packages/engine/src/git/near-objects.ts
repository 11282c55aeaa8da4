import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { Repository } from './find-repository.ts';
import { findIndexEntries } from './index-entries.ts';
import { type GitObject, type ObjectReader, openObjects } from './object-reader.ts';
import { findInTree } from './tree-path.ts';

type Read = GitObject & { readonly kind: 'object' };

const SHA1_SIZE = 20;
const HASH = /^[0-9a-f]{40}$/;
/** The tree of a commit. */
const TOP = /^(?<commit>[0-9a-f]{40})\^\{tree\}$/;
/** A path in the index, or in a commit. */
const NAME = /^(?:(?<commit>[0-9a-f]{40})|:0):(?<path>[^\n\0]+)$/;
/** Type and size in bytes, before the content (git's user manual, Object storage format). */
const HEAD = /^(?<type>commit|tree|blob|tag) (?<size>\d+)$/;
const LONGEST_HEAD = 32;
const LONGEST_INDEX = 4 * 1024 * 1024;

/**
 * The same as openObjects. What git has put down since it last packed (gitrepository-layout(5), objects) is read without it,
 * where the repository is laid out as `git init` does it: a full hash, a path in the index or in a commit, and its tree. That is what
 * stands around the next commit; of all else git is asked, and it is not started before.
 */
export function openNearObjects(
  { folder, commonDir, index }: Pick<Repository, 'folder' | 'commonDir' | 'index'>,
  longest: number,
): ObjectReader {
  const far = openObjects(folder, longest);
  if (index === null) return far;
  const near = { objects: join(commonDir, 'objects'), index, longest };
  return {
    read: async (name) => (await readNear(near, name).catch(() => null)) ?? far.read(name),
    close: () => far.close(),
  };
}

interface Near {
  readonly objects: string;
  readonly index: string;
  readonly longest: number;
}

/** Null, or an error, where git is to be asked. */
async function readNear(near: Near, name: string): Promise<GitObject | null> {
  if (HASH.test(name)) return readLoose(near, name);
  const top = TOP.exec(name)?.groups?.['commit'];
  if (top !== undefined) return readLoose(near, findTop(near, top));
  const { commit, path = '' } = NAME.exec(name)?.groups ?? {};
  // git knows more ways to write one (gitrevisions(7)).
  if (path.split('/').some((step) => step === '' || step === '.' || step === '..')) return null;
  const id = commit === undefined ? findStaged(near, path) : await findCommitted(near, commit, path);
  return id === null ? { kind: 'missing' } : readLoose(near, id);
}

/** Full hash of what the index has of a file, without a conflict. */
function findStaged({ index }: Near, path: string): string | null {
  const bytes = readFileSync(index);
  const found = bytes.length > LONGEST_INDEX ? null : findIndexEntries(bytes, path, SHA1_SIZE);
  if (found === null) throw new Error(`${index}: it takes git to read it`);
  return found.find(({ stage }) => stage === 0)?.blob ?? null;
}

/** Full hash of what a commit has under a path. */
async function findCommitted(near: Near, commit: string, path: string): Promise<string | null> {
  const found = await findInTree(findTop(near, commit), path, async (id) => readContent(near, id, 'tree'));
  return found?.entry.blob ?? null;
}

/** Full hash of the tree of a commit, which its first line says (git-cat-file(1)). */
function findTop(near: Near, commit: string): string {
  const text = readContent(near, commit, 'commit').toString('latin1');
  return text.slice('tree '.length, text.indexOf('\n'));
}

function readContent(near: Near, id: string, type: Read['type']): Buffer {
  const object = readLoose(near, id);
  if (object.type === type && object.bytes !== null) return object.bytes;
  throw new Error(`${id}: it is no ${type}, or too long`);
}

/** An object that has a file of its own. Throws where it has none, or where that is not as git writes it. */
function readLoose({ objects, longest }: Near, id: string): Read {
  const file = readFileSync(join(objects, id.slice(0, 2), id.slice(2)));
  const bytes = inflateSync(file, { maxOutputLength: longest + LONGEST_HEAD });
  const start = bytes.indexOf(0) + 1;
  const { type, size } = HEAD.exec(bytes.toString('latin1', 0, start - 1))?.groups ?? {};
  if (type === undefined || Number(size) !== bytes.length - start) throw new Error(`${id}: it is damaged`);
  const content = bytes.subarray(start);
  return { kind: 'object', id, type: type as Read['type'], bytes: content.length > longest ? null : content };
}
