import type { History } from './history.ts';

/** The commits of a history by the first digits of their hashes, in order; made when it is first needed. */
export type PrefixIndex = () => { readonly history: History; readonly sorted: Float64Array };

/** Of a hash, that are sorted by: the fewest that git abbreviates to. What else begins with them is few. */
const DIGITS = 7;
/** The index of a commit, which is less, goes behind the digits: both fit the 53 bits that a number is exact to. */
const MOST_COMMITS = 2 ** 25;

/** Numbers are sorted many times faster than hashes are. */
export function makePrefixIndex(history: History): PrefixIndex {
  let sorted: Float64Array | null = null;
  return () => {
    sorted ??= sortByDigits(history.ids);
    return { history, sorted };
  };
}

/** Indexes of the commits that begin with some digits, in the order of their hashes. */
export function findByPrefix(prefixes: PrefixIndex, digits: string): number[] {
  const { history, sorted } = prefixes();
  const first = readDigits(digits, '0') * MOST_COMMITS;
  const end = (readDigits(digits, 'f') + 1) * MOST_COMMITS;
  const found: number[] = [];
  for (let position = countBelow(sorted, first); (sorted[position] ?? Infinity) < end; position += 1) {
    const index = (sorted[position] ?? 0) % MOST_COMMITS;
    if (history.ids[index]?.startsWith(digits)) found.push(index);
  }
  if (found.length < 2) return found;
  return found.sort((a, b) => compare(history.ids[a] ?? '', history.ids[b] ?? ''));
}

function sortByDigits(ids: readonly string[]): Float64Array {
  const keys = new Float64Array(ids.length);
  for (const [index, id] of ids.entries()) keys[index] = readDigits(id, '0') * MOST_COMMITS + index;
  return keys.sort();
}

function readDigits(hash: string, rest: string): number {
  return Number.parseInt(hash.slice(0, DIGITS).padEnd(DIGITS, rest), 16);
}

/** Number of elements that are below a value. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
