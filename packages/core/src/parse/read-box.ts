import type { Forms } from '../dialects/forms.ts';
import type { Item } from '../markdown/blocks.ts';

/** The box of a list item, by UTF-16 offsets into the text. */
export interface Box {
  /** What stands between the brackets. */
  readonly marker: string;
  readonly markerStart: number;
  readonly markerEnd: number;
  /** Where the text behind the box begins. */
  readonly contentStart: number;
  /** Whether a star behind the box says that the task need not be done. */
  readonly isOptional: boolean;
}

const BULLET = /(?:[-+*]|\d{1,9}[.)])\s*/y;
/**
 * GFM 0.29 §5.3 has boxes with a space or x alone, and text behind them; a plan may have any one character there. Kiro
 * writes a star behind the box of a task that need not be done, escaped by some.
 */
const BOX =
  /\[(?<marker>[^[\]\r\n]{1,16}|(?:\r\n|\r|\n)[ \t]*)\]\\?\*?(?=[ \t\r\n])(?:[ \t]*(?:\r\n|\r|\n))?[ \t]*(?=\S)/uy;
const SPACE = 0x20;
const SMALLEST_LETTER = 0x41;
const DELETE = 0x7f;
const BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
/** Of `[x] `. */
const USUAL_LENGTH = 4;
/** What no marker of one character is. */
const UNUSUAL = '[]\r\n';
/** `[…]` stands for words left out of a quotation. */
const ELLIPSIS = '…';
const LETTER = /^\p{L}$/u;
const WORD = /[\p{L}\p{N}\s]/u;
let characters: Intl.Segmenter | null = null;

/** The box at the head of a list item, or null. */
export function readBox(text: string, item: Item, forms: Forms): Box | null {
  const box = matchBox(text, item);
  if (box === null) return null;
  const { marker } = box;
  return forms.boxes.has(marker) || isBlank(marker) || isStateWord(marker, forms) || isMark(marker)
    ? box
    : null;
}

/** `[TODO]`: a state word in capitals. */
function isStateWord(marker: string, { words }: Forms): boolean {
  return words.some(([word]) => word === marker);
}

/** Whether a bracket follows the bullet: most have none, and nothing is made of those. */
export function mayHaveBox(text: string, item: Item): boolean {
  const next = text.charCodeAt(item.start + 2);
  // `- Commit: …`: one space behind the bullet, and a letter.
  const isLetter = next >= SMALLEST_LETTER && next < DELETE && next !== BRACKET;
  if (isLetter && text.charCodeAt(item.start + 1) === SPACE) return false;
  BULLET.lastIndex = item.start;
  return BULLET.test(text) && text.charCodeAt(BULLET.lastIndex) === BRACKET;
}

function matchBox(text: string, item: Item): Box | null {
  const first = item.blocks[0];
  if (first?.type !== 'paragraph' || !mayHaveBox(text, item)) return null;
  const usual = readUsualBox(text, BULLET.lastIndex);
  if (usual !== null) return usual.contentStart < first.end ? usual : null;
  BOX.lastIndex = BULLET.lastIndex;
  const match = BOX.exec(text);
  const marker = match?.groups?.['marker'];
  if (match === null || marker === undefined) return null;
  if (BOX.lastIndex >= first.end) return null;
  const markerStart = match.index + 1;
  const markerEnd = markerStart + marker.length;
  const isOptional =
    text.charCodeAt(markerEnd + 1) !== SPACE && /^\]\\?\*/.test(text.slice(markerEnd, markerEnd + 3));
  return { marker, markerStart, markerEnd, contentStart: BOX.lastIndex, isOptional };
}

/** `[x] ` before a character of ASCII, as nearly all of them are: what the pattern says of it, said sooner. */
function readUsualBox(text: string, at: number): Box | null {
  const markerStart = at + 1;
  const markerEnd = at + 2;
  const contentStart = at + USUAL_LENGTH;
  const marker = text.charAt(markerStart);
  const next = text.charCodeAt(contentStart);
  if (
    text.charCodeAt(markerEnd) !== CLOSING_BRACKET ||
    text.charCodeAt(markerEnd + 1) !== SPACE ||
    !(next > SPACE && next < DELETE) ||
    UNUSUAL.includes(marker)
  )
    return null;
  return { marker, markerStart, markerEnd, contentStart, isOptional: false };
}

/** A letter between the brackets, as in lists whose other boxes are none; not where it names a source or an option. */
export function readLetterBox(text: string, item: Item): Box | null {
  const box = matchBox(text, item);
  return box !== null && LETTER.test(box.marker) ? box : null;
}

/** A space, a tab or a line end between the brackets: GFM takes each for an empty box. */
export function isBlank(marker: string): boolean {
  return marker === ' ' || BLANK.test(marker);
}

const BLANK = /^(?:[ \t]|(?:\r\n|\r|\n)[ \t]*)$/;

/** One character as a reader sees it (UAX #29) that is no letter and no digit. */
function isMark(marker: string): boolean {
  if (WORD.test(marker) || marker === ELLIPSIS) return false;
  if (marker.length === 1) return true;
  // Made when it is needed: it takes longer than reading most roadmaps.
  characters ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...characters.segment(marker)].length === 1;
}
