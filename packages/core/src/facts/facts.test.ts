import { expect, test } from '@jest/globals';
import type { Claim } from '../generated/roadmap.types.ts';
import { readExample } from '../graph/read-example.ts';
import { collectHashes, findFact, isAsked, isGood, keyOfClaim, makeFact, noFacts } from './facts.ts';

const claimsOf = (value: string): Claim[] =>
  readExample(`### P0 — A\n- [x] **P0.1** a\n  - Commit: ${value}\n`).task('P0.1').claims;

const landed = makeFact('landed', { commit: '1'.repeat(40), changes: 'work' });
const absent = makeFact('absent', { missing: ['ddddddd'] });
const commits = new Map([
  ['aaaaaaa', landed],
  ['ddddddd', absent],
  ['aaaaaaa..ddddddd', absent],
]);

test.each([
  ['aaaaaaa', 'landed'],
  ['AAAAAAA', 'landed'],
  ['ddddddd', 'absent'],
  ['aaaaaaa..ddddddd', 'absent'],
  ['ddddddd..aaaaaaa', 'unknown'],
  ['fffffff', 'unknown'],
  ['acme/app@ddddddd', 'foreign'],
  ['none (by hand)', null],
  ['this', 'unknown'],
  ['TBD', null],
  ['nonsense here', null],
] as const)('of %s is found: %j', (value, fact) => {
  const [claim] = claimsOf(value);
  expect((claim && findFact(claim, { ...noFacts, commits }))?.fact ?? null).toBe(fact);
});

test('the key of a claim is what git is asked: the same hash twice is one, and each `this` another', () => {
  const keys = [...claimsOf('aaaaaaa, AAAAAAA, aaaaaaa..bbbbbbb'), ...claimsOf('this')];
  expect(keys.filter(isAsked).map(keyOfClaim)).toEqual([
    'aaaaaaa',
    'aaaaaaa',
    'aaaaaaa..bbbbbbb',
    expect.stringMatching(/^this@\d+$/),
  ]);
});

test.each([
  ['landed, and did work', { fact: 'landed', changes: 'work' }, true],
  ['landed, and changes nothing', { fact: 'landed', changes: 'nothing' }, false],
  ['landed, and changes only roadmaps', { fact: 'landed', changes: 'roadmap' }, false],
  ['landed, and nobody can tell what it changes', { fact: 'landed', changes: 'unknown' }, false],
  ['landed, and was reverted', { fact: 'landed', changes: 'work', revertedBy: '1' }, false],
  ['pending', { fact: 'pending' }, false],
  ['dangling', { fact: 'dangling' }, false],
  ['absent', { fact: 'absent' }, false],
  ['ambiguous', { fact: 'ambiguous' }, false],
  ['no commit', { fact: 'not-a-commit' }, false],
  ['unknown', { fact: 'unknown' }, false],
  ['of another repository', { fact: 'foreign' }, true],
] as const)('what is %s: good %j %s', (_name, { fact, ...known }, good) => {
  expect(isGood(makeFact(fact, known))).toBe(good);
});

test('each hash of this repository is looked up once, ends of ranges too', () => {
  expect(collectHashes(claimsOf('aaaaaaa, AAAAAAA, bbbbbbb..ccccccc and acme/app@ddddddd'))).toEqual([
    'aaaaaaa',
    'bbbbbbb',
    'ccccccc',
  ]);
});
