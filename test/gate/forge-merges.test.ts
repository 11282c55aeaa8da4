import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { write } from './changes.ts';
import { applyEdits, type Guarded, makeGuarded } from './guarded.ts';
import { judgeSince } from './judge-since.ts';

const copyGuarded = makeGuarded();

/** How a forge takes a branch into main when somebody presses the button. */
const BUTTONS: readonly (readonly [string, (root: string) => void])[] = [
  [
    'a merge commit',
    (root) =>
      void runGit(root, 'merge', '--quiet', '--no-ff', '-m', 'Merge pull request #1 from ada/topic', 'topic'),
  ],
  [
    'a squash, with the messages of all commits',
    (root) => {
      const bodies = runGit(root, 'log', '--reverse', '--format=* %B', 'main..topic');
      runGit(root, 'merge', '--quiet', '--squash', 'topic');
      runGit(root, 'commit', '--quiet', '--no-verify', '-m', `Do two (#1)\n\n${bodies}`);
    },
  ],
  [
    'a rebase',
    (root) => {
      runGit(root, 'switch', '--quiet', '--detach', 'topic');
      runGit(root, 'rebase', '--quiet', '--force-rebase', 'main');
      const tip = runGit(root, 'rev-parse', 'HEAD');
      runGit(root, 'switch', '--quiet', 'main');
      runGit(root, 'merge', '--quiet', '--ff-only', tip);
    },
  ],
];

/** A branch with work in two commits and its tick, while main goes on. */
async function workOnBranch(guarded: Guarded, tick: (work: string) => Promise<void>): Promise<void> {
  const { root } = guarded;
  runGit(root, 'switch', '--quiet', '--create', 'topic');
  commitFiles(root, { 'gate-1.txt': '1\n' }, 'Compare');
  const work = commitFiles(root, { 'gate-2.txt': '2\n' }, 'Compare the rest');
  await tick(work);
  runGit(root, 'switch', '--quiet', 'main');
  commitFiles(root, { 'readme.txt': 'main goes on\n' }, 'Go on');
}

function cloneAfresh(guarded: Guarded): Guarded {
  const root = join(makeFolder(), 'fresh');
  runGit(guarded.root, 'branch', '--quiet', '-D', 'topic', 'side');
  runGit(guarded.root, 'clone', '--quiet', '--no-local', '--branch=main', '.', root);
  return { ...guarded, root };
}

describe.each(BUTTONS)('a branch that lands by %s', (_name, press) => {
  test('with a tick that the command made is good, where it was made and in a fresh clone', async () => {
    const guarded = copyGuarded();
    const { root } = guarded;
    await workOnBranch(guarded, async (work) => {
      const { code } = await runRoadmap(root, ['tick', 'P0.2', '--commit', work]);
      expect(code).toBe(0);
    });
    press(root);
    expect(await judgeSince(guarded)).toEqual({ ci: [0], audit: [0] });
    expect(await judgeSince(cloneAfresh(guarded))).toEqual({ ci: [0], audit: [0] });
  });

  test('with a tick that nobody earned is not, in either', async () => {
    const guarded = copyGuarded();
    const { root } = guarded;
    await workOnBranch(guarded, async () => {
      applyEdits(root, { 'ROADMAP.md': write('P0.2', 'x', 'dead123', 'PASS') });
      runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Tick P0.2');
    });
    press(root);
    const caught = { ci: [1, 'commit-absent'], audit: [1, 'commit-absent'] };
    expect(await judgeSince(guarded)).toEqual(caught);
    expect(await judgeSince(cloneAfresh(guarded))).toEqual(caught);
  });

  test('with a tick by hand in the commit of the work is good in both', async () => {
    const guarded = copyGuarded();
    const { root } = guarded;
    await workOnBranch(guarded, async () => {
      applyEdits(root, { 'ROADMAP.md': write('P0.2', 'x', 'this', 'PASS'), 'gate-3.txt': () => '3\n' });
      runGit(root, 'add', 'gate-3.txt');
      runGit(root, 'commit', '--quiet', '-a', '-m', 'Compare once more: P0.2');
    });
    press(root);
    expect(await judgeSince(guarded)).toEqual({ ci: [0], audit: [0] });
    expect(await judgeSince(cloneAfresh(guarded))).toEqual({ ci: [0], audit: [0] });
  });
});
