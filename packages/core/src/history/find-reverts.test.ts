import { describe, expect, test } from '@jest/globals';
import { markAncestors } from './ancestors.ts';
import { drawHistory, idOf, indexOf, namesOf } from './draw-history.ts';
import { findReverts, mayRevert, readReverts } from './find-reverts.ts';

const A = idOf('a');
const B = idOf('b');
const none = { mainline: null };

test.each([
  [`Revert "x"\n\nThis reverts commit ${A}.\n`, [{ commit: A, ...none }]],
  [`This reverts commit ${A}, reversing\nchanges made to ${B}.`, [{ commit: A, mainline: B }]],
  [`This reverts commit ${A}, reversing changes made to ${B}.`, [{ commit: A, mainline: B }]],
  ['This reverts commit ABCDEF1.', [{ commit: 'abcdef1', ...none }]],
  ['this reverts commit abcdef1, and more', [{ commit: 'abcdef1', ...none }]],
  [
    'This reverts commit abcdef1.\nThis reverts commit 1abcdef.\n',
    [
      { commit: 'abcdef1', ...none },
      { commit: '1abcdef', ...none },
    ],
  ],
  ['This reverts commit abcdef.', []],
  ['This reverts commit that broke it', []],
  [`I think: This reverts commit ${A}.`, []],
  [`> This reverts commit ${A}.`, []],
  ['', []],
])('%j says that it reverts %j', (message, reverts) => {
  expect(readReverts(message)).toEqual(reverts);
  // Told by the bytes, before they are decoded.
  if (reverts.length > 0) expect(mayRevert(Buffer.from(`é${message}`).toString('latin1'))).toBe(true);
});

const says = (commit: string, kept?: string): string =>
  kept === undefined
    ? `Revert\n\nThis reverts commit ${commit}.\n`
    : `Revert\n\nThis reverts commit ${commit}, reversing\nchanges made to ${kept}.\n`;

/** "commit by" of each, in the order of the history. */
function findNamed(drawing: string, target: string, messages: Readonly<Record<string, string>>): string[] {
  const history = drawHistory(drawing, { messages });
  const found = findReverts(history, markAncestors(history, indexOf(history, target)));
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([commit, by]) => `${namesOf(history, [commit])} ${namesOf(history, [by])}`);
}

describe('in a line, d is the target', () => {
  const line = 'e:d d:c c:b b:a a';
  test.each<[string, Readonly<Record<string, string>>, string[]]>([
    ['nobody reverts anything', {}, []],
    ['a commit', { c: says(A) }, ['a c']],
    ['by few digits', { c: says(A.slice(0, 7)) }, ['a c']],
    ['a revert, which brings back', { c: says(A), d: says(idOf('c')) }, ['c d']],
    ['the revert of a revert', { b: says(A), c: says(B), d: says(idOf('c')) }, ['c d', 'a b']],
    ['again what was brought back', { b: says(A), c: says(B), d: says(A) }, ['b c', 'a d']],
    ['two at once', { d: `${says(A)}${says(B)}` }, ['b d', 'a d']],
    ['by a commit that did not land', { e: says(A) }, []],
    ['a landed revert by one that did not land', { d: says(A), e: says(idOf('d')) }, ['a d']],
    ['what is not there', { d: says('0123456') }, []],
    ['what came later', { b: says(idOf('c')) }, []],
    ['itself', { b: says(B) }, []],
  ])('%s', (_name, messages, found) => {
    expect(findNamed(line, 'd', messages)).toEqual(found);
  });
});

describe('of a merge', () => {
  // d merges c and b, which a branch brought, into 1; e is behind it.
  const merged = 'f:e e:d d:1c c:b b:a 1:a a';
  test.each<[string, Readonly<Record<string, string>>, string[]]>([
    ['goes all that it brought', { e: says(idOf('d'), idOf('1')) }, ['d e', 'c e', 'b e']],
    ['goes the other side, where that is named', { e: says(idOf('d'), idOf('c')) }, ['d e', '1 e']],
    ['goes the merge alone, where no side is named', { e: says(idOf('d')) }, ['d e']],
    ['goes the merge alone, where the side is not there', { e: says(idOf('d'), '0123456') }, ['d e']],
    [
      'comes back all, where the revert is reverted',
      { e: says(idOf('d'), idOf('1')), f: says(idOf('e')) },
      ['e f'],
    ],
    [
      'goes a revert that it brought, so that what that took back is there',
      { c: says(A), e: says(idOf('d'), idOf('1')) },
      ['d e', 'c e', 'b e'],
    ],
  ])('%s', (_name, messages, found) => {
    expect(findNamed(merged, 'f', messages)).toEqual(found);
  });
});

test('a revert on a side that does not have the commit takes nothing back', () => {
  expect(findNamed('d:bc c:a b:a a', 'd', { c: says(B) })).toEqual([]);
  expect(findNamed('d:cb b:a c:a a', 'd', { b: says(idOf('c')) })).toEqual([]);
});

test('digits with which several commits begin name none of them', () => {
  const history = drawHistory('c:b b:a a', { messages: { c: says('aaaaaaa') } });
  const ids = history.ids.map((id, index) => (index === 1 ? `aaaaaaa${'0'.repeat(33)}` : id));
  expect(findReverts({ ...history, ids }, new Uint8Array(3).fill(1)).size).toBe(0);
  expect(findReverts(history, new Uint8Array(3).fill(1)).size).toBe(1);
});
