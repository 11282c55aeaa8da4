import { describe, expect, test } from '@jest/globals';
import { compileForms, type Forms } from '../dialects/forms.ts';
import { plan } from '../dialects/plan.ts';
import { readBlocks } from '../markdown/read-blocks.ts';
import { type Box, readBox } from './read-box.ts';

function read(text: string, forms: Forms = compileForms(plan)): Box | null {
  const list = readBlocks(text, true)?.blocks.find((node) => node.type === 'list');
  const item = list?.items[0];
  if (item === undefined) throw new Error(`${text} has no list item`);
  return readBox(text, item, forms);
}

describe('a box, and what stands behind it', () => {
  test.each([
    ['- [ ] a', ' ', 'a'],
    ['- [x] a', 'x', 'a'],
    ['* [X] a', 'X', 'a'],
    ['+ [~] a', '~', 'a'],
    ['1. [❌] a', '❌', 'a'],
    ['12) [✔\ufe0f] a', '✔\ufe0f', 'a'],
    ['- [👩‍👩‍👧] a', '👩‍👩‍👧', 'a'],
    ['- [?] an unknown mark', '?', 'an unknown mark'],
    ['-\t[\t]\ta', '\t', 'a'],
    ['-    [ ]   a', ' ', 'a'],
    ['- \u00a0[x] a', 'x', 'a'],
    ['- [x] é', 'x', 'é'],
    ['- [ ]\n  a', ' ', 'a'],
    ['- [ ] \r\n  a', ' ', 'a'],
    ['-\n  [ ] a', ' ', 'a'],
    ['- [\n  ] a', '\n  ', 'a'],
    ['- [ ]* 2.3 what need not be done', ' ', '2.3 what need not be done'],
  ])('%j', (text, marker, rest) => {
    const box = read(text);
    expect(box?.marker).toBe(marker);
    expect(text.slice(box?.contentStart)).toBe(rest);
    expect(text.slice(box?.markerStart, box?.markerEnd)).toBe(marker);
  });
});

describe('no box', () => {
  test.each([
    '- a',
    '- [ ]',
    '- [ ] ',
    '- [x]a',
    '- [ ]*a* b',
    '- [A] a letter',
    '- [é] a letter',
    '- [1] a digit',
    '- […] words left out',
    '- [] a',
    '- [  ] a',
    '- [✅✅] a',
    '- [ ](a) link',
    '- \\[ ] a',
    '- `[ ]` a',
    '- **[ ] a**',
    '- a [ ] b',
    '- > [ ] a',
    '- # [ ] a',
    '- [ ] a\n  ===',
    '-     [ ] code',
  ])('%j', (text) => {
    expect(read(text)).toBeNull();
  });
});

test("a letter is a box where the project's config says so", () => {
  expect(read('- [A] a', compileForms(plan, { A: 'failed' }))?.marker).toBe('A');
});
