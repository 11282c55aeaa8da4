import type { Task } from '../generated/roadmap.types.ts';

/** More are a file that was written anew, and each is compared with each. */
const MOST = 200;
/** Of all words of both titles. */
const LEAST_SHARED = 0.5;

/** Pairs the keys of tasks without ids whose titles share most of their words; those that share the most come first. */
export function pairReworded(
  before: ReadonlyMap<string, Task>,
  after: ReadonlyMap<string, Task>,
): [string, string][] {
  const [old, now] = [before, after].map((tasks) =>
    [...tasks]
      .filter(([, { derived }]) => derived)
      .map(([key, { title }]) => ({ key, words: listWords(title) })),
  );
  if (old === undefined || now === undefined || old.length > MOST || now.length > MOST) return [];
  const likely = old
    .flatMap((one) => now.map((other) => ({ one, other, share: compare(one.words, other.words) })))
    .filter(({ share }) => share >= LEAST_SHARED)
    .sort((a, b) => b.share - a.share);
  const taken = new Set<unknown>();
  return likely.flatMap(({ one, other }): [string, string][] => {
    if (taken.has(one) || taken.has(other)) return [];
    taken.add(one).add(other);
    return [[one.key, other.key]];
  });
}

const WORDS = /[\p{L}\p{N}]+/gu;

function listWords(title: string): ReadonlySet<string> {
  return new Set(title.toLowerCase().match(WORDS) ?? []);
}

/** The Jaccard index of two sets: what they share, of all that is in either. */
function compare(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}
