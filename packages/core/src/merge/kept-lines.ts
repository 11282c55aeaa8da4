import { isBlank, type Line } from './lines.ts';
import type { Stretch } from './merge-pieces.ts';
import type { Piece } from './piece.ts';

/** Lines of tasks that all versions have, each just once: by their text, the keys of the tasks that have them in any. */
export type KeptLines = ReadonlyMap<string, ReadonlySet<string>>;

/** What no merge may lose: a line can have gone from one task into another, as where a side took out the head alone. */
export function listKeptLines({ base, ours, theirs }: Stretch): KeptLines {
  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map(findHolders);
  const kept = new Map<string, ReadonlySet<string>>();
  for (const [text, holder] of inBase ?? []) {
    const holders = [holder, inOurs?.get(text), inTheirs?.get(text)];
    const keys = holders.filter((key) => typeof key === 'string');
    if (keys.length > 0 && holders.every((key) => key !== undefined)) kept.set(text, new Set(keys));
  }
  return kept;
}

/** Of each line that is there once, the key of its task; null where it stands in none. */
function findHolders(pieces: readonly Piece[]): ReadonlyMap<string, string | null> {
  const holders = new Map<string, string | null>();
  const doubled = new Set<string>();
  for (const { kind, key, lines } of pieces) {
    for (const line of lines) {
      if (isBlank(line)) continue;
      if (holders.has(line.text)) doubled.add(line.text);
      holders.set(line.text, kind === 'task' ? key : null);
    }
  }
  for (const text of doubled) holders.delete(text);
  return holders;
}

/** Keys of the tasks that have a kept line which a result does not have. */
export function findLostLines(lines: readonly Line[], kept: KeptLines): ReadonlySet<string> {
  const found = new Set(lines.map(({ text }) => text));
  return new Set([...kept].flatMap(([text, keys]) => (found.has(text) ? [] : [...keys])));
}
