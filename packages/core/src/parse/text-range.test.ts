import { describe, expect, test } from '@jest/globals';
import { dropLooseMark, foldLines, splitLines, trimRange } from './text-range.ts';

const whole = (text: string) => ({ start: 0, end: text.length });
const cut = (text: string, { start, end }: { start: number; end: number }): string => text.slice(start, end);

describe('folding lines', () => {
  test.each([
    ['one', 'one'],
    ['  kept at the ends \t', '  kept at the ends \t'],
    ['a\nb', 'a b'],
    ['a \t\n\t  b', 'a b'],
    ['a\r\nb\rc', 'a b c'],
    ['a  b', 'a  b'],
    ['a\n\nb', 'a  b'],
    ['a \n \n b', 'a  b'],
    ['\na\n', ' a '],
    ['a\u00a0\nb', 'a\u00a0 b'],
  ])('%j', (raw, folded) => {
    expect(foldLines(raw)).toBe(folded);
  });
});

test.each([
  ['', ['']],
  ['a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
  ['a\n', ['a', '']],
])('the lines of %j', (text, lines) => {
  expect(splitLines(text, whole(text)).map((line) => cut(text, line))).toEqual(lines);
});

test('the lines of a range end with the range', () => {
  expect(splitLines('ab\ncd\nef', { start: 1, end: 4 })).toEqual([
    { start: 1, end: 2 },
    { start: 3, end: 4 },
  ]);
});

test('a range of white space alone is trimmed to nothing', () => {
  expect(trimRange('a \t\n b', { start: 1, end: 5 })).toEqual({ start: 5, end: 5 });
});

describe('a loose mark of bold text is left out', () => {
  test.each([
    ['Title**', 'Title'],
    ['** Title', 'Title'],
    ['__Title', 'Title'],
    ['**Title**', '**Title**'],
    ['**Bold** rest', '**Bold** rest'],
    ['Do** it **now**', 'Do** it **now**'],
    ['a ** b', 'a ** b'],
    ['**', ''],
  ])('%s', (text, left) => {
    expect(cut(text, dropLooseMark(text, whole(text)))).toBe(left);
  });
});
