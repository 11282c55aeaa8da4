import { expect, test } from '@jest/globals';
import type { Claim } from '../generated/roadmap.types.ts';
import { readExample } from '../graph/read-example.ts';
import { type CommitFact, collectHashes, findFact, noFacts } from './facts.ts';

const claimsOf = (value: string): Claim[] =>
  readExample(`### P0 — A\n- [x] **P0.1** a\n  - Commit: ${value}\n`).task('P0.1').claims;

const present: CommitFact = { fact: 'present', commit: '1'.repeat(40) };
const absent: CommitFact = { fact: 'absent', commit: null };
const unknown: CommitFact = { fact: 'unknown', commit: null };
const commits = new Map([
  ['aaaaaaa', present],
  ['ddddddd', absent],
  ['eeeeeee', unknown],
]);

test.each([
  ['aaaaaaa', present],
  ['AAAAAAA', present],
  ['ddddddd', absent],
  ['fffffff', unknown],
  ['aaaaaaa..ddddddd', absent],
  ['ddddddd..aaaaaaa', absent],
  ['eeeeeee..aaaaaaa', unknown],
  ['eeeeeee..ddddddd', absent],
  ['aaaaaaa..aaaaaaa', present],
  ['acme/app@ddddddd', { fact: 'foreign', commit: null }],
  ['none (by hand)', null],
  ['this', null],
  ['TBD', null],
  ['nonsense here', null],
] as const)('of %s is found: %j', (value, fact) => {
  const [claim] = claimsOf(value);
  expect(claim && findFact(claim, { ...noFacts, commits })).toEqual(fact);
});

test('each hash of this repository is looked up once, ends of ranges too', () => {
  expect(collectHashes(claimsOf('aaaaaaa, AAAAAAA, bbbbbbb..ccccccc and acme/app@ddddddd'))).toEqual([
    'aaaaaaa',
    'bbbbbbb',
    'ccccccc',
  ]);
});
