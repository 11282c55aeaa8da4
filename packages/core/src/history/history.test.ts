import { expect, test } from '@jest/globals';
import { drawHistory, idOf, indexOf, namesOf } from './draw-history.ts';
import { firstParentOf, makeHistory, parentsOf } from './history.ts';

const history = drawHistory('e:db d:c c:a b:a a', {
  refs: { e: ['refs/heads/main'] },
  messages: { d: `This reverts commit ${idOf('c')}.` },
});

test.each([
  ['e', 'db'],
  ['d', 'c'],
  ['a', ''],
])('the parents of %s are %j, the first one first', (name, parents) => {
  expect(namesOf(history, parentsOf(history, indexOf(history, name)))).toBe(parents);
  const first = firstParentOf(history, indexOf(history, name));
  expect(first === null ? '' : namesOf(history, [first])).toBe(parents.slice(0, 1));
});

test('a commit is found by its hash; refs and reverts stand at the commits that have any', () => {
  expect(history.ids.map((id) => history.indexes.get(id))).toEqual([0, 1, 2, 3, 4]);
  expect([...history.refs]).toEqual([[0, ['refs/heads/main']]]);
  expect([...history.reverts]).toEqual([[1, [{ commit: idOf('c'), mainline: null }]]]);
});

test('a parent that the clone lacks is left out', () => {
  const cut = drawHistory('c:ab b:f');
  expect(namesOf(cut, parentsOf(cut, indexOf(cut, 'c')))).toBe('b');
  expect(firstParentOf(cut, indexOf(cut, 'b'))).toBeNull();
});

test('there may be nothing', () => {
  expect(makeHistory([]).ids).toEqual([]);
});
