import { describe, expect, test } from '@jest/globals';
import { readClaims } from './read-claims.ts';

const FULL = '0123456789abcdef0123456789abcdef01234567';

/** Kind and text of each claim. */
const read = (value: string): string[] =>
  readClaims(value).map(({ kind, start, end }) => `${kind} ${value.slice(start, end)}`.trim());

describe('what a Commit field says', () => {
  test.each([
    ['abc1234', ['commit abc1234']],
    ['ABC1234', ['commit ABC1234']],
    ['`abc1234', ['commit abc1234']],
    ['`abc1234`', ['commit abc1234']],
    ['abc123', ['unreadable abc123']],
    [FULL.padEnd(64, 'a'), [`commit ${FULL.padEnd(64, 'a')}`]],
    [FULL.padEnd(65, 'a'), [`unreadable ${FULL.padEnd(65, 'a')}`]],
    ['`ABC1234`', ['commit ABC1234']],
    [FULL, [`commit ${FULL}`]],
    ['abc1234, def5678', ['commit abc1234', 'commit def5678']],
    ['abc1234 and def5678', ['commit abc1234', 'commit def5678']],
    ['abc1234 + `def5678`; 1234567', ['commit abc1234', 'commit def5678', 'commit 1234567']],
    ['abc1234 (main, not f00ba47)', ['commit abc1234']],
    ['abc1234 (a (nested) note)', ['commit abc1234']],
    ['abc1234 — later fixes through e3b20446', ['commit abc1234']],
    ['[abc1234](https://forge.example/o/r/commit/abc1234)', ['commit abc1234']],
    ['this', ['this this']],
    ['This, abc1234', ['this This', 'commit abc1234']],
    ['a1b2c3d..f6e5d4c', ['range a1b2c3d..f6e5d4c']],
    ['a1b2c3d...f6e5d4c', ['range a1b2c3d...f6e5d4c']],
    ['owner/repo@abc1234', ['foreign owner/repo@abc1234']],
    [
      'https://forge.example/group/repo/-/commit/abc1234#L1',
      ['foreign https://forge.example/group/repo/-/commit/abc1234#L1'],
    ],
    ['none', ['none none']],
    ['None (read-only)', ['none None (read-only)']],
    ['system change, not git', ['none system change, not git']],
    ['trigger only', ['none trigger only']],
    ['', ['placeholder']],
    ['<hash>', ['placeholder <hash>']],
    ['`<short-sha>`', ['placeholder `<short-sha>`']],
    ['TBD', ['placeholder TBD']],
    ['pending', ['placeholder pending']],
    ['abc123', ['unreadable abc123']],
    ['-abc1234', ['unreadable -abc1234']],
    ['--output=/tmp/x', ['unreadable --output=/tmp/x']],
    [`${FULL}${FULL}`, [`unreadable ${FULL}${FULL}`]],
    ['v1.2.3', ['unreadable v1.2.3']],
    ['see the pull request', ['unreadable see the pull request']],
    ['abc1234 see below', ['commit abc1234']],
    ['1234567 fixed it (twice).', ['commit 1234567']],
    ['abc1234 see [the log](https://ci.example/17)', ['commit abc1234']],
    ['abc1234 then def56', ['unreadable abc1234 then def56']],
    ['abc1234 see def5678', ['unreadable abc1234 see def5678']],
    ['abc1234 --output=/tmp/x', ['unreadable abc1234 --output=/tmp/x']],
    ['this is to be merged', ['unreadable this is to be merged']],
    ['(1234567)', ['commit 1234567']],
    ['(TBD)', ['placeholder (TBD)']],
    ['none.', ['none none.']],
    ['N/A: a question', ['none N/A: a question']],
    ['none — read-only', ['none none — read-only']],
    ['no commit, a question', ['none no commit, a question']],
    ['system changes on the host', ['none system changes on the host']],
    ['trigger only, run later', ['none trigger only, run later']],
    ['none yet', ['placeholder none yet']],
    ['none, pushed later', ['placeholder none, pushed later']],
    ['n/a until merged', ['placeholder n/a until merged']],
    ['none (TBD)', ['placeholder none (TBD)']],
    ['none <reason>', ['placeholder none <reason>']],
    ['none (…)', ['placeholder none (…)']],
    ['none of them is pushed', ['unreadable none of them is pushed']],
    ['nonesuch', ['unreadable nonesuch']],
  ])('%j', (value, claims) => {
    expect(read(value)).toEqual(claims);
  });
});

test('hashes are in lower case, as long as written, and those of a range in order', () => {
  expect(readClaims('ABC1234F')[0]?.hashes).toEqual(['abc1234f']);
  expect(readClaims('F6E5D4C..a1b2c3d')[0]?.hashes).toEqual(['f6e5d4c', 'a1b2c3d']);
  expect(readClaims('none')[0]?.hashes).toEqual([]);
});

test('a foreign claim names its repository', () => {
  expect(readClaims('o-1/r.x@abc1234')[0]?.repository).toBe('o-1/r.x');
  expect(readClaims('https://forge.example/a/b/c/commits/abc1234')[0]?.repository).toBe('a/b/c');
});

test('a value too long for a list of commits is unreadable as a whole', () => {
  const value = 'abc1234 '.repeat(1000);
  expect(readClaims(value)).toMatchObject([{ kind: 'unreadable', start: 0, end: value.length }]);
});
