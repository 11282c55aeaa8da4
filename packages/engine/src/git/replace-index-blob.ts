import { createHash } from 'node:crypto';
import { EXTENDED, FLAGS, MODE_AT, STATS, walkIndex } from './index-entries.ts';

/**
 * The bytes of an index with another blob of a file, as `git update-index --cacheinfo` makes them: nothing is known any more of
 * the file in the working tree, nor of the trees of the folders that lead to it. Null where that takes more than the one entry
 * and those trees (gitformat-index(5)), or the index has no such file without a conflict; then git is to be asked.
 * @param path from the root
 * @param blob full hash
 */
export function replaceIndexBlob(index: Buffer, path: string, blob: string): Buffer | null {
  const hash = Buffer.from(blob, 'hex');
  const found = findPlainEntry(index, path, hash.length);
  if (found === null) return null;
  const checksumAt = index.length - hash.length;
  const extensions = forgetTrees(index.subarray(found.end, checksumAt), path, hash.length);
  if (extensions === null) return null;
  const entries = Buffer.from(index.subarray(0, found.end));
  entries
    .fill(0, found.start, found.start + MODE_AT)
    .fill(0, found.start + STATS_AFTER_MODE, found.start + STATS);
  hash.copy(entries, found.start + STATS);
  const whole = Buffer.concat([entries, extensions]);
  // Where git was told to leave it out, it is zeros (git-config(1), index.skipHash).
  const isSummed = index.subarray(checksumAt).some((byte) => byte !== 0);
  const algorithm = hash.length === SHA256_SIZE ? 'sha256' : 'sha1';
  return Buffer.concat([
    whole,
    isSummed ? createHash(algorithm).update(whole).digest() : Buffer.alloc(hash.length),
  ]);
}

const SHA256_SIZE = 32;
const STATS_AFTER_MODE = MODE_AT + 4;
/** That a file is to be added later (git-add(1), --intent-to-add), among the second flags. */
const INTENDED = 0x2000;

/** Where the entry of a file begins, and where the last one of all has ended; both in bytes. */
interface Found {
  readonly start: number;
  readonly end: number;
}

function findPlainEntry(index: Buffer, path: string, hashSize: number): Found | null {
  const wanted = Buffer.from(path);
  const starts: number[] = [];
  let isPlain = true;
  const end = walkIndex(index, hashSize, (name, entry, start) => {
    if (!name.equals(wanted)) return;
    starts.push(start);
    isPlain &&= entry().stage === 0 && !isIntended(index, start + STATS + hashSize);
  });
  const [start] = starts;
  return end === null || start === undefined || starts.length > 1 || !isPlain ? null : { start, end };
}

function isIntended(index: Buffer, flagsAt: number): boolean {
  return (
    (index.readUInt16BE(flagsAt) & EXTENDED) !== 0 && (index.readUInt16BE(flagsAt + FLAGS) & INTENDED) !== 0
  );
}

/** Extensions that stay as they are, whatever an entry says. */
const INDIFFERENT = 'REUC';

/** The extensions without the trees of the folders that lead to a file; null where there are such as are not known here. */
function forgetTrees(extensions: Buffer, path: string, hashSize: number): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at < extensions.length; ) {
    const name = extensions.toString('latin1', at, at + 4);
    const end = at + 8 + extensions.readUInt32BE(at + 4);
    const content = extensions.subarray(at + 8, end);
    const changed = name === 'TREE' ? forgetTree(content, path, hashSize) : content;
    if (changed === null || (name !== 'TREE' && name !== INDIFFERENT)) return null;
    const head = Buffer.from(extensions.subarray(at, at + 8));
    head.writeUInt32BE(changed.length, 4);
    parts.push(head, changed);
    at = end;
  }
  return Buffer.concat(parts);
}

/**
 * Each folder, those in it behind it (gitformat-index(5), Cache tree): its name, `\0`, how many entries it has, a blank, how many
 * folders, a line feed and its hash; -1 entries and no hash where that is not known.
 */
function forgetTree(trees: Buffer, path: string, hashSize: number): Buffer | null {
  const parts: Buffer[] = [];
  let at = 0;
  /** @param steps that lead on from this folder; null where the file is not in it */
  const copy = (steps: readonly string[] | null): boolean => {
    const nameEnd = trees.indexOf(0, at);
    const countsEnd = trees.indexOf(LINE_FEED, nameEnd);
    const counts = COUNTS.exec(trees.toString('latin1', nameEnd + 1, countsEnd))?.groups;
    if (nameEnd === -1 || countsEnd === -1 || counts === undefined) return false;
    const end = countsEnd + 1 + (counts['entries'] === '-1' ? 0 : hashSize);
    if (steps === null) parts.push(trees.subarray(at, end));
    else parts.push(trees.subarray(at, nameEnd + 1), Buffer.from(`-1 ${counts['folders']}\n`));
    at = end;
    for (let left = Number(counts['folders']); left > 0; left -= 1) {
      const name = trees.toString('utf8', at, trees.indexOf(0, at));
      const isOnWay = steps !== null && steps.length > 1 && steps[0] === name;
      if (!copy(isOnWay ? steps.slice(1) : null)) return false;
    }
    return true;
  };
  return copy(path.split('/')) && at === trees.length ? Buffer.concat(parts) : null;
}

const COUNTS = /^(?<entries>-1|\d+) (?<folders>\d+)$/;
const LINE_FEED = 0x0a;
