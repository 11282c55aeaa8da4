import { parentsOf } from '../history/history.ts';
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

/** Commits of all squashes together: in a long branch each is longer than the one before, and costs a diff. */
const MOST_SQUASHED = 50_000;

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

/** The squashes that would have works in them: of each work, and of all that comes of one; the oldest first. */
export function listSquashes(works: readonly number[], scene: Scene): Squash[] {
  const { history } = scene;
  const kin = new Set(works);
  const isParent = new Set<number>();
  for (let index = works.reduce((oldest, work) => Math.max(oldest, work), -1); index >= 0; index -= 1) {
    if (scene.hasLanded(index)) continue;
    const parents = [...parentsOf(history, index)];
    if (!kin.has(index) && !parents.some((parent) => kin.has(parent))) continue;
    kin.add(index);
    for (const parent of parents) isParent.add(parent);
  }
  const isFar = (index: number): number => Number(isParent.has(index));
  // The ends of branches are what is merged; of the others the youngest.
  const wanted = [...kin].sort((a, b) => isFar(a) - isFar(b) || a - b);
  const squashes: Squash[] = [];
  let squashed = 0;
  for (const index of wanted) {
    const { commits, base } = scene.readRange(scene.tip, index);
    squashed += commits.length;
    if (squashes.length > 0 && squashed > MOST_SQUASHED) break;
    if (base !== null) squashes.push({ index, comparison: scene.compare(index, base) });
  }
  return squashes.sort((a, b) => b.index - a.index);
}
