import { readPhrase, readWithin } from '../dialects/state-phrases.ts';
import type { State } from '../generated/roadmap.types.ts';
import type { Block } from '../markdown/blocks.ts';
import { splitLines, trimRange } from './text-range.ts';

/** A box in code, as a legend writes it. */
const ENTRY = /`(?:[-*+] )?\[(?<marker>[^[\]\r\n]{1,8})\]`/gu;
const MAY_EXPLAIN = /`(?:[-*+] )?\[/;
/** Behind a box of a legend: what separates it from its meaning. */
const SEPARATOR = /^[\s*_|=:—–→>-]+/u;
/** Where the meaning ends: at the next box of the line. */
const END = /[|·;,•]?\s*$/u;
/** Boxes that mean the same everywhere, unless words say otherwise. */
const USUAL = /^[ xX]$/;
/** So many boxes have to be explained in one place. */
const LEAST = 2;
const LETTER = /[\p{L}\p{N}]/u;
/** What may stand before the box that an entry leads with: marks, and a label. */
const LEAD = /^(?:[-*+|>\s]|\*\*[^*]*\*\*|\p{L}[\p{L} ]{0,24}:)+/u;

/**
 * What a file itself says that its boxes mean: each box in code with words behind it, two of them at least under one
 * heading, in a paragraph, a list or a table. Words that name no state give `unknown`.
 */
export function readLegend(blocks: readonly Block[], text: string): Record<string, State> {
  const legend: Record<string, State> = {};
  if (!MAY_EXPLAIN.test(text)) return legend;
  let found: Record<string, State> = {};
  const close = (): void => {
    const told = Object.entries(found).filter(([box, state]) => state !== 'unknown' || USUAL.test(box));
    if (told.length >= LEAST && told.some(([box]) => isMark(box)))
      for (const [box, state] of Object.entries(found))
        if (state !== 'unknown' || (isMark(box) && !USUAL.test(box))) legend[box] ??= state;
    found = {};
  };
  for (const node of blocks) {
    if (node.type === 'heading') close();
    else if (node.type === 'paragraph' || node.type === 'list' || node.type === 'table')
      for (const [box, state] of readEntries(node, text)) found[box] ??= state;
  }
  close();
  return legend;
}

/** No word and no number but the x of a ticked box: `[P]` and `[ASSUMED]` may be labels of something else. */
function isMark(box: string): boolean {
  return USUAL.test(box) || !LETTER.test(box);
}

function readEntries(node: Block, text: string): [string, State][] {
  return splitLines(text, node).flatMap((line) => {
    const { start, end } = trimRange(text, line);
    const raw = text.slice(start, end);
    // Rows and bullets explain one box each, and may name others that it turns into.
    const matches = [...raw.matchAll(ENTRY)].slice(0, node.type === 'paragraph' ? undefined : 1);
    return matches.flatMap((match, at): [string, State][] => {
      const marker = match.groups?.['marker'] ?? '';
      const before = at === 0 ? raw.slice(0, match.index) : '';
      // A legend leads with the box; a sentence about boxes has words before it.
      if (at === 0 && before.replace(LEAD, '').trim() !== '') return [];
      const behind = raw.slice(match.index + match[0].length, matches[at + 1]?.index ?? raw.length);
      const parts = behind
        .replace(END, '')
        .split('|')
        .map((part) => part.replace(SEPARATOR, '').trim());
      const said = parts.filter((part) => part !== '');
      if (said.length === 0) return [];
      const states = said.map((part) => readPhrase(part) ?? readWithin(part));
      return [[marker, states.find((one) => one !== null) ?? 'unknown']];
    });
  });
}
