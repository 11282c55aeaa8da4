import { type History, parentsOf } from './history.ts';

/**
 * Full names of the refs that reach each commit, those that point at it first, so many at most; empty where none does.
 * @param landed commits that nobody asks about, as markAncestors gives it; what is said of them means nothing
 */
export function listHolders(
  history: History,
  landed: Uint8Array | null,
  most: number,
): (index: number) => readonly string[] {
  const holders: (readonly string[] | undefined)[] = [];
  for (let index = 0; index < history.ids.length; index += 1) {
    if (landed?.[index] === 1) continue;
    const held = join(holders[index] ?? [], history.refs.get(index) ?? [], most);
    if (held.length === 0) continue;
    holders[index] = held;
    for (const parent of parentsOf(history, index)) {
      const before = holders[parent];
      if (before === undefined) holders[parent] = held;
      else if (before !== held) holders[parent] = join(held, before, most);
    }
  }
  return (index) => holders[index] ?? [];
}

/** Refs that point at the commit itself come first. */
function join(far: readonly string[], near: readonly string[], most: number): readonly string[] {
  if (near.length === 0) return far;
  return [...new Set([...near, ...far])].slice(0, most);
}
