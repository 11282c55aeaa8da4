import type { History } from './history.ts';

/** The indexes of a history by their hashes, in order; made when it is first needed. */
export type PrefixIndex = () => { readonly history: History; readonly sorted: readonly number[] };

export function makePrefixIndex(history: History): PrefixIndex {
  let sorted: number[] | null = null;
  return () => {
    const { ids } = history;
    sorted ??= ids.map((_, index) => index).sort((a, b) => compare(ids[a] ?? '', ids[b] ?? ''));
    return { history, sorted };
  };
}

/** Indexes of the commits that begin with some digits, in the order of their hashes. */
export function findByPrefix(prefixes: PrefixIndex, digits: string): number[] {
  const { history, sorted } = prefixes();
  const idAt = (position: number): string => history.ids[sorted[position] ?? -1] ?? '';
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (idAt(middle) < digits) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let position = low; position < sorted.length && idAt(position).startsWith(digits); position += 1)
    found.push(sorted[position] ?? 0);
  return found;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
