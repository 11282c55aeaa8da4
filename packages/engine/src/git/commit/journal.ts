import { mkdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseJson } from '../../files/parse-json.ts';
import { InputError } from '../../input-error.ts';
import type { Places } from './places.ts';
import { type SideNames, syncFolder, writeSynced } from './working-file.ts';

/** All that is needed to finish or to undo a commit whose process is gone. */
export interface Journal {
  readonly version: 1;
  /** Of the file, from the root, forward slashes. */
  readonly path: string;
  readonly ref: string;
  /** Full hash of the commit that the ref was at. */
  readonly head: string;
  /** Full hash of the commit that it is to be at. */
  readonly commit: string;
  /** SHA-256 of the user's index as it was, in hex. */
  readonly index: string;
  /** Name of the index that is to take its place, in our folder. */
  readonly newIndex: string;
  /** The entry in it, with full hashes of its blobs; null where the index does not have the file. */
  readonly entry: { readonly mode: string; readonly before: string; readonly after: string } | null;
  /** The bytes of the file, in base64. */
  readonly before: string;
  readonly after: string;
  /** Names beside the file, without their folder. */
  readonly next: string;
  readonly last: string;
}

/**
 * Writes it as a whole or not at all, and waits until the disk has it.
 * @param newIndex waits until the disk has the index that it speaks of, which must be there before
 */
export async function writeJournal(
  { folder, journal }: Places,
  content: Journal,
  newIndex: Promise<void>,
): Promise<void> {
  const name = `${journal}.new`;
  // A disk takes as long for both.
  await Promise.all([writeSynced(name, JSON.stringify(content)), newIndex]);
  await rename(name, journal);
  await syncFolder(folder);
}

/** Null where there is none. */
export async function readJournal({ journal }: Places): Promise<Journal | null> {
  const text = await readFile(journal, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const content = parseJournal(text);
  if (content !== null) return content;
  throw new InputError(
    `${journal}: an interrupted commit left it, and it can't be read`,
    'See with `git status` and `git log` what was done, then remove that file, and index.lock if it is there.',
  );
}

/** Null where it is not what writeJournal writes. */
export function parseJournal(text: string): Journal | null {
  const content = parseJson(text);
  if (typeof content !== 'object' || content === null) return null;
  const fields = content as Record<string, unknown>;
  const isWhole = STRINGS.every((name) => typeof fields[name] === 'string');
  const entry = fields['entry'];
  const isEntry =
    entry === null ||
    (typeof entry === 'object' &&
      ['mode', 'before', 'after'].every((name) => typeof Object(entry)[name] === 'string'));
  return fields['version'] === 1 && isWhole && isEntry ? (content as Journal) : null;
}

const STRINGS = [
  'path',
  'ref',
  'head',
  'commit',
  'index',
  'newIndex',
  'before',
  'after',
  'next',
  'last',
] as const;

/** The file that a journal is about, and the names beside it; absolute paths. */
export async function locateFile(
  { root }: Places,
  { path, next, last }: Journal,
): Promise<{ readonly file: string; readonly sides: SideNames }> {
  const file = join(await realpath(root), path);
  const folder = dirname(file);
  return { file, sides: { next: join(folder, basename(next)), last: join(folder, basename(last)) } };
}

/** The places that a journal speaks of: the same but for the new index. */
export function findJournalPlaces(places: Places, { newIndex }: Journal): Places {
  return { ...places, newIndex: join(places.folder, basename(newIndex)) };
}

export async function makeOwnFolder({ folder }: Places): Promise<void> {
  await mkdir(folder, { recursive: true });
}

export async function removeJournal({ journal }: Places): Promise<void> {
  await rm(journal, { force: true });
}

/** Forgets a commit: the journal first, since the rest means nothing without it. */
export async function removeOwnFolder(places: Places): Promise<void> {
  await removeJournal(places);
  // A git whose starter was killed may still be writing there.
  await rm(places.folder, { recursive: true, force: true, maxRetries: 5 });
}
