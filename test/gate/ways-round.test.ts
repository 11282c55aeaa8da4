import { describe, expect, test } from '@jest/globals';
import { runGit } from '../support/make-repository.ts';
import { badChanges, goodChanges, write } from './changes.ts';
import { applyEdits, type Guarded, makeGuarded } from './guarded.ts';
import { judgeSince } from './judge-since.ts';

const copyGuarded = makeGuarded();

const [good] = goodChanges;
const [bad] = badChanges;
const untick = badChanges.find(({ rules }) => rules.includes('no-silent-untick'));

/** Ways that a change takes from a branch to main without the hook; CI sees what main would become. */
const LANDINGS: readonly (readonly [string, (root: string) => void])[] = [
  ['a merge commit', (root) => void runGit(root, 'merge', '--quiet', '--no-ff', '--no-edit', 'topic')],
  [
    'a squash',
    (root) => {
      runGit(root, 'merge', '--quiet', '--squash', 'topic');
      runGit(root, 'commit', '--quiet', '--no-verify', '-m', 'Squash');
    },
  ],
  [
    'a rebase',
    (root) => {
      runGit(root, 'switch', '--quiet', 'topic');
      runGit(root, 'rebase', '--quiet', 'main');
      runGit(root, 'switch', '--quiet', 'main');
      runGit(root, 'merge', '--quiet', '--ff-only', 'topic');
    },
  ],
  ['a cherry-pick', (root) => void runGit(root, 'cherry-pick', 'topic')],
];

describe.each(LANDINGS)('through %s', (_name, land) => {
  test.each([good, bad, untick].map((change) => [change?.name ?? '', change] as const))(
    '%s',
    async (_change, change) => {
      if (change === undefined) throw new Error('there is no such change');
      const guarded = copyGuarded();
      const { root } = guarded;
      runGit(root, 'switch', '--quiet', '--create', 'topic');
      applyEdits(root, change.edit(guarded));
      runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Topic');
      runGit(root, 'switch', '--quiet', 'main');
      applyEdits(root, { 'readme.txt': () => 'main goes on\n' });
      runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Main');
      land(root);
      const { ci, audit } = await judgeSince(guarded);
      const expected = change.rules.length === 0 ? [0] : [1, ...change.rules];
      expect({ ci, audit }).toEqual({ ci: expected, audit: expected });
    },
  );
});

describe('a revert', () => {
  test('of a tick is an untick without a reason', async () => {
    const guarded = copyGuarded();
    const { root, free } = guarded;
    applyEdits(root, { 'ROADMAP.md': write('P0.2', 'x', free, 'PASS') });
    runGit(root, 'commit', '--quiet', '-a', '-m', 'Tick P0.2');
    const ticked = runGit(root, 'rev-parse', 'HEAD');
    runGit(root, 'revert', '--no-edit', 'HEAD');
    const { ci, audit } = await judgeSince({ ...guarded, base: ticked });
    expect({ ci, audit }).toEqual({ ci: [1, 'no-silent-untick'], audit: [1, 'no-silent-untick'] });
  });

  test('of work that a tick cites leaves a tick that is not true', async () => {
    const guarded = copyGuarded();
    runGit(guarded.root, 'revert', '--no-edit', 'HEAD~2');
    expect((await judgeSince(guarded)).ci).toEqual([1, 'commit-reverted']);
  });
});

describe('a range in which a tick is undone', () => {
  const undo = (status: string, ...then: readonly (readonly [string, string])[]): Guarded => {
    const guarded = copyGuarded();
    const { root, free } = guarded;
    const steps = [[' ', status] as const, ...then];
    for (const [box, says] of steps) {
      applyEdits(root, { 'ROADMAP.md': write('P0.1', box, box === 'x' ? free : '', says) });
      runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Step');
    }
    return guarded;
  };
  const why = 'REOPENED: wrong build';

  test('with its reason may do the task again, for other evidence', async () => {
    expect(await judgeSince(undo(why, ['x', 'PASS']))).toEqual({ ci: [0], audit: [0] });
  });

  test('with its reason may begin it again', async () => {
    expect(await judgeSince(undo(why, ['/', 'IN PROGRESS']))).toEqual({ ci: [0], audit: [0] });
  });

  test('without a word is a range that hides it', async () => {
    const { ci, audit } = await judgeSince(undo('', ['x', 'PASS']));
    expect({ ci, audit }).toEqual({ ci: [1, 'no-evidence-rewrite'], audit: [1, 'no-silent-untick'] });
    expect((await judgeSince(undo('', ['/', 'IN PROGRESS']))).ci).toEqual([1, 'no-silent-untick']);
  });
});
