import { describe, expect, test } from '@jest/globals';
import { countOf, cutText, nameSome } from './words.ts';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
])('%j is named as %j', (names, text) => {
  expect(nameSome(names, 3)).toBe(text);
});

test('a count agrees with its noun', () => {
  expect([countOf(0, 'task'), countOf(1, 'task'), countOf(2, 'task')]).toEqual([
    '0 tasks',
    '1 task',
    '2 tasks',
  ]);
  expect([countOf(1, 'entry', 'entries'), countOf(3, 'entry', 'entries')]).toEqual(['1 entry', '3 entries']);
});

describe('a text that is cut', () => {
  test('is left alone up to its length', () => {
    expect(cutText('abcde', 5)).toBe('abcde');
    expect(cutText('', 5)).toBe('');
  });

  test('ends with an ellipsis that counts, and with no space before it', () => {
    expect(cutText('abcdef', 5)).toBe('abcd…');
    expect(cutText('abc def', 5)).toBe('abc…');
  });

  test('is counted in characters, and none is cut in two', () => {
    expect(cutText('😀😀😀', 3)).toBe('😀😀😀');
    expect(cutText('😀😀😀😀', 3)).toBe('😀😀…');
  });
});
