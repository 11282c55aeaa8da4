import type { Forms } from '../dialects/forms.ts';
import type { State } from '../generated/roadmap.types.ts';
import { isBlank } from './read-box.ts';

/** A state word at the head of a text. */
export interface StateWord {
  readonly state: State;
  /** Offset in the text at which what follows the word (and its punctuation) begins. */
  readonly rest: number;
}

const DECORATION = /^[^\p{L}\p{N}<`]*/u;
/** What makes another word of the one before it. */
const LETTER = /^[\p{L}\p{N}]/u;
/** In UTF-16 code units. */
const LONGEST_CHARACTER = 2;
const DELIMITER = /^[*_~]*\s*(?:$|[:.,;!(/]|[—–-](?:\s|$))/u;
/** What makes a failure out of "failed" under a ticked box: a sentence goes on in another way. */
const CIRCUMSTANCE = /^\s+(?:on|by|until|since)(?![\p{L}\p{N}])/iu;
const REST = /^[*_~]*\s*(?:[:.,;!]|[—–-](?=\s|$))?[*_~]*\s*/u;

/** The state that a box means. */
export function stateOfBox(marker: string, forms: Forms): State {
  if (isBlank(marker)) return forms.boxes.get(' ') ?? 'todo';
  return forms.boxes.get(marker) ?? forms.words.find(([word]) => word === marker)?.[1] ?? 'unknown';
}

/**
 * The state word that leads a Status. In capitals it counts whatever follows it; in other letters it must stand alone
 * or before punctuation, or else be in an open box and not say that the task is done. "Failed runs were repeated" under
 * a ticked box is a sentence; "blocked by the firewall" says that the box is wrong.
 */
export function readStatusWord(
  value: string,
  boxState: State,
  forms: Pick<Forms, 'words'>,
): StateWord | null {
  return readWord(value, forms, (word, state, after) => {
    if (isCapital(word) || DELIMITER.test(after)) return true;
    if (boxState === 'done') return (state === 'blocked' || state === 'failed') && CIRCUMSTANCE.test(after);
    return state !== 'done' && state !== 'todo';
  });
}

/** The state word that leads a title: in capitals, and bold or with punctuation behind it. */
export function readTitleWord(title: string, forms: Forms): StateWord | null {
  return readWord(
    title,
    forms,
    (word, _state, after, bold) => isCapital(word) && (bold || DELIMITER.test(after)),
  );
}

const known = new WeakMap<Forms['words'], Map<string, Forms['words']>>();

/** Those that begin with a letter; asked for every title and every Status. */
function listWords(words: Forms['words'], head: string): Forms['words'] {
  const byHead = known.get(words) ?? new Map<string, Forms['words']>();
  if (byHead.size === 0) known.set(words, byHead);
  const seen = byHead.get(head);
  if (seen !== undefined) return seen;
  const found = words.filter(([word]) => word.charAt(0) === head);
  byHead.set(head, found);
  return found;
}

function readWord(
  text: string,
  forms: Pick<Forms, 'words'>,
  accept: (word: string, state: State, after: string, bold: boolean) => boolean,
): StateWord | null {
  const decoration = /^[A-Za-z0-9]/.test(text) ? '' : (DECORATION.exec(text)?.[0] ?? '');
  const start = decoration.length;
  const head = text.charAt(start).toUpperCase().charAt(0);
  const words = listWords(forms.words, head);
  // By numbers: each title and each Status comes here, and most begin with no such word.
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]?.[0] ?? '';
    const state = words[at]?.[1] ?? 'unknown';
    if (!mayEndWith(text.charCodeAt(start + word.length - 1), word)) continue;
    const found = text.slice(start, start + word.length);
    if (found.toUpperCase() !== word) continue;
    const after = text.slice(start + word.length);
    if (LETTER.test(after.slice(0, LONGEST_CHARACTER))) continue;
    const bold = /(?:\*\*|__)$/.test(decoration) && /^:?(?:\*\*|__)/.test(after);
    if (!accept(found, state, after, bold)) return null;
    return { state, rest: start + word.length + (REST.exec(after)?.[0].length ?? 0) };
  }
  return null;
}

/** Whether a character of a text may be the last one of a word in capitals: two letters of ASCII tell it at once. */
function mayEndWith(code: number, word: string): boolean {
  const last = word.charCodeAt(word.length - 1);
  return code > LAST_ASCII || last > LAST_ASCII || (code | CASE) === (last | CASE);
}

const LAST_ASCII = 0x7f;
/** The bit that tells small letters of ASCII from capitals. */
const CASE = 0x20;

function isCapital(word: string): boolean {
  return word === word.toUpperCase();
}
