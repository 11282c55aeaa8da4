import { markAncestors } from '../history/ancestors.ts';
import { findReverts } from '../history/find-reverts.ts';
import type { History } from '../history/history.ts';
import { listHolders } from '../history/list-holders.ts';
import { makeRangeReader, type RangeOfCommits } from '../history/read-range.ts';

/** What a clone can tell at all. */
export interface Clone {
  /** Null where git could not read it. */
  readonly history: History | null;
  /** Whether it has all that any ref reaches; else what it lacks may be anywhere. */
  readonly isWhole: boolean;
  /** Full hashes of the commits at which a shallow clone was cut off; empty for a whole one. */
  readonly boundary: ReadonlySet<string>;
  /** Whether it is a partial clone. */
  readonly partial: boolean;
}

/** What one roadmap's commits must have landed on. */
export interface Target {
  /** As the config names it. */
  readonly name: string;
  /** Full hash; null where there is no such commit. */
  readonly commit: string | null;
  /** Whether there is none because nothing was committed yet, so that nothing can have landed. */
  readonly unborn: boolean;
  /** Why there is none: several refs have that name, it names no commit, git has no such name, git could not say. */
  readonly problem: TargetProblem | null;
}

export type TargetProblem = 'several-refs' | 'no-commit' | 'missing' | 'unread';

/** The history of a clone as it looks from one target. What is costly is worked out once, when it is first asked. */
export interface Prospect {
  readonly history: History;
  /** Whether the target reaches a commit. */
  hasLanded(index: number): boolean;
  /** Whether the history of the target was cut off, so that what it does not reach may have landed all the same. */
  isCut(): boolean;
  /** Full names of some refs that reach a commit that did not land. */
  refsOf(index: number): readonly string[];
  /** The commit that reverted a landed one. */
  findRevert(index: number): number | null;
  readRange(from: number, to: number): RangeOfCommits;
}

/** Refs that are listed of a commit that did not land. */
export const MOST_REFS = 10;

export function makeProspect(history: History, boundary: Clone['boundary'], target: Target): Prospect {
  const tip = history.indexes.get(target.commit ?? '');
  const landed = tip === undefined ? new Uint8Array(history.ids.length) : markAncestors(history, tip);
  const isCut = [...boundary].some((id) => landed[history.indexes.get(id) ?? -1] === 1);
  const holders = once(() => listHolders(history, landed, MOST_REFS));
  const reverts = once(() => findReverts(history, landed));
  return {
    history,
    hasLanded: (index) => landed[index] === 1,
    isCut: () => isCut,
    refsOf: (index) => holders()(index),
    findRevert: (index) => reverts().get(index) ?? null,
    readRange: makeRangeReader(history),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
