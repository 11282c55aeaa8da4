import { isLineEnd, isWithinLineEnd, splitLines } from './text-range.ts';

/** micromark takes time quadratic in the marks of emphasis and links (CommonMark 0.31 §6.2, §6.3) of one paragraph. */
export const crowdLimit = 10_000;

/** The head of a line that begins a paragraph of its own, or ends one: it is blank, a bullet, a heading, a row, a quote. */
const BORDER = /[ \t]*(?:$|[\r\n]|(?:[-+*]|\d{1,9}[.)])[ \t]|[#|>])/y;
const BLANK = /[ \t]*(?:$|[\r\n])/y;

/** The paragraph with too many marks, by what its lines begin with alone; null where there is none. */
export function findCrowd(text: string): { readonly line: number; readonly marks: number } | null {
  let start = 0;
  while (start + crowdLimit < text.length) {
    // What is no longer than that has no more marks: so only long paragraphs are read, and of others a few lines.
    const border = findLastBorder(text, start, start + crowdLimit);
    const end = border ?? findNextBorder(text, start + crowdLimit);
    const marks = border === null ? countMarks(text, start, end) : 0;
    if (marks > crowdLimit)
      return { line: countLines(text, start) + (isAt(BLANK, text, start) ? 2 : 1), marks };
    start = end;
  }
  return null;
}

/** Where the last line with a border begins that begins behind `start` and at `end` at the latest; null where none does. */
function findLastBorder(text: string, start: number, end: number): number | null {
  for (let at = end; at > start; at -= 1) if (isBorder(text, at)) return at;
  return null;
}

/** Where the first one begins behind `start`; the end of the text where none does. */
function findNextBorder(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !isBorder(text, at)) at += 1;
  return at;
}

function isBorder(text: string, at: number): boolean {
  return isLineEnd(text.charCodeAt(at - 1)) && !isWithinLineEnd(text, at) && isAt(BORDER, text, at);
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Number of lines that end before an offset. */
function countLines(text: string, end: number): number {
  return splitLines(text, { start: 0, end }).length - 1;
}

function countMarks(text: string, start: number, end: number): number {
  let marks = 0;
  let before = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BRACKET) marks += text.charCodeAt(at + 1) === PARENTHESIS ? 1 : 0;
    else if ((code === STAR || code === UNDERSCORE) && code !== before) marks += 1;
    before = code;
  }
  return marks;
}

const PARENTHESIS = 0x28;
const BRACKET = 0x5d;
const STAR = 0x2a;
const UNDERSCORE = 0x5f;
