/** A half-open range of UTF-16 offsets into the text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Source text on one line: each line break, with the white space around it, becomes one space. */
export function foldLines(raw: string): string {
  if (!raw.includes('\n') && !raw.includes('\r')) return raw;
  // The look behind tries a run of blanks once, and not anew from each of its blanks.
  return raw.replace(/(?:(?<![ \t])[ \t]+)?(?:\r\n|\r|\n)[ \t]*/g, ' ');
}

/** The same range without white space at its ends. */
export function trimRange(text: string, range: TextRange): TextRange {
  const { start, end } = range;
  let first = start;
  let last = end;
  while (first < last && isSpace(text, first)) first += 1;
  while (last > first && isSpace(text, last - 1)) last -= 1;
  return first === start && last === end ? range : { start: first, end: last };
}

const TAB = 0x09;
const SPACE = 0x20;
const LAST_ASCII = 0x7f;

/** White space of any script. */
function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code <= LAST_ASCII) return code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN);
  return /\s/.test(text[at] ?? '');
}

/** The same range without a mark of bold text at either end that closes what was opened before it. */
export function dropLooseMark(text: string, range: TextRange): TextRange {
  const { start, end } = trimRange(text, range);
  const raw = text.slice(start, end);
  if (!raw.includes('**') && !raw.includes('__')) return { start, end };
  for (const mark of ['**', '__']) {
    const loose = raw.indexOf(mark);
    if (loose === -1 || raw.split(mark).length % 2 === 1) continue;
    if (loose === 0) return trimRange(text, { start: start + mark.length, end });
    if (loose === raw.length - mark.length) return trimRange(text, { start, end: start + loose });
  }
  return { start, end };
}

/** The lines of a range, each without its line end. */
export function splitLines(text: string, { start, end }: TextRange): TextRange[] {
  const lines: TextRange[] = [];
  let from = start;
  for (let at = findLineEnd(text, start); at < end; at = findLineEnd(text, from)) {
    lines.push({ start: from, end: at });
    from = skipLineEnd(text, at);
  }
  lines.push({ start: from, end });
  return lines;
}

export function isOneLine(text: string, { start, end }: TextRange): boolean {
  return findLineEnd(text, start) >= end;
}

/** Where the line of an offset ends: at a line end, or at the end of the text. */
function findLineEnd(text: string, offset: number): number {
  LINE.lastIndex = offset;
  LINE.test(text);
  return LINE.lastIndex;
}

/** It fits anywhere: a pattern goes through a line faster than code that has just been started. */
const LINE = /[^\r\n]*/y;

/** The offset behind the line end that is there: LF, CR LF or a lone CR (CommonMark 0.31 §2.1). */
function skipLineEnd(text: string, at: number): number {
  const isTwo = text.charCodeAt(at) === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED;
  return at + (isTwo ? 2 : 1);
}

/** Whether an offset is between a CR and its LF. */
export function isWithinLineEnd(text: string, at: number): boolean {
  return text.charCodeAt(at) === LINE_FEED && text.charCodeAt(at - 1) === CARRIAGE_RETURN;
}

export function isLineEnd(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
