import { markAncestors } from '../history/ancestors.ts';
import { findReverts } from '../history/find-reverts.ts';
import { firstParentOf, type History, parentsOf } from '../history/history.ts';
import { makeRangeReader } from '../history/read-range.ts';
import type { CommitNotes } from './commit-notes.ts';
import type { Comparison } from './elsewhere.ts';

/** Where the work of lost claims may have landed: every commit that a clone knows of, with what it tells. */
export interface Terrain {
  readonly history: History;
  /** By index. */
  readonly notes: readonly CommitNotes[];
}

/** The same as it looks from one target. */
export interface Scene extends Terrain {
  readonly tip: number;
  hasLanded(index: number): boolean;
  readRange: ReturnType<typeof makeRangeReader>;
  /** The landed commits, merges left out, that some of these do not reach. */
  listSince(indexes: readonly number[]): readonly number[];
  /** Whether a commit is another one, or comes of it. */
  reaches(index: number, other: number): boolean;
  /** A landed commit and all before it, merges left out. */
  listBefore(index: number): readonly number[];
  /** Against the first parent, a root against nothing. */
  compareSingle(index: number): Comparison;
  compare(index: number, other: number | null): Comparison;
  /** The landed commit that reverted a landed one. */
  findRevert(index: number): number | null;
  /** What was reverted on the way to a commit that has not landed, and by which commit. */
  listRevertsBefore(index: number): ReadonlyMap<number, number>;
  /** The landed commit that says it reverts a commit of that hash, with what a carrier brought. */
  findRevertByName(hash: string, carrier: number): number | null;
}

/** @param target full hash; must be in the history */
export function makeScene({ history, notes }: Terrain, target: string): Scene {
  const tip = history.indexes.get(target) ?? 0;
  const landed = markAncestors(history, tip);
  const reverts = findReverts(history, landed);
  const readRange = makeRangeReader(history);
  const revertsBefore = new Map<number, ReadonlyMap<number, number>>();
  const isSingle = (index: number): boolean => parentsOf(history, index).length < 2;
  const reaches = (index: number, other: number): boolean => readRange(index, other).commits.length === 0;
  const compare = (index: number, other: number | null): Comparison => ({
    commit: history.ids[index] ?? '',
    with: other === null ? null : (history.ids[other] ?? null),
  });
  return {
    history,
    notes,
    tip,
    readRange,
    compare,
    hasLanded: (index) => landed[index] === 1,
    listSince: (indexes) => {
      const found = new Set<number>();
      for (const index of listOldest(history, indexes))
        for (const one of readRange(index, tip).commits) found.add(one);
      return [...found].filter(isSingle);
    },
    reaches,
    listBefore: (index) => {
      const marks = markAncestors(history, index);
      return history.ids.flatMap((_, at) => (marks[at] === 1 && isSingle(at) ? [at] : []));
    },
    compareSingle: (index) => compare(index, firstParentOf(history, index)),
    findRevert: (index) => reverts.get(index) ?? null,
    listRevertsBefore: (index) => {
      const known = revertsBefore.get(index) ?? findReverts(history, markAncestors(history, index));
      revertsBefore.set(index, known);
      return known;
    },
    findRevertByName: (hash, carrier) => {
      for (const [index, named] of history.reverts) {
        if (landed[index] !== 1 || reverts.has(index)) continue;
        if (!named.some(({ commit }) => hash.startsWith(commit))) continue;
        if (reaches(index, carrier)) return index;
      }
      return null;
    },
  };
}

/** Those of some commits that reach no other of them: what these do not reach is all that some of them do not reach. */
function listOldest(history: History, indexes: readonly number[]): number[] {
  const wanted = new Set(indexes);
  const oldest: number[] = [];
  const comesOfOne = new Set<number>();
  for (let index = history.ids.length - 1; index >= 0; index -= 1) {
    const isOf = parentsOf(history, index).some((parent) => comesOfOne.has(parent));
    if (wanted.has(index) && !isOf) oldest.push(index);
    if (isOf || wanted.has(index)) comesOfOne.add(index);
  }
  return oldest;
}

export function idOf(index: number | null | undefined, { history }: Scene): string | null {
  return history.ids[index ?? -1] ?? null;
}
