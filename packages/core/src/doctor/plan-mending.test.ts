import { describe, expect, test } from '@jest/globals';
import { dialects } from '../dialects/dialects.ts';
import { makePolicy } from '../law/policy.ts';
import { parseRoadmap } from '../parse/index.ts';
import { type Mending, planMending } from './plan-mending.ts';

/** What is wrong with a text: the kind, line and repair of each; and the text when that is mended. */
function mend(text: string): { readonly found: string[]; readonly text: string } {
  const first = plan(new TextEncoder().encode(text));
  const again = plan(first.bytes);
  // What is mended is whole: only what is for a person is found again.
  expect(again.damages.filter(({ repair }) => repair !== null)).toEqual([]);
  expect(again.bytes).toEqual(first.bytes);
  return {
    found: first.damages.map(({ kind, line, repair }) => `${kind} ${line}: ${repair}`),
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(first.bytes),
  };
}

function plan(bytes: Uint8Array): Mending {
  const dialect = dialects.find(({ name }) => name === 'execution');
  if (dialect === undefined) throw new Error('no dialect');
  const parse = (other: Uint8Array): ReturnType<typeof parseRoadmap> =>
    parseRoadmap(other, { path: 'ROADMAP.md', dialect });
  const { graph, source } = parse(bytes);
  if (source === null) throw new Error('unreadable');
  return planMending({ graph, source, dialect }, makePolicy(dialect, null), (other) => parse(other).graph);
}

const task = (id: string, box = ' ', status = ''): string =>
  `- [${box}] **${id}** Do it\n  - Commit:\n  - Status:${status === '' ? '' : ` ${status}`}\n`;
const HEAD = '# Plan\n\nTotal phases: 1\n\n### P0 — Work\n\n';

describe('a file in which nothing is wrong', () => {
  test.each([
    '',
    `${HEAD}${task('P0.1', 'x', 'PASS')}`,
    `\ufeff${HEAD}${task('P0.1')}`.replaceAll('\n', '\r\n'),
    `${HEAD}${task('P0.1')}### P1 — Review handoff\n\n${task('P1.1')}`,
  ])('stays as it is', (text) => {
    expect(mend(text)).toEqual({ found: [], text });
  });
});

describe('line ends', () => {
  test('become those of most lines', () => {
    const long = `${HEAD}${task('P0.1')}`.replaceAll('\n', '\r\n');
    expect(mend(long.replace('# Plan\r\n', '# Plan\n'))).toEqual({
      found: ['mixed-line-ends 1: end all lines with CR LF'],
      text: long,
    });
    const short = `${HEAD}${task('P0.1')}`;
    expect(mend(short.replace('1\n\n', '1\r\n\r\n'))).toEqual({
      found: ['mixed-line-ends 3: end all lines with LF'],
      text: short,
    });
  });

  test('of which both are as many are for a person', () => {
    const text = '# Plan\r\n\n';
    expect(mend(text)).toEqual({ found: ['mixed-line-ends 2: null'], text });
  });
});

describe('a box that its Status contradicts', () => {
  test('gives way', () => {
    expect(mend(`${HEAD}${task('P0.1', 'x', 'BLOCKED: no key')}${task('P0.2', 'X', 'FAILED')}`)).toEqual({
      found: [
        'box-against-status 7: write [ ], which leaves it blocked',
        'box-against-status 10: write [ ], which leaves it failed',
      ],
      text: `${HEAD}${task('P0.1', ' ', 'BLOCKED: no key')}${task('P0.2', ' ', 'FAILED')}`,
    });
  });

  test('takes the mark that the file uses for that state', () => {
    const text = `${HEAD}${task('P0.1', 'x', 'BLOCKED: no key')}${task('P0.2', '!', 'no host')}`;
    expect(mend(text).text).toBe(text.replace('[x]', '[!]'));
  });

  test('is for a person where the title says it, or one of two', () => {
    const title = `${HEAD}${task('P0.1', 'x', 'PASS').replace('Do it', 'BLOCKED: Do it')}`;
    const two = `${HEAD}${task('P0.1', 'x', 'PASS')}  - Status: BLOCKED: no key\n`;
    for (const text of [title, two])
      expect(mend(text)).toEqual({ found: ['box-against-status 7: null'], text });
  });
});

describe('a number of phases', () => {
  test('becomes that of the phases of work', () => {
    const text = `${HEAD.replace('1', '6 (P0 → P5)')}${task('P0.1')}### P1 — Review handoff\n\n${task('P1.1')}`;
    expect(mend(text)).toEqual({ found: ['phase-count 3: write 1'], text: text.replace('6', '1') });
  });
});

describe('tasks with one id', () => {
  const twin = task('P0.1', ' ', 'BLOCKED: no key');

  test('that are the same are one', () => {
    expect(mend(`${HEAD}${twin}${task('P0.2')}${twin}${task('P0.3')}`)).toEqual({
      found: ['duplicate-task 13: take the second one out'],
      text: `${HEAD}${twin}${task('P0.2')}${task('P0.3')}`,
    });
    const nested = `${task('P0.1')}  - [ ] a step\n  - [ ] **P0.2** another\n`;
    expect(mend(`${HEAD}${nested}${nested}`)).toEqual({
      found: ['duplicate-task 12: take the second one out'],
      text: `${HEAD}${nested}`,
    });
    expect(mend(`${HEAD}${twin}${twin.trimEnd()}`).text).toBe(`${HEAD}${twin}`);
  });

  test('that differ are for a person, and are none where they are two tasks', () => {
    const text = `${HEAD}${task('P0.1')}${twin}`;
    expect(mend(text)).toEqual({ found: ['duplicate-task 10: null'], text });
    const other = `${HEAD}${task('P0.1')}${task('P0.1').replace('Do it', 'Commit it')}`;
    expect(mend(other)).toEqual({ found: [], text: other });
    const apart = `${HEAD.replace('1', '2')}${twin}\n### P1 — More\n\n${twin}`;
    expect(mend(apart)).toEqual({ found: [], text: apart });
  });

  test('are mended with what else is wrong with them, and told by their lines in the file', () => {
    const ticked = twin.replace('[ ]', '[x]');
    expect(mend(`${HEAD.replace('1', '3')}${ticked}${ticked}`)).toEqual({
      found: [
        'box-against-status 7: write [ ], which leaves it blocked',
        'box-against-status 10: write [ ], which leaves it blocked',
        'phase-count 3: write 1',
        'duplicate-task 10: take the second one out',
      ],
      text: `${HEAD}${twin}`,
    });
  });
});
