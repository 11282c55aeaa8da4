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
const STATS = 40;
const MODE_AT = 24;
const FLAGS = 2;
const EXTENDED = 0x4000;
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
 * What the bytes of an index have of a file. Null where it takes more to tell: a version that is not known here, or an
 * extension that must be understood to read it (one in lower case: a split index, folders of a sparse one). Then git is to
 * be asked.
 * @param path from the root
 * @param hashSize in bytes
 */
export function findIndexEntries(index: Buffer, path: string, hashSize: number): StagedEntry[] | null {
  const version = index.length < HEADER + hashSize ? 0 : index.readUInt32BE(4);
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return null;
  const wanted = Buffer.from(path);
  const found: StagedEntry[] = [];
  let name: Buffer = Buffer.alloc(0);
  let at = HEADER;
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    const flagsAt = at + STATS + hashSize;
    if (flagsAt + FLAGS > index.length) return null;
    const flags = index.readUInt16BE(flagsAt);
    const more = (flags & EXTENDED) === 0 ? 0 : index.readUInt16BE(flagsAt + FLAGS);
    let nameAt = flagsAt + FLAGS + ((flags & EXTENDED) === 0 ? 0 : FLAGS);
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
    if (name.equals(wanted)) {
      found.push({
        mode: index.readUInt32BE(at + MODE_AT).toString(8),
        blob: index.toString('hex', at + STATS, flagsAt),
        isSkipped: (more & SKIPPED) !== 0,
        isAssumed: (flags & ASSUMED) !== 0,
        stage: (flags & STAGE) >> 12,
      });
    }
    // Up to version 3, one to eight zeros fill the entry up to a multiple of eight.
    at = version === 4 ? end + 1 : at + (Math.floor((end - at) / 8) + 1) * 8;
  }
  const end = index.length - hashSize;
  return at <= end && hasOptionalOnly(index.subarray(at, end)) ? found : null;
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
