import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { readMarkdown } from './read-markdown.ts';
import { readPlainList } from './read-plain-list.ts';

/** What the graph reads of a tree: blocks and links, each with its place. */
function outline(node: Nodes): unknown {
  const place = [node.type, node.position?.start.offset, node.position?.end.offset];
  if (node.type === 'link') return [...place, node.url];
  const children = 'children' in node ? (node.children as Nodes[]) : [];
  if (node.type !== 'paragraph') return [...place, children.map(outline)];
  // Where it begins, before its box or behind, hangs on marks of its text; a list alone has nothing that asks for it.
  return [node.type, node.position?.end.offset, listLinks(children).map(outline)];
}

function listLinks(nodes: readonly Nodes[]): Nodes[] {
  return nodes.flatMap((node) => {
    if (node.type === 'text' || node.type === 'inlineCode') return [];
    // Whatever else could be in a line has to be found, too.
    if (node.type === 'emphasis' || node.type === 'strong' || node.type === 'delete')
      return listLinks(node.children);
    return [node];
  });
}

test.each([
  '- [x] **P0.1** Ask *twice*, see [it](docs/a.md#b)\n  - Commit: `abc1234`\n  - Status: 山田 😀\n\n- next\n',
  '- [ ] P0.1: a\n- [ ] P0.2: b\n  - [x] part\n',
  '- [x] `P0.1` a  \n  - Commit: \n\n\n- b',
])('reads what the Markdown parser reads: %j', (text) => {
  const plain = readPlainList(text);
  expect(plain).not.toBeNull();
  expect(plain && outline(plain)).toEqual(outline(readMarkdown(text) as Nodes));
});

test.each([
  '- [ ] **P0.1** a\n  goes on\n',
  '- [ ] **P0.1** a\n\n  - b\n',
  '- [ ] **P0.1** <b>a</b>\n',
  '- [ ] **P0.1** see https://example.org\n',
  '- [ ] **P0.1** ![a](b)\n',
  '- [ ] **P0.1** [a]\n',
  '- [ ] **P0.1** `[a](b)` ``c``\n',
  '- [ ] **P0.1** \\[a](b)\n',
  '- 1. a\n',
  '# P0\n',
  '',
])('leaves anything else to it: %j', (text) => {
  expect(readPlainList(text)).toBeNull();
});

const PIECES = [
  ...['- ', '- ', '  - ', '  - ', '    - ', '* ', '1. ', '\t- ', '[ ] ', '[x] ', '[X] ', '[~] ', '[x]'],
  ...[
    '**P0.1**',
    'P0.1',
    '`P0`',
    'Commit:',
    ' abc',
    ' ',
    '  ',
    '*',
    '**',
    '_',
    '~~',
    '`',
    '``',
    '\\',
    '!',
    '&amp;',
  ],
  ...[
    '[a](b)',
    '[a b](#c)',
    '[a](b "c")',
    '[a]',
    '[^a]',
    '](',
    '(',
    ')',
    '[',
    ']',
    '<b>',
    '<!--',
    '@',
    'a@b.c',
  ],
  ...[
    'www.a.b',
    'http://a',
    'é',
    '😀',
    '\u00a0',
    '#',
    '---',
    '|',
    '\n',
    '\n',
    '\n',
    '\n\n',
    '\r\n',
    '\n- next\n',
  ],
] as const;
const SEED = Number(process.env['FC_SEED'] ?? 20_261_121);
const plainLine = fc.tuple(
  fc.constantFrom('- ', '  - ', '- [ ] ', '- [x] ', '  - [X] '),
  fc.array(fc.constantFrom(...PIECES.filter((one) => !one.includes('\n'))), { maxLength: 5 }),
);
const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 16 }).map((pieces) => pieces.join('')),
  fc
    .array(plainLine, { minLength: 1, maxLength: 4 })
    .map((lines) => lines.map(([bullet, pieces]) => `${bullet}a${pieces.join('')}\n`).join('')),
);

test('of any text, it reads what the Markdown parser reads, or leaves it to it', () => {
  let read = 0;
  fc.assert(
    fc.property(text, (drawn) => {
      const plain = readPlainList(drawn);
      if (plain === null) return;
      read += 1;
      expect([drawn, outline(plain)]).toEqual([drawn, outline(readMarkdown(drawn) as Nodes)]);
    }),
    { seed: SEED, numRuns: Number(process.env['FC_RUNS'] ?? 3000) },
  );
  expect(read).toBeGreaterThan(100);
});
