import { type History, parentsOf } from './history.ts';

/** The commits that `to` reaches and `from` does not: `from..to` of gitrevisions(7). */
export interface RangeOfCommits {
  /** Indexes, children before their parents. */
  readonly commits: readonly number[];
  /** Index of a best common ancestor (git-merge-base(1)), `from` itself where `to` reaches it; null where there is none. */
  readonly base: number | null;
}

/** Reads one range after the other: what it needs to remember is as long as the history, and made once. */
export function makeRangeReader(history: History): (from: number, to: number) => RangeOfCommits {
  const inside = new Uint32Array(history.ids.length);
  const outside = new Uint32Array(history.ids.length);
  let run = 0;
  return (from, to) => {
    run += 1;
    const commits: number[] = [];
    let base = Number.POSITIVE_INFINITY;
    // How many commits are marked as inside, and neither met yet nor found to be outside, too.
    let waiting = 1;
    inside[to] = run;
    outside[from] = run;
    if (from === to) return { commits, base: from };
    for (let index = Math.min(from, to); index < inside.length && waiting > 0; index += 1) {
      const isOutside = outside[index] === run;
      const isInside = inside[index] === run;
      if (!isInside && !isOutside) continue;
      if (isInside && isOutside) base = Math.min(base, index);
      else if (isInside) {
        waiting -= 1;
        commits.push(index);
      }
      for (const parent of parentsOf(history, index)) {
        const wasWaiting = inside[parent] === run && outside[parent] !== run;
        if (isInside) inside[parent] = run;
        if (isOutside) outside[parent] = run;
        const isWaiting = inside[parent] === run && outside[parent] !== run;
        waiting += Number(isWaiting) - Number(wasWaiting);
        // Met before the pass ends, or not: the first that both reach is a best one, since children come first.
        if (inside[parent] === run && outside[parent] === run) base = Math.min(base, parent);
      }
    }
    return { commits, base: Number.isFinite(base) ? base : null };
  };
}
