import { expect, test } from '@jest/globals';
import { findLanding, markAncestors } from './ancestors.ts';
import { drawHistory, indexOf, namesOf } from './draw-history.ts';

// main: a c e f, with b merged by e; d is on a branch, 9 is another root.
const history = drawHistory('f:e e:cb d:c c:a b:a a 9');

test.each([
  ['f', 'fecba'],
  ['e', 'ecba'],
  ['d', 'dca'],
  ['b', 'ba'],
  ['a', 'a'],
  ['9', '9'],
])('%s reaches %s', (tip, reached) => {
  const marks = markAncestors(history, indexOf(history, tip));
  expect(
    namesOf(
      history,
      [...marks.keys()].filter((index) => marks[index] === 1),
    ),
  ).toBe(reached);
});

test('several together reach what each of them does', () => {
  const marks = markAncestors(history, [indexOf(history, '9'), indexOf(history, 'd')]);
  expect(
    namesOf(
      history,
      [...marks.keys()].filter((index) => marks[index] === 1),
    ),
  ).toBe('dca9');
});

test.each([
  ['f', 'f', 'f'],
  ['f', 'e', 'e'],
  ['f', 'c', 'c'],
  ['f', 'a', 'a'],
  ['f', 'b', 'e'],
  ['d', 'c', 'c'],
  ['f', 'd', null],
  ['d', 'b', null],
  ['f', '9', null],
])('on %s, %s landed by %s', (target, commit, landing) => {
  const found = findLanding(history, indexOf(history, target), indexOf(history, commit));
  expect(found === null ? null : namesOf(history, [found])).toBe(landing);
});
