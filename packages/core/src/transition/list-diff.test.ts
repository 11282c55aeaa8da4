import { expect, test } from '@jest/globals';
import { listDiff } from './list-diff.ts';

const TEXT = '- [ ] a\n  - Commit: x\n- [ ] b\n  - Commit: x\n\nend';

/** Replaces the first place where a text is, from which on the edit is meant. */
function edit(old: string, text: string, from = 0): { start: number; end: number; text: string } {
  const start = TEXT.indexOf(old, from);
  return { start, end: start + old.length, text };
}

test('lines that follow each other are shown together, old before new', () => {
  const edits = [edit('Commit: x', 'Commit: 1'), edit('[ ] a', '[x] a')];
  expect(listDiff(new TextEncoder().encode(TEXT), edits)).toEqual([
    '-- [ ] a',
    '-  - Commit: x',
    '+- [x] a',
    '+  - Commit: 1',
  ]);
});

test.each([
  ['a line put in behind another', { start: 7, end: 7, text: '\n  - Status: s' }, ['+  - Status: s']],
  ['a line put in before another', { start: 8, end: 8, text: '  - Status: s\n' }, ['+  - Status: s']],
  ['a line that goes', { start: 8, end: 22, text: '' }, ['-  - Commit: x']],
  ['the last line', edit('end', 'END'), ['-end', '+END']],
  ['nothing', { start: 3, end: 3, text: '' }, []],
])('%s', (_name, one, diff) => {
  expect(listDiff(new TextEncoder().encode(TEXT), [one])).toEqual(diff);
});

test('lines apart from each other stay apart, and so do line ends and other letters', () => {
  const text = TEXT.replaceAll('\n', '\r\n').replace('end', 'ände');
  const bytes = new TextEncoder().encode(text);
  const start = Buffer.from(bytes).indexOf('nde');
  expect(
    listDiff(bytes, [
      { start: 3, end: 4, text: 'x' },
      { start, end: start + 1, text: 'N' },
    ]),
  ).toEqual(['-- [ ] a', '+- [x] a', '-ände', '+äNde']);
});
