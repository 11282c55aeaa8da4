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
const BRACKET = 0x5b;
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

function matchBox(text: string, item: Item): Box | null {
  const first = item.blocks[0];
  if (first?.type !== 'paragraph') return null;
  BULLET.lastIndex = item.start;
  // Most bullets have none, and a match is an array.
  if (!BULLET.test(text) || text.charCodeAt(BULLET.lastIndex) !== BRACKET) return null;
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

/** A letter between the brackets, as in lists whose other boxes are none; not where it names a source or an option. */
export function readLetterBox(text: string, item: Item): Box | null {
  const box = matchBox(text, item);
  return box !== null && LETTER.test(box.marker) ? box : null;
}

/** A space, a tab or a line end between the brackets: GFM takes each for an empty box. */
export function isBlank(marker: string): boolean {
  return /^(?:[ \t]|(?:\r\n|\r|\n)[ \t]*)$/.test(marker);
}

/** One character as a reader sees it (UAX #29) that is no letter and no digit. */
function isMark(marker: string): boolean {
  if (WORD.test(marker) || marker === ELLIPSIS) return false;
  if (marker.length === 1) return true;
  // Made when it is needed: it takes longer than reading most roadmaps.
  characters ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...characters.segment(marker)].length === 1;
}
