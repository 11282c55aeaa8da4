import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { measureNesting } from './nesting.ts';

// The same cases in every run, so that a change is judged by what it changes; FC_SEED=<number> makes others.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_121) });

/** How deep the containers of a text really nest. */
function countDepth(text: string): number {
  const root = readMarkdown(text);
  if (root === null) throw new Error('it was not read');
  const pending: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  let deepest = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node } = next;
    const depth = next.depth + (/^(?:listItem|blockquote|footnoteDefinition)$/.test(node.type) ? 1 : 0);
    deepest = Math.max(deepest, depth);
    if ('children' in node) for (const child of node.children) pending.push({ node: child, depth });
  }
  return deepest;
}

const indented = (levels: number, indent: string, item: string): string =>
  Array.from({ length: levels }, (_, level) => indent.repeat(level) + item).join('\n');

describe('the depth of ordinary text is exact', () => {
  test.each([
    ['text', '# Title\n\ntext with - and > and 1. in it\n', 0],
    ['a flat list', '- a\n- b\n- c\n', 1],
    ['a list in a list', '- a\n  - b\n    - c\n- d\n', 3],
    ['numbers', '1. a\n   1. b\n      1) c\n', 3],
    ['four blanks for each level', indented(60, '    ', '- a'), 60],
    ['tabs', indented(60, '\t', '-\ta'), 60],
    ['many markers on a line', '- 1. * + a', 4],
    ['quotes', '> > > a', 3],
    ['a quoted list', '> - a\n>   - b', 3],
    ['a quote in an item', '- > a\n  > - b', 3],
    ['empty items', '-\n  -\n    -', 3],
    ['a footnote', '[^1]: - a', 2],
    ['lone CRs', '- a\r  - b\r    - c', 3],
    ['code far to the right', `\`\`\`\n${' '.repeat(300)}text\n\`\`\`\n`, 0],
    ['a rule of hyphens', '---\n-----\n', 0],
  ])('%s', (_name, text, depth) => {
    expect(measureNesting(text).depth).toBe(depth);
    expect(countDepth(text)).toBe(depth);
  });
});

test('the line is the first one on which the depth is reached, however lines end', () => {
  expect(measureNesting('- a\r\n- b\r  - c\n\n  - d\n').line).toBe(3);
  expect(measureNesting('').line).toBe(1);
});

describe('the depth is never below the real one', () => {
  test.each([
    ['an item that a lazy line could not open, behind a heading', `- a\n# h\n2. ${'- '.repeat(50)}a`],
    ['the same behind a fence', `- a\n\`\`\`\n\`\`\`\n2. ${'- '.repeat(50)}a`],
    ['quotes that move to and fro', '   > - a\n>   - b\n   >       - c\n>       - d\n'],
    ['footnotes in footnotes', '[^a]: [^b]: [^c]: - a\n\n    - b\n'],
    ['an indented footnote', '  [^a]: a\n\n    - > - b\n'],
    ['a tab behind a quote mark', '>1. * -\n>   \t >'],
  ])('%s', (_name, text) => {
    expect(measureNesting(text).depth).toBeGreaterThanOrEqual(countDepth(text));
  });

  const marker = fc.constantFrom(
    '- ',
    '* ',
    '-\t',
    '-   ',
    '-',
    '1. ',
    '10) ',
    '0. ',
    '> ',
    '>',
    '[^a]: ',
    '[^b]:\t',
  );
  const blank = fc.constantFrom('', ' ', '  ', '   ', '    ', '      ', '\t');
  const content = fc.constantFrom(
    'a',
    'b',
    '',
    '[ ] a',
    '# h',
    '---',
    '===',
    '```',
    '~~~',
    '<div>',
    '<!--',
    '-->',
    '|a|\n|-|',
    '[x]: /u',
    '\\',
    '- - -',
  );
  const head = fc.array(fc.oneof(marker, blank), { maxLength: 7 }).map((parts) => parts.join(''));
  const lineEnd = fc.constantFrom('\n', '\n', '\n\n', '\r\n', '\r', '\n>\n');
  const soup = fc
    .array(fc.tuple(fc.nat({ max: 24 }), head, content, lineEnd), { maxLength: 14 })
    .map((lines) =>
      lines.map(([indent, ...parts]) => ' '.repeat(indent % 3 === 0 ? indent : 0) + parts.join('')).join(''),
    );

  test('in any soup of containers', () => {
    fc.assert(
      fc.property(soup, (text) => {
        expect(measureNesting(text).depth).toBeGreaterThanOrEqual(countDepth(text));
      }),
      { numRuns: 1500 },
    );
  });
});
