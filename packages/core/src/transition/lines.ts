const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Offset at which the line of `offset` begins; a line ends with LF, CR LF or a lone CR (CommonMark 0.31 §2.1). */
export function lineStart(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (at > 0 && !isLineEnd(bytes[at - 1])) at -= 1;
  return at;
}

/** Offset at which the line of `offset` ends, without its line end. */
export function lineEnd(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (at < bytes.length && !isLineEnd(bytes[at])) at += 1;
  return at;
}

/** Offset at which the line after that of `offset` begins; the length where there is none. */
export function nextLine(bytes: Uint8Array, offset: number): number {
  const end = lineEnd(bytes, offset);
  return end + lengthOfBreak(bytes, end);
}

/** What the line of `offset` ends with; for the last one, what the file's first line ends with. */
export function lineBreakOf(bytes: Uint8Array, offset: number): string {
  for (const end of [lineEnd(bytes, offset), lineEnd(bytes, 0)]) {
    const length = lengthOfBreak(bytes, end);
    if (length > 0) return decode(bytes, end, end + length);
  }
  return '\n';
}

export function isBlankByte(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

export function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

/** The text of a range of bytes, without a byte order mark at its head. */
export function decode(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

/** The blanks at the head of a text. */
export function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}

function lengthOfBreak(bytes: Uint8Array, end: number): number {
  if (!isLineEnd(bytes[end])) return 0;
  return bytes[end] === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED ? 2 : 1;
}
