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
  const textLines = lineStarts(text, '\n', '\r', 0);
  const isAscii = bytes.length - mark === text.length;
  // Of the bytes themselves: a Buffer looks at what it is asked for each time.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const byteLines = isAscii && mark === 0 ? textLines : lineStarts(plain, LINE_FEED, CARRIAGE_RETURN, mark);
  /** What is asked for stands mostly near what was asked for before. */
  let near = 0;
  let known = { offset: 0, byte: mark };
  const findLine = (starts: readonly number[], offset: number): number => {
    if (!isWithin(starts, near, offset))
      near = isWithin(starts, near + 1, offset) ? near + 1 : lastAtMost(starts, offset);
    return near;
  };
  return {
    bytes,
    text,
    toByte: (offset) => {
      if (isAscii) return offset + mark;
      const line = findLine(textLines, offset);
      const start = textLines[line] ?? 0;
      const from = byteLines[line] ?? 0;
      const length = (textLines[line + 1] ?? text.length) - start;
      const isAsciiLine = (byteLines[line + 1] ?? bytes.length) - from === length;
      if (isAsciiLine) return from + offset - start;
      const base = Math.abs(offset - known.offset) < offset - start ? known : { offset: start, byte: from };
      const between = countBytes(text, Math.min(base.offset, offset), Math.max(base.offset, offset));
      known = { offset, byte: base.byte + (base.offset <= offset ? between : -between) };
      return known.byte;
    },
    lineOf: (offset) => findLine(textLines, offset) + 1,
    placeOf: (offset) => {
      const line = lastAtMost(byteLines, offset);
      const before = bytes.subarray(byteLines[line] ?? 0, Math.max(offset, byteLines[line] ?? 0));
      const column = isAscii
        ? before.length
        : new TextDecoder('utf-8', { ignoreBOM: true }).decode(before).length;
      return { line: line + 1, column: column + 1 };
    },
  };
}

/** Bytes of a range of the text in UTF-8 (RFC 3629); in the middle of a surrogate pair, those of the whole pair. */
function countBytes(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let index = start; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

/** What has places that can be looked for: a text, or its bytes. */
interface Searchable<Unit> {
  readonly length: number;
  indexOf(unit: Unit, from: number): number;
}

/** Offsets at which lines begin. A line ends with LF, CR LF or a lone CR (CommonMark 0.31 §2.1). */
function lineStarts<Unit>(
  content: Searchable<Unit>,
  lineFeed: Unit,
  carriageReturn: Unit,
  first: number,
): number[] {
  const starts = [first];
  const find = (unit: Unit, from: number): number => {
    const found = content.indexOf(unit, from);
    return found === -1 ? content.length : found;
  };
  let feed = find(lineFeed, first);
  let carriage = find(carriageReturn, first);
  while (feed < content.length || carriage < content.length) {
    const end = carriage < feed && carriage + 1 !== feed ? carriage : feed;
    starts.push(end + 1);
    if (carriage <= end) carriage = find(carriageReturn, end + 1);
    if (feed <= end) feed = find(lineFeed, end + 1);
  }
  return starts;
}

/** Whether an offset stands in a line. */
function isWithin(starts: readonly number[], line: number, offset: number): boolean {
  return (starts[line] ?? Infinity) <= offset && offset < (starts[line + 1] ?? Infinity);
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
