/** A file in an index or a tree. */
export interface Entry {
  /** As git has it: 100644 or 100755 for a file. */
  readonly mode: string;
  /** Full hash. */
  readonly blob: string;
}

/** With what git-update-index(1) can mark one in an index. */
export interface IndexEntry extends Entry {
  readonly isSkipped: boolean;
  readonly isAssumed: boolean;
}

/** Sizes in bytes (gitformat-index(5), Index entry): of what comes before the hash, of the flags, of more flags. */
export const STATS = 40;
export const MODE_AT = 24;
export const FLAGS = 2;
export const EXTENDED = 0x4000;
const SKIPPED = 0x4000;
const ASSUMED = 0x8000;
const STAGE = 0x3000;
const HEADER = 12;

/** An entry, or one of the versions that a conflict has left. */
export interface StagedEntry extends IndexEntry {
  /** 0 without a conflict. */
  readonly stage: number;
}

/**
 * What the bytes of an index have of a file. Null where it takes more to tell, and git is to be asked.
 * @param path from the root
 * @param hashSize in bytes
 */
export function findIndexEntries(index: Buffer, path: string, hashSize: number): StagedEntry[] | null {
  const wanted = Buffer.from(path);
  const found: StagedEntry[] = [];
  const end = walkIndex(index, hashSize, (name, entry) => {
    if (name.equals(wanted)) found.push(entry());
  });
  return end === null ? null : found;
}

/**
 * The paths of an index that end with a file of some name, from the root. Null as for findIndexEntries.
 * @param hashSize in bytes
 */
export function listIndexPaths(index: Buffer, file: string, hashSize: number): string[] | null {
  const wanted = Buffer.from(file);
  const found: string[] = [];
  const end = walkIndex(index, hashSize, (name) => {
    const start = name.length - wanted.length;
    const isNamed = start === 0 || (start > 0 && name[start - 1] === SLASH);
    if (isNamed && name.subarray(start).equals(wanted)) found.push(name.toString());
  });
  return end === null ? null : found;
}

const SLASH = 0x2f;

/**
 * Shows each entry of an index, its path first. Gives the place in bytes where they end; null where the bytes do not say it
 * plainly: a version that is not known here, or an extension that must be understood to read it (one in lower case: a split
 * index, folders of a sparse one).
 */
export function walkIndex(
  index: Buffer,
  hashSize: number,
  onEntry: (name: Buffer, entry: () => StagedEntry, start: number) => void,
): number | null {
  const version = index.length < HEADER + hashSize ? 0 : index.readUInt32BE(4);
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return null;
  let name: Buffer = Buffer.alloc(0);
  let at = HEADER;
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    const start = at;
    const flagsAt = start + STATS + hashSize;
    if (flagsAt + FLAGS > index.length) return null;
    const flags = index.readUInt16BE(flagsAt);
    const isExtended = (flags & EXTENDED) !== 0;
    let nameAt = flagsAt + FLAGS + (isExtended ? FLAGS : 0);
    let kept = 0;
    if (version === 4) {
      const dropped = readOffset(index, nameAt);
      nameAt = dropped.end;
      kept = name.length - dropped.value;
    }
    const end = index.indexOf(0, nameAt);
    if (end === -1 || kept < 0) return null;
    const rest = index.subarray(nameAt, end);
    name = version === 4 ? Buffer.concat([name.subarray(0, kept), rest]) : rest;
    onEntry(
      name,
      () => ({
        mode: index.readUInt32BE(start + MODE_AT).toString(8),
        blob: index.toString('hex', start + STATS, flagsAt),
        isSkipped: isExtended && (index.readUInt16BE(flagsAt + FLAGS) & SKIPPED) !== 0,
        isAssumed: (flags & ASSUMED) !== 0,
        stage: (flags & STAGE) >> 12,
      }),
      start,
    );
    // Up to version 3, one to eight zeros fill the entry up to a multiple of eight.
    at = version === 4 ? end + 1 : start + (Math.floor((end - start) / 8) + 1) * 8;
  }
  const end = index.length - hashSize;
  return at <= end && hasOptionalOnly(index.subarray(at, end)) ? at : null;
}

/** A number as an offset in a pack is written (gitformat-pack(5), offset encoding). */
function readOffset(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let at = start;
  let byte = bytes[at] ?? 0;
  let value = byte & 127;
  while ((byte & 128) !== 0) {
    at += 1;
    byte = bytes[at] ?? 0;
    value = (value + 1) * 128 + (byte & 127);
  }
  return { value, end: at + 1 };
}

/** Each extension: four letters, its size and its bytes. */
function hasOptionalOnly(extensions: Buffer): boolean {
  let at = 0;
  while (at + 8 <= extensions.length) {
    if (!/^[A-Z]/.test(extensions.toString('latin1', at, at + 1))) return false;
    at += 8 + extensions.readUInt32BE(at + 4);
  }
  return at === extensions.length;
}
