import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runGit } from '../support/make-repository.ts';
import { badChanges, disarmingChanges, goodChanges, type WantedChange } from './changes.ts';
import { applyEdits, type GitResult, type Guarded, makeGuarded, tryGit } from './guarded.ts';
import { judgeSince } from './judge-since.ts';

const copyGuarded = makeGuarded();

const commitAll = (root: string, ...options: string[]): GitResult => {
  runGit(root, 'add', '--all');
  return tryGit(root, ['commit', '--quiet', '--message', 'Go on: P0.1 P0.2 P0.3 P1.1', ...options]);
};

describe.each([
  ['goes in', goodChanges],
  ['does not', badChanges],
  ['does not, with the gate disarmed in the same commit', disarmingChanges],
])('what %s', (_title, changes) => {
  test.each(changes.map((change) => [change.name, change] as const))('%s', async (_name, change) => {
    const guarded = copyGuarded();
    const { root, base } = guarded;
    applyEdits(root, change.edit(guarded));
    const { code, output } = commitAll(root);
    if (change.rules.length === 0) {
      expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining('error') });
      expect(await judgeSince(guarded)).toEqual({ ci: [0], audit: [0] });
      return;
    }
    expect(code).toBe(1);
    for (const rule of change.rules) expect(output).toMatch(new RegExp(`error .*  ${rule}\\n`));
    expect(output).toContain('roadmap: the pre-commit hook lets this not through');
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(base);
    // Who goes round the hook meets CI.
    expect(commitAll(root, '--no-verify').code).toBe(0);
    const judged = await judgeSince(guarded);
    expect(judged.ci).toEqual([1, ...change.rules]);
    expect(judged.audit).toEqual([1, ...change.rules]);
  });
});

type Way = (guarded: Guarded, change: WantedChange) => GitResult;

/** Ways to commit at which git runs the hook. */
const WAYS: readonly (readonly [string, Way])[] = [
  [
    'commit -a',
    (guarded, change) => {
      applyEdits(guarded.root, change.edit(guarded));
      return tryGit(guarded.root, ['commit', '--quiet', '-a', '-m', 'Go on: P0.1 P0.2']);
    },
  ],
  [
    'commit of one path, beside others that are staged',
    (guarded, change) => {
      applyEdits(guarded.root, { ...change.edit(guarded), 'other.txt': () => 'x\n' });
      runGit(guarded.root, 'add', 'other.txt');
      return tryGit(guarded.root, ['commit', '--quiet', '-m', 'Go on: P0.1 P0.2', 'ROADMAP.md']);
    },
  ],
  [
    'commit --amend',
    (guarded, change) => {
      applyEdits(guarded.root, { 'other.txt': () => 'x\n' });
      runGit(guarded.root, 'add', 'other.txt');
      runGit(guarded.root, 'commit', '--quiet', '-m', 'Go on: P0.1 P0.2');
      applyEdits(guarded.root, change.edit(guarded));
      return tryGit(guarded.root, ['commit', '--quiet', '-a', '--amend', '--no-edit']);
    },
  ],
  [
    'commit of what is staged, with another working tree',
    (guarded, change) => {
      const path = join(guarded.root, 'ROADMAP.md');
      const before = readFileSync(path);
      applyEdits(guarded.root, change.edit(guarded));
      runGit(guarded.root, 'add', 'ROADMAP.md');
      writeFileSync(path, before);
      return tryGit(guarded.root, ['commit', '--quiet', '-m', 'Go on: P0.1 P0.2']);
    },
  ],
  [
    'add --patch',
    (guarded, change) => {
      applyEdits(guarded.root, change.edit(guarded));
      applyEdits(guarded.root, { 'ROADMAP.md': (text) => `${text}\nMore.\n` });
      const { root } = guarded;
      // The first hunk, and not the one at the end.
      tryGit(root, ['add', '--patch', 'ROADMAP.md'], {}, 'y\nn\n');
      expect(runGit(root, 'diff', '--shortstat')).toContain('1 file changed, 2 insertions(+)');
      return tryGit(root, ['commit', '--quiet', '-m', 'Go on: P0.1 P0.2']);
    },
  ],
  [
    'the conclusion of a merge with conflicts',
    (guarded, change) => {
      const { root } = guarded;
      runGit(root, 'switch', '--quiet', '--create', 'other');
      applyEdits(root, { 'readme.txt': () => 'theirs\n' });
      runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Theirs');
      runGit(root, 'switch', '--quiet', 'main');
      applyEdits(root, { 'readme.txt': () => 'ours\n' });
      runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Ours');
      tryGit(root, ['merge', '--quiet', 'other']);
      applyEdits(root, { 'readme.txt': () => 'both\n', ...change.edit(guarded) });
      runGit(root, 'add', 'readme.txt', 'ROADMAP.md');
      return tryGit(root, ['commit', '--quiet', '--no-edit']);
    },
  ],
];

const [good] = goodChanges;
const [bad] = badChanges;
const untick = badChanges.find(({ rules }) => rules.includes('no-silent-untick'));

describe.each(WAYS)('%s', (_name, way) => {
  test.each([good, bad, untick].map((change) => [change?.name ?? '', change] as const))(
    '%s',
    async (_change, change) => {
      if (change === undefined) throw new Error('there is no such change');
      const guarded = copyGuarded();
      const { code, output } = way(guarded, change);
      if (change.rules.length === 0) {
        expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining('error') });
        expect((await judgeSince(guarded)).ci).toEqual([0]);
      } else {
        expect(code).toBe(1);
        for (const rule of change.rules) expect(output).toMatch(new RegExp(`error .*  ${rule}\\n`));
      }
    },
  );
});
