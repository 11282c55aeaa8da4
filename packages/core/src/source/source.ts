/**
 * The bytes of one file, with the two ways in which its places are counted: byte offsets (edits, spans) and
 * 1-based lines and columns (people, editors).
 */
export interface Source {
  readonly bytes: Uint8Array;
  /** The decoded text without a byte order mark. Offsets of the Markdown parser count its UTF-16 code units. */
  readonly text: string;
  /** Byte offset in the file of a UTF-16 offset in `text`. */
  toByte(textOffset: number): number;
  /** 1-based line of a UTF-16 offset in `text`. */
  lineOf(textOffset: number): number;
  /** Place of a byte offset: 1-based line, and 1-based column in UTF-16 code units, as editors count. */
  placeOf(byteOffset: number): Place;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Why bytes could not be read as text. */
export interface DecodeFailure {
  /** Place of the first byte that is not UTF-8. */
  readonly place: Place;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Decodes UTF-8 strictly (RFC 3629). A byte order mark is kept out of the text and counted in the byte offsets; so is a
 * second one, which the Markdown parser would leave out of its own.
 */
export function decodeSource(bytes: Uint8Array): Source | DecodeFailure {
  let mark = 0;
  while (BYTE_ORDER_MARK.every((byte, index) => bytes[mark + index] === byte)) mark += BYTE_ORDER_MARK.length;
  const body = bytes.subarray(mark);
  const text = decodeStrictly(body);
  if (text === null) {
    const good = body.subarray(0, findBadByte(body));
    return {
      place: makeSource(good, 0, new TextDecoder('utf-8', { ignoreBOM: true }).decode(good)).placeOf(
        good.length,
      ),
    };
  }
  return makeSource(bytes, mark, text);
}

export function isSource(result: Source | DecodeFailure): result is Source {
  return 'text' in result;
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Where the first character begins that is none: found by halving, since a prefix may be cut at will. */
function findBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isDecodable(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // Such a prefix may end with the first bytes of the bad character.
  while (decodeStrictly(bytes.subarray(0, good)) === null) good -= 1;
  return good;
}

/** Whether bytes are UTF-8 as far as they go: the last character may be cut off. */
function isDecodable(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function makeSource(bytes: Uint8Array, mark: number, text: string): Source {
  const ascii = bytes.length - mark === text.length;
  let table: Uint32Array | null = null;
  const toByte = (offset: number): number => {
    if (ascii) return offset + mark;
    table ??= byteTable(text, mark);
    return table[offset] ?? bytes.length;
  };
  const textLines = lineStarts(text.length, (index) => text.charCodeAt(index), 0);
  let byteLines: number[] | null = null;
  return {
    bytes,
    text,
    toByte,
    lineOf: (offset) => lastAtMost(textLines, offset) + 1,
    placeOf: (offset) => {
      byteLines ??=
        ascii && mark === 0 ? textLines : lineStarts(bytes.length, (index) => bytes[index] ?? 0, mark);
      const line = lastAtMost(byteLines, offset);
      const before = bytes.subarray(byteLines[line] ?? 0, Math.max(offset, byteLines[line] ?? 0));
      const column = ascii
        ? before.length
        : new TextDecoder('utf-8', { ignoreBOM: true }).decode(before).length;
      return { line: line + 1, column: column + 1 };
    },
  };
}

/** Byte offset of each UTF-16 code unit; the second half of a surrogate pair points behind the character. */
function byteTable(text: string, mark: number): Uint32Array {
  const table = new Uint32Array(text.length + 1);
  let byte = mark;
  for (let index = 0; index < text.length; index += 1) {
    table[index] = byte;
    const unit = text.charCodeAt(index);
    if (unit < 0x80) byte += 1;
    else if (unit < 0x800) byte += 2;
    else if (unit >= 0xd800 && unit < 0xdc00) {
      byte += 4;
      index += 1;
      table[index] = byte;
    } else byte += 3;
  }
  table[text.length] = byte;
  return table;
}

/** Offsets at which lines begin. A line ends with LF, CR LF or a lone CR (CommonMark 0.31 §2.1). */
function lineStarts(length: number, unitAt: (index: number) => number, first: number): number[] {
  const starts = [first];
  for (let index = first; index < length; index += 1) {
    const unit = unitAt(index);
    if (unit === LINE_FEED) starts.push(index + 1);
    else if (unit === CARRIAGE_RETURN && unitAt(index + 1) !== LINE_FEED) starts.push(index + 1);
  }
  return starts;
}

/** Index of the last element that is at most `value`; 0 where there is none. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
