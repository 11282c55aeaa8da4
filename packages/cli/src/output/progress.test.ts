import { expect, test } from '@jest/globals';
import { openProgress } from './progress.ts';
import { styled } from './styled-text.ts';

/** What is written to a stream, as it comes. */
function record(stream: { isTTY?: boolean; columns?: number; rows?: number }): {
  readonly written: string[];
  readonly progress: ReturnType<typeof openProgress>;
} {
  const written: string[] = [];
  const output = { ...stream, write: (text: string) => written.push(text) };
  return { written, progress: openProgress(output, { NO_COLOR: '1' }) };
}

test('a terminal has each line in its place', () => {
  const { written, progress } = record({ isTTY: true, columns: 12 });
  progress.show(1, ['b asked'], false);
  progress.show(0, [styled('dim', 'a asked'), ' and more'], false);
  progress.show(1, ['b \u001b[31m is done'], true);
  progress.clear();
  progress.clear();
  expect(written).toEqual([
    '\u001b[Jb asked\n',
    '\u001b[1F\u001b[Ja asked and\nb asked\n',
    '\u001b[2F\u001b[Ja asked and\nb \\x1b[31m\n',
    '\u001b[2F\u001b[J',
  ]);
});

test('a terminal gets no more lines than it can show', () => {
  const { written, progress } = record({ isTTY: true, rows: 3 });
  for (const at of [0, 1, 2, 3]) progress.show(at, [`${at}`], true);
  expect(written.slice(-2)).toEqual(['\u001b[2F\u001b[J1\n2\n', '\u001b[2F\u001b[J2\n3\n']);
});

test('anything else has a line for each end', () => {
  const { written, progress } = record({});
  progress.show(1, ['b asked'], false);
  progress.show(1, ['b is done'], true);
  progress.show(0, ['a is done'], true);
  progress.clear();
  expect(written).toEqual(['b is done\n', 'a is done\n']);
});
