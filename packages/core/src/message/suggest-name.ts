/** The candidate that a misspelt name most likely stands for, or null. */
export function suggestName(name: string, candidates: readonly string[]): string | null {
  const allowed = Math.max(1, Math.floor(name.length / 3));
  const near = candidates
    .map((candidate) => ({
      candidate,
      distance: measureDistance(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate ?? null;
}

/** What to do about an id that no node has. */
export function correctId(id: string, ids: readonly string[]): string {
  const near = suggestName(id, ids);
  return near === null ? 'Correct the id, or take it out.' : `Correct the id: is ${near} meant?`;
}

/** Number of letters to insert, delete, replace or swap with the next one (restricted Damerau–Levenshtein distance). */
export function measureDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
