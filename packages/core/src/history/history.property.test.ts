import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findLanding, markAncestors } from './ancestors.ts';
import { firstParentOf, type History, makeHistory, parentsOf } from './history.ts';
import { listHolders } from './list-holders.ts';
import { makeMergeBaseFinder } from './merge-bases.ts';
import { makeRangeReader } from './read-range.ts';

// The same cases in every run, so that a change is judged by what it changes; FC_SEED=<number> makes others.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_121) });

const MOST = 24;
const commit = fc.record({
  /** How far behind each parent comes. */
  parents: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
  refs: fc.constantFrom(0, 0, 0, 1, 2),
});
const anyHistory = fc.array(commit, { minLength: 1, maxLength: MOST, size: 'max' }).map((list) =>
  makeHistory(
    list.map(({ parents, refs }, at) => ({
      id: `${at}`,
      parents: parents.filter((far) => at + far < list.length).map((far) => `${at + far}`),
      refs: Array.from({ length: refs }, (_, number) => `${at}/${number}`),
      reverts: [],
    })),
  ),
);
const pair = fc.tuple(fc.nat({ max: MOST - 1 }), fc.nat({ max: MOST - 1 }));

/** Every commit that one reaches, itself as well. */
function reach(history: History, tip: number): Set<number> {
  const reached = new Set<number>();
  const open = [tip];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (reached.has(one)) continue;
    reached.add(one);
    open.push(...parentsOf(history, one));
  }
  return reached;
}

const sort = (indexes: Iterable<number>): number[] => [...indexes].sort((a, b) => a - b);

describe('in any history', () => {
  test('ancestors are what can be reached', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (history, number) => {
        const tip = number % history.ids.length;
        const marks = markAncestors(history, tip);
        expect([...marks.keys()].filter((index) => marks[index] === 1)).toEqual(sort(reach(history, tip)));
      }),
      { numRuns: 300 },
    );
  });

  test('merge bases are the common ancestors that no other one reaches, one pair after the other', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(pair, { minLength: 1, maxLength: 12 }), (history, pairs) => {
        const findBases = makeMergeBaseFinder(history);
        for (const [a, b] of pairs) {
          const [one, other] = [a % history.ids.length, b % history.ids.length];
          const theirs = reach(history, other);
          const common = [...reach(history, one)].filter((index) => theirs.has(index));
          const isBest = (index: number): boolean =>
            common.every((each) => each === index || !reach(history, each).has(index));
          expect(findBases(one, other)).toEqual(sort(common.filter(isBest)));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('ranges are differences of sets, from a best common ancestor, one after the other', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(pair, { minLength: 1, maxLength: 12 }), (history, pairs) => {
        const readRange = makeRangeReader(history);
        for (const [a, b] of pairs) {
          const [from, to] = [a % history.ids.length, b % history.ids.length];
          const [outside, inside] = [reach(history, from), reach(history, to)];
          const { commits, base } = readRange(from, to);
          expect(commits).toEqual(sort(inside).filter((one) => !outside.has(one)));
          const common = sort(inside).filter((one) => outside.has(one));
          const best = common.filter(
            (one) => !common.some((other) => other !== one && reach(history, other).has(one)),
          );
          expect(best.length === 0 ? [null] : best).toContain(base);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a commit landed by the oldest of the first-parent line that reaches it', () => {
    fc.assert(
      fc.property(anyHistory, pair, (history, [a, b]) => {
        const [target, one] = [a % history.ids.length, b % history.ids.length];
        let landing: number | null = null;
        for (let at: number | null = target; at !== null; at = firstParentOf(history, at))
          if (reach(history, at).has(one)) landing = at;
        expect(findLanding(history, target, one)).toBe(landing);
      }),
      { numRuns: 300 },
    );
  });

  test('holders are the refs that reach a commit, those at it first, and as many as are wanted', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), fc.integer({ min: 1, max: 9 }), (history, number, most) => {
        const landed = markAncestors(history, number % history.ids.length);
        const held = listHolders(history, landed, most);
        for (const index of history.ids.keys()) {
          if (landed[index] === 1) continue;
          const all = [...history.refs]
            .filter(([tip]) => reach(history, tip).has(index))
            .flatMap(([, refs]) => refs);
          const found = held(index);
          expect(all).toEqual(expect.arrayContaining([...found]));
          expect(new Set(found).size).toBe(Math.min(most, all.length));
          expect(found).toHaveLength(Math.min(most, all.length));
          const near = (history.refs.get(index) ?? []).slice(0, most);
          expect(found.slice(0, near.length)).toEqual(near);
        }
      }),
      { numRuns: 200 },
    );
  });
});
