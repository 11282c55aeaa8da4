import { expect, test } from '@jest/globals';
import { makeHistory } from './history.ts';
import { makeMergeBaseFinder } from './merge-bases.ts';

/** Commits from lines such as `d c b`: d has the parents c and b. Children come first. */
function find(lines: readonly string[], one: string, other: string): string[] {
  const history = makeHistory(
    lines.map((line) => {
      const [id = '', ...parents] = line.split(' ');
      return { id, parents, refs: [], reverts: [] };
    }),
  );
  const at = (id: string): number => history.indexes.get(id) ?? -1;
  return makeMergeBaseFinder(history)(at(one), at(other)).map((index) => history.ids[index] ?? '');
}

test('is where two lines parted', () => {
  expect(find(['d b', 'c b', 'b a', 'a'], 'c', 'd')).toEqual(['b']);
  expect(find(['c b', 'b a', 'a'], 'c', 'a')).toEqual(['a']);
  expect(find(['c b', 'b a', 'a'], 'b', 'b')).toEqual(['b']);
});

test('is both of two that were merged crosswise', () => {
  expect(find(['f d c', 'e c d', 'd a', 'c a', 'a'], 'e', 'f')).toEqual(['d', 'c']);
});

test('is none of lines that have nothing in common', () => {
  expect(find(['b', 'a'], 'a', 'b')).toEqual([]);
});
