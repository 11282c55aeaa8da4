import { closeSync, fstatSync, openSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { findIndexEntries, type IndexEntry, type StagedEntry } from '../index-entries.ts';
import { runPlumbing } from '../write-git.ts';
import type { Places } from './places.ts';
import { Refusal, refuseFailure } from './refusal.ts';
import { holds } from './working-file.ts';

/** The user's index as it was at one moment. */
export interface IndexSnapshot {
  readonly bytes: Buffer;
  /** Seconds since 1970, never later than the file says. */
  readonly time: number;
}

export async function readIndex({ index }: Places): Promise<IndexSnapshot> {
  const file = openIndex(index);
  if (file === null) throw new Refusal('the index is missing', 'Make it with `git reset`.');
  try {
    const { mtimeMs } = fstatSync(file);
    return { bytes: readFileSync(file), time: Math.floor(mtimeMs / 1000) };
  } finally {
    closeSync(file);
  }
}

function openIndex(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

/**
 * Writes a copy, at an absolute path; whoever needs it on the disk has to wait for that (syncFile). It keeps the time: by that git tells which files may have changed in the moment in
 * which they were staged, and reads these again (racy-git, in git's technical documentation). With a later time it would
 * take such a change for no change.
 */
export async function copyIndex({ bytes, time }: IndexSnapshot, path: string): Promise<void> {
  for (const one of [path, `${path}.lock`]) rmSync(one, { force: true });
  writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
  utimesSync(path, time, time);
}

/** Whether the user's index is still the one that was read. */
export function isIndexStill({ index }: Places, { bytes }: IndexSnapshot): Promise<boolean> {
  return holds(index, bytes);
}

/**
 * What an index has of a file; null where that is nothing.
 * @param index absolute path of the index
 * @param path from the root
 */
export async function readIndexEntry(root: string, index: string, path: string): Promise<IndexEntry | null> {
  const run = await runPlumbing(root, ['ls-files', '-z', '--stage', '-v', '--', `:(top,literal)${path}`], {
    index,
  });
  if (run.code !== 0) throw refuseFailure('read the index', run);
  // <tag> <mode> <hash> <stage>\t<path> (git-ls-files(1)); a folder of that name gives the files in it.
  const found = run.stdout
    .toString()
    .split('\0')
    .map((line) => ENTRY.exec(line)?.groups ?? {})
    .filter((groups) => groups['path'] === path)
    .map(({ tag = '', mode = '', blob = '', stage }) => ({
      mode,
      blob,
      isSkipped: tag.toUpperCase() === 'S',
      isAssumed: tag !== tag.toUpperCase(),
      stage: Number(stage),
    }));
  return requireResolved(path, found);
}

/**
 * The same of an index that was read and copied, without a process where its bytes say it plainly.
 * @param copy absolute path
 * @param like full hash of any object of the repository
 */
export async function findIndexEntry(
  root: string,
  { bytes }: IndexSnapshot,
  copy: string,
  path: string,
  like: string,
): Promise<IndexEntry | null> {
  const found = findIndexEntries(bytes, path, like.length / 2);
  return found === null ? readIndexEntry(root, copy, path) : requireResolved(path, found);
}

function requireResolved(path: string, [found]: readonly StagedEntry[]): IndexEntry | null {
  if (found === undefined) return null;
  const { stage, ...entry } = found;
  if (stage === 0) return entry;
  throw new Refusal(
    `${path}: it has a conflict that is not resolved`,
    'Resolve it, then `git add` the file.',
  );
}

const ENTRY = /^(?<tag>\S) (?<mode>\d+) (?<blob>[0-9a-f]+) (?<stage>\d)\t(?<path>.*)$/s;

/** Puts another blob in the place of an entry. git forgets the marks with that, so they are set again. */
export async function changeIndex(
  root: string,
  index: string,
  path: string,
  { mode, blob, isSkipped, isAssumed }: IndexEntry,
): Promise<void> {
  const commands = [
    ['--add', '--cacheinfo', `${mode},${blob},${path}`],
    ...(isAssumed ? [['--assume-unchanged', '--', path]] : []),
    ...(isSkipped ? [['--skip-worktree', '--', path]] : []),
  ];
  for (const command of commands) {
    const run = await runPlumbing(root, ['update-index', ...command], { index });
    if (run.code !== 0) throw refuseFailure('write an index', run);
  }
}
