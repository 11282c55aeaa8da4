/**
 * Does the work of each, at most so many at a time, in their order. Where one throws, none is begun any more, and it is
 * thrown on when those that were begun have come to their ends.
 */
export async function runSideBySide<One, Result>(
  all: readonly One[],
  most: number,
  work: (one: One, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = all.entries();
  let isOver = false;
  const takeTurns = async (): Promise<void> => {
    for (const [at, one] of rest) {
      if (isOver) return;
      try {
        results[at] = await work(one, at);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(most, all.length) }, takeTurns));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
