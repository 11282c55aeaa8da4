import type { List } from '../markdown/blocks.ts';
import type { Segment } from './segments.ts';
import { splitLines } from './text-range.ts';

/** Shorter words are in too many headings. */
const SHORTEST = 5;

/**
 * Says whether a text is what a heading of the file or one of its boxes says: what sums these up is no work of its own.
 * "1. Queue" and "**Phase 1: Queue**" are the same, and so is "Sprint 1" beside "Sprint 1 — Queue".
 */
export function makeToldTexts(segments: readonly Segment[], text: string): (words: string) => boolean {
  let isTold: ((words: string) => boolean) | null = null;
  // Only the rows of tables ask.
  return (words) => {
    isTold ??= findToldTexts(segments, text);
    return isTold(words);
  };
}

function findToldTexts(segments: readonly Segment[], text: string): (words: string) => boolean {
  const told = segments.flatMap(({ heading, blocks }) => [
    ...(heading === null || heading.depth === 1 ? [] : [fold(heading.plain)]),
    ...blocks.flatMap((block) => (block.type === 'list' ? listBoxes(block, text) : [])),
  ]);
  const byWord = new Map<string, Set<string>>();
  for (const name of told.filter((one) => one.length >= SHORTEST))
    for (const word of name.split(' ')) byWord.set(word, (byWord.get(word) ?? new Set()).add(name));
  /** The names that have one of the words; of words that many have, the rest decides. */
  const listNear = (words: readonly string[]): Set<string> => {
    const sets = words.flatMap((word) => byWord.get(word) ?? []).sort((a, b) => a.size - b.size);
    return new Set(sets.flatMap((names) => (names.size <= MOST_NAMES ? [...names] : [])));
  };
  return (words) => {
    const one = fold(words);
    const isNumber = /^\d+(?: \d+)*$/.test(one);
    if (!isNumber && one.length < SHORTEST) return false;
    const near = listNear(one.split(' ').slice(0, MOST_WORDS));
    if (isNumber) return [...near].some((name) => ` ${name} `.includes(` phase ${one} `));
    return [...near].some((name) => ` ${name} `.includes(` ${one} `) || ` ${one} `.includes(` ${name} `));
  };
}

/** A word that more names have than that says little of any; and so many words of a cell are looked up. */
const MOST_NAMES = 50;
const MOST_WORDS = 40;

/** The first line of each box of a list. */
function listBoxes(list: List, text: string): string[] {
  return list.items.flatMap(({ blocks: [first] }) => {
    const [line] = first?.type === 'paragraph' ? splitLines(text, first) : [];
    const raw = line === undefined ? '' : text.slice(line.start, line.end);
    const head = /^\[[^[\]]{1,8}\]\s+\*\*(?<head>[^*]+)\*\*/u.exec(raw)?.groups?.['head'];
    return head === undefined ? [] : [fold(head)];
  });
}

const BETWEEN_WORDS = /[^\p{L}\p{N}]+/gu;

/** Letters and digits alone, one blank between words, without leading zeros. */
function fold(words: string): string {
  return words
    .toLowerCase()
    .replace(BETWEEN_WORDS, ' ')
    .replace(/\b0+(?=\d)/g, '')
    .trim();
}
