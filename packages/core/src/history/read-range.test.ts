import { describe, expect, test } from '@jest/globals';
import { drawHistory, indexOf, namesOf } from './draw-history.ts';
import { makeRangeReader } from './read-range.ts';

const line = 'd:c c:b b:a a';
const fork = 'f:e e:cb d:c c:a b:a a';
/** Each of e and d has merged both b and c. */
const crossed = 'e:cb d:bc c:a b:a a';
const disjoint = 'd:c b:a c a';
const octopus = 'f:bcd d:a c:a b:a a';

describe.each([
  ['of a line', line, 'a', 'd', 'dcb', 'a'],
  ['from a commit to itself', line, 'c', 'c', '', 'c'],
  ['that runs backwards', line, 'd', 'b', '', 'b'],
  ['of one commit', line, 'c', 'd', 'd', 'c'],
  ['to a merge from its first side', fork, 'c', 'f', 'feb', 'c'],
  ['to a merge from its second side', fork, 'b', 'f', 'fec', 'b'],
  ['between sides', fork, 'b', 'd', 'dc', 'a'],
  ['to a branch that left before the merge', fork, 'f', 'd', 'd', 'c'],
  ['from a branch that left before the merge', fork, 'd', 'f', 'feb', 'c'],
  ['between crossed merges', crossed, 'd', 'e', 'e', 'cb'],
  ['between crossed merges, the other way', crossed, 'e', 'd', 'd', 'cb'],
  ['between roots', disjoint, 'a', 'd', 'dc', ''],
  ['to a merge of three', octopus, 'c', 'f', 'fdb', 'c'],
])('a range %s', (_name, drawing, from, to, commits, bases) => {
  const history = drawHistory(drawing);

  test(`has the commits ${commits}, from a base in ${bases}`, () => {
    const read = makeRangeReader(history)(indexOf(history, from), indexOf(history, to));
    expect(namesOf(history, read.commits)).toBe(commits);
    if (bases === '') expect(read.base).toBeNull();
    else expect([...bases]).toContain(namesOf(history, [read.base ?? -1]));
  });

  test('is the same whatever was read before', () => {
    const readRange = makeRangeReader(history);
    const ends = [indexOf(history, from), indexOf(history, to)] as const;
    const first = readRange(...ends);
    for (const a of history.ids.keys()) for (const b of history.ids.keys()) readRange(a, b);
    expect(readRange(...ends)).toEqual(first);
  });
});
