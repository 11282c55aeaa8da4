import type { CascadeTarget } from '../generated/config.types.ts';
import { cutText } from '../message/words.ts';
import { applyEdits } from '../transition/edit.ts';
import { lineEnd, nextLine } from '../transition/lines.ts';

/** What comes of asking for a content. */
export type EditedContent =
  | { readonly kind: 'edited'; readonly bytes: Uint8Array }
  /** It is so already. */
  | { readonly kind: 'there' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The content of a target's file as its config wants it. With `line`, the one line that begins with it gives way to `text`
 * and every other byte stays, line ends and a last line without one as well; what is no UTF-8 is fine. Where no line
 * begins with it and one is `text` already, it is there. Without `line`, `text` is the whole file, with a line end.
 * @param before null where there is no such file
 */
export function editContent(
  before: Uint8Array | null,
  { text, line }: Pick<CascadeTarget, 'text' | 'line'>,
): EditedContent {
  if (line === undefined) return replaceWhole(before, text);
  if (before === null) return { kind: 'refused', reason: 'there is no such file' };
  const wanted = readLine(text);
  const found = findLines(before, (one) => startsWith(one, encode(line)));
  const [place] = found;
  if (place === undefined) {
    const there = findLines(before, (one) => equals(one, encode(wanted)));
    return there.length > 0
      ? { kind: 'there' }
      : { kind: 'refused', reason: `no line begins with ${quote(line)}` };
  }
  if (found.length > 1)
    return { kind: 'refused', reason: `${found.length} lines begin with ${quote(line)}, and one is meant` };
  if (equals(before.subarray(place.start, place.end), encode(wanted))) return { kind: 'there' };
  return { kind: 'edited', bytes: applyEdits(before, [{ ...place, text: wanted }]) };
}

/** A line as a config gives it: a block of YAML ends with a line end, which is none of the line. */
export function readLine(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function replaceWhole(before: Uint8Array | null, text: string): EditedContent {
  const bytes = encode(text.endsWith('\n') ? text : `${text}\n`);
  return before !== null && equals(before, bytes) ? { kind: 'there' } : { kind: 'edited', bytes };
}

interface LinePlace {
  readonly start: number;
  readonly end: number;
}

/** The lines that fit, without their line ends; a byte order mark is no part of the first. */
function findLines(bytes: Uint8Array, fits: (line: Uint8Array) => boolean): LinePlace[] {
  const found: LinePlace[] = [];
  let start = startsWith(bytes, MARK) ? MARK.length : 0;
  while (start < bytes.length) {
    const end = lineEnd(bytes, start);
    if (fits(bytes.subarray(start, end))) found.push({ start, end });
    start = nextLine(bytes, start);
  }
  return found;
}

/** The byte order mark of UTF-8. */
const MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return bytes.length >= head.length && head.every((byte, at) => bytes[at] === byte);
}

function equals(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && startsWith(one, other);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** In characters. */
const LONGEST_QUOTE = 60;

function quote(text: string): string {
  return JSON.stringify(cutText(text, LONGEST_QUOTE));
}
