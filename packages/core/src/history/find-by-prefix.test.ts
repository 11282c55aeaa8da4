import { expect, test } from '@jest/globals';
import { findByPrefix, makePrefixIndex } from './find-by-prefix.ts';
import { makeHistory } from './history.ts';

const ids = ['abc2', 'ffff', 'abc1', '0000', 'abd0'];
const history = makeHistory(ids.map((id) => ({ id, parents: [], refs: [], reverts: [] })));

test.each([
  ['abc', ['abc1', 'abc2']],
  ['abc2', ['abc2']],
  ['ab', ['abc1', 'abc2', 'abd0']],
  ['0', ['0000']],
  ['ffff', ['ffff']],
  ['fffff', []],
  ['abb', []],
  ['1', []],
  ['', ['0000', 'abc1', 'abc2', 'abd0', 'ffff']],
])('with %j begin %j', (digits, found) => {
  const prefixes = makePrefixIndex(history);
  expect(findByPrefix(prefixes, digits).map((index) => ids[index])).toEqual(found);
});
