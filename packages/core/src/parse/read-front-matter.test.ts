import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';

const read = (markdown: string) => readExample(markdown).graph.frontMatter;

test('front matter is the YAML mapping between two rules at the head of the file', () => {
  expect(read('---\nstatus: done\nids: [1, 2]\n---\n\n# A\n')).toEqual({
    text: 'status: done\nids: [1, 2]',
    data: { status: 'done', ids: [1, 2] },
    line: 1,
    span: { start: 0, end: 32 },
  });
});

test.each([
  ['nothing', '# A\n'],
  ['a rule and text', '---\ntext: no end\n'],
  ['a blank line before it', '\n---\na: b\n---\n'],
])('%s is no front matter', (_name, text) => {
  expect(read(text)).toBeNull();
});

describe('its data is null', () => {
  test.each([
    ['a list', '- a\n- b'],
    ['text', 'text'],
    ['nothing', ''],
    ['no valid YAML', 'a: [b'],
    ['a key twice', 'a: 1\na: 2'],
    ['a value that holds itself', 'a: &a\n  b: *a'],
    [
      'aliases that grow',
      [
        'a: &a [x, x]',
        ...'bcdefghi'.split('').map((key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]}, `.repeat(9)}]`),
      ].join('\n'),
    ],
    ['brackets nested past the stack', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['more than 64 KiB', `a: ${'b'.repeat(65_536)}`],
  ])('where it is %s', (_name, yaml) => {
    expect(read(`---\n${yaml}\n---\n`)).toMatchObject({ data: null });
  });
});

test('a date stays what JSON can say', () => {
  expect(read('---\ncreated: 2026-01-02\n---\n')?.data).toEqual({ created: '2026-01-02' });
});

test('boxes in front matter are no tasks', () => {
  expect(readExample('---\n- [ ] a\n---\n- [ ] b\n').graph.phases[0]?.tasks).toHaveLength(1);
});
