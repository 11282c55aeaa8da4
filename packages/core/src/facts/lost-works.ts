import { type History, parentsOf } from '../history/history.ts';
import type { Comparison } from './elsewhere.ts';
import type { Scene } from './terrain.ts';

/** A claim whose commit the target does not have. */
export interface LostClaim {
  /** As keyOfClaim gives it. */
  readonly key: string;
  /** As cited, in lower case: one, or both ends of a range. */
  readonly hashes: readonly string[];
  /** Full hashes of those that git has; null of those that it does not have. */
  readonly commits: readonly (string | null)[];
}

/** Each costs a diff, and in a long branch each is longer than the one before. */
const MOST_SQUASHES = 1000;

/** The commits whose work a claim names, as far as they have not landed. */
export interface Works {
  /** Indexes, the newest first. */
  readonly commits: readonly number[];
  /** Number of commits of a range; null of a single commit. */
  readonly length: number | null;
  /** Of a range as a whole; empty for a single commit. */
  readonly whole: readonly Comparison[];
}

/** Null where git does not have the commits. */
export function listWorks({ commits }: LostClaim, scene: Scene): Works | null {
  const ends = commits.map((commit) => scene.history.indexes.get(commit ?? ''));
  const [first, last] = [ends[0], ends.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (commits.length === 1) return { commits: [first], length: null, whole: [] };
  const range = scene.readRange(first, last);
  const isWork = (index: number): boolean =>
    !scene.hasLanded(index) && parentsOf(scene.history, index).length < 2;
  return {
    commits: range.commits.filter(isWork),
    length: range.commits.length,
    whole: [scene.compare(last, range.base ?? first)],
  };
}

/** What a squash of all up to some commit would change, and that commit. */
export interface Squash {
  readonly index: number;
  readonly comparison: Comparison;
}

/** Of each work, the squashes that would have it in them: of itself and of its descendants, the nearest first. */
export function listSquashes(works: readonly number[], scene: Scene): Map<number, Squash[]> {
  const { history } = scene;
  const open = history.ids.flatMap((_, index) => (scene.hasLanded(index) ? [] : [index])).reverse();
  const kin = new Map(works.map((work) => [work, listDescendants(history, open, work)]));
  const isParent = new Set(
    [...new Set([...kin.values()].flat())].flatMap((index) => [...parentsOf(history, index)]),
  );
  const isFar = (index: number): number => Number(isParent.has(index));
  // The ends of branches are what is merged; of the others the youngest.
  const wanted = [...new Set([...kin.values()].flat())].sort((a, b) => isFar(a) - isFar(b) || a - b);
  const squashes = new Map(
    wanted.slice(0, MOST_SQUASHES).flatMap((index) => {
      const { base } = scene.readRange(index, scene.tip);
      return base === null ? [] : [[index, { index, comparison: scene.compare(index, base) }] as const];
    }),
  );
  return new Map([...kin].map(([work, all]) => [work, all.flatMap((index) => squashes.get(index) ?? [])]));
}

/**
 * Indexes of a commit and all that come of it, the nearest first.
 * @param open indexes of all that have not landed, parents before their children
 */
function listDescendants(history: History, open: readonly number[], commit: number): number[] {
  const found = new Set([commit]);
  for (const index of open)
    if (index < commit && parentsOf(history, index).some((parent) => found.has(parent))) found.add(index);
  return [...found];
}
