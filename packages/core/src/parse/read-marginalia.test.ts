import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';

const read = (markdown: string) => readExample(markdown).graph;

describe('the comment that silences rules on the next line', () => {
  test('names them, and why', () => {
    const { silences } = read(
      '# A\n\n<!-- roadmap-disable-next-line phase-order -- it was agreed -->\n- [ ] a\n',
    );
    expect(silences).toMatchObject([
      { rules: ['phase-order'], reason: 'it was agreed', line: 3, silencedLine: 4 },
    ]);
  });

  test.each([
    ['a, b', ['a', 'b'], null],
    ['a b\tc', ['a', 'b', 'c'], null],
    ['a --', ['a'], null],
    ['a --b', ['a', '--b'], null],
    ['a -- b -- c', ['a'], 'b -- c'],
    ['', [], null],
    ['-- why', [], 'why'],
  ])('with %j behind it', (text, rules, reason) => {
    expect(read(`<!-- roadmap-disable-next-line ${text} -->\n`).silences).toMatchObject([{ rules, reason }]);
  });

  test('may span lines, and then silences the line after its end', () => {
    const [silence] = read('<!--\nroadmap-disable-next-line a\n-- why\nnot\n-->\n- [ ] a\n').silences;
    expect(silence).toMatchObject({ line: 1, silencedLine: 6, rules: ['a'], reason: 'why not' });
  });

  test('stands anywhere that HTML does, each for itself', () => {
    const text =
      '- a\n  <!-- roadmap-disable-next-line a -->\n- b <!-- roadmap-disable-next-line b --> <!-- roadmap-disable-next-line c -->\n';
    expect(read(text).silences.map(({ rules, line }) => [...rules, line])).toEqual([
      ['a', 2],
      ['b', 3],
      ['c', 3],
    ]);
  });

  test.each([
    ['in a fence', '```\n<!-- roadmap-disable-next-line a -->\n```\n'],
    ['in code', '`<!-- roadmap-disable-next-line a -->`\n'],
    ['by another name', '<!-- roadmap-disable-next-lines a -->\n'],
    ['without an end', '<!-- roadmap-disable-next-line a\n'],
  ])('is none %s', (_name, text) => {
    expect(read(text).silences).toEqual([]);
  });
});

test('links are what Markdown links to, definitions too, each with its place', () => {
  const { links } = read(
    '[a](b.md#c "title") <https://d.example>\n\n- ![image](e.png) [f][g]\n\n[g]: h.md\n\n`[i](j)`\n',
  );
  expect(links.map(({ url, line }) => [url, line])).toEqual([
    ['b.md#c', 1],
    ['https://d.example', 1],
    ['h.md', 5],
  ]);
});

test('anchors are the slugs of headings as GitHub makes them, and ids of HTML', () => {
  const { anchors } = read(
    '# 🎯 The *Plan* of `x`\n\n## A\n\n## A\n\n<a id="b"></a>\n\n<a name=\'c\'>x</a> <div id=d>\n\nSetext [link](e)\n---\n',
  );
  expect(anchors).toEqual(['-the-plan-of-x', 'a', 'a-1', 'b', 'c', 'd', 'setext-link']);
});
