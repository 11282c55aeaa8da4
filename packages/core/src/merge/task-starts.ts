import type { Roadmap, Task } from '../generated/roadmap.types.ts';

/**
 * The 1-based line at which a task begins, with the silences that stand right before its box: they are for that task, so that
 * they go where it goes.
 */
export function makeTaskStarts({ silences }: Roadmap): (task: Task) => number {
  const lines = new Set(silences.map(({ line }) => line));
  return ({ line }) => {
    let start = line;
    while (lines.has(start - 1)) start -= 1;
    return start;
  };
}
