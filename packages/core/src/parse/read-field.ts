import { type TextRange, trimRange } from './text-range.ts';

/** A `Name: value` line, by UTF-16 offsets into the text. */
export interface FieldRange {
  readonly name: string;
  /** Of the whole line, marks of bold text included. */
  readonly start: number;
  readonly value: TextRange;
}

const NAME = "[\\p{L}][\\p{L}\\p{N}\\p{M}_/&'’ +-]{0,59}?(?: ?\\([^()\\r\\n]{0,40}\\))?";
const BOLD_COLON_INSIDE = new RegExp(`(?<mark>\\*\\*|__)(?<name>${NAME}):\\k<mark>(?=\\s|$)`, 'uy');
const BOLD_COLON_OUTSIDE = new RegExp(
  `(?<mark>\\*\\*|__)(?<name>${NAME})\\k<mark>(?:[ \\t]*\\([^()\\r\\n]{0,80}\\))?[ \\t]*:(?=\\s|$)`,
  'uy',
);
const BOLD_WHOLE = new RegExp(
  `(?<mark>\\*\\*|__)(?<name>${NAME}):[ \\t]+(?<value>[^\\r\\n]*?)\\k<mark>[ \\t]*$`,
  'uy',
);
const PLAIN = new RegExp(`${NAME}:(?=\\s|$)`, 'uy');
/** More words than that before a colon are a sentence. */
const MOST_WORDS = 5;

/** Reads a range that begins with a name and a colon, the name plain or bold; null for any other text. */
export function readField(text: string, range: TextRange): FieldRange | null {
  return readBoldField(text, range) ?? readPlainField(text, range);
}

/** The same where the name must be bold: in a paragraph, where plain text before a colon is prose. */
export function readBoldField(text: string, range: TextRange): FieldRange | null {
  const mark = text.charCodeAt(range.start);
  if (mark !== STAR && mark !== UNDERSCORE) return null;
  return (
    readWith(BOLD_COLON_INSIDE, text, range) ??
    readWith(BOLD_COLON_OUTSIDE, text, range) ??
    readWith(BOLD_WHOLE, text, range)
  );
}

const STAR = 0x2a;
const UNDERSCORE = 0x5f;

function readPlainField(text: string, { start, end }: TextRange): FieldRange | null {
  const raw = text.slice(start, end);
  PLAIN.lastIndex = 0;
  if (!raw.includes(':') || !PLAIN.test(raw)) return null;
  const length = PLAIN.lastIndex;
  const name = raw.slice(0, length - 1).trim();
  if (name.includes(' ') && name.split(/\s+/u).length > MOST_WORDS) return null;
  const value = trimRange(text, { start: start + length, end });
  return { name, start, value: placeEmpty(value, start + length) };
}

function readWith(pattern: RegExp, text: string, range: TextRange): FieldRange | null {
  const raw = text.slice(range.start, range.end);
  pattern.lastIndex = 0;
  const match = pattern.exec(raw);
  const name = match?.groups?.['name']?.trim();
  if (match === null || name === undefined) return null;
  const inside = match.groups?.['value'];
  const mark = match.groups?.['mark'] ?? '';
  const value =
    inside === undefined
      ? trimRange(text, { start: range.start + match[0].length, end: range.end })
      : trimRange(text, insideRange(range.start, match[0], inside, mark));
  return { name, start: range.start, value: placeEmpty(value, range.start + match[0].length) };
}

/** The value of `**Name: value**`, which ends where the closing mark begins. */
function insideRange(start: number, matched: string, inside: string, mark: string): TextRange {
  const end = start + matched.trimEnd().length - mark.length;
  return { start: end - inside.length, end };
}

/** An empty value stands right behind the colon. */
function placeEmpty(value: TextRange, place: number): TextRange {
  return value.start < value.end ? value : { start: place, end: place };
}
