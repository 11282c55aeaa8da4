import { expect, test } from '@jest/globals';
import { markAncestors } from './ancestors.ts';
import { drawHistory, indexOf } from './draw-history.ts';
import { listHolders } from './list-holders.ts';

// e and f go on from d; b is an old tag, 9 has no ref.
const history = drawHistory('f:d e:d d:b 9:b c:b b:a a', {
  refs: { f: ['f1', 'f2'], e: ['e'], d: ['d'], c: ['main'], b: ['tag'] },
});

test.each([
  ['f', 9, ['f1', 'f2']],
  ['d', 9, ['d', 'f1', 'f2', 'e']],
  ['9', 9, []],
  ['d', 2, ['d', 'f1']],
  ['d', 1, ['d']],
])('%s is held by so many at most, its own first: %d, %j', (name, most, refs) => {
  const landed = markAncestors(history, indexOf(history, 'c'));
  expect(listHolders(history, landed, most)(indexOf(history, name))).toEqual(refs);
});

test('without a target, all that refs reach is held', () => {
  const held = listHolders(history, null, 9);
  expect(held(indexOf(history, 'b'))).toEqual(['tag', 'd', 'f1', 'f2', 'e', 'main']);
  expect(held(indexOf(history, 'a'))).toHaveLength(6);
  expect(held(indexOf(history, '9'))).toEqual([]);
});
