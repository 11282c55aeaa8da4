import { describe, expect, test } from '@jest/globals';
import { runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { write } from './changes.ts';
import { applyEdits, type Edits, makeGuarded, tryGit } from './guarded.ts';
import { judgeSince } from './judge-since.ts';

const copyGuarded = makeGuarded();

/** What each gate says of a change that leaves less to be asked for: files and words, sorted. */
async function listWeakened(edits: Edits, first: Edits = {}): Promise<Record<string, string[]>> {
  const { root } = copyGuarded();
  applyEdits(root, first);
  runGit(root, 'add', '--all');
  runGit(root, 'commit', '--quiet', '--no-verify', '--allow-empty', '-m', 'Before');
  applyEdits(root, edits);
  runGit(root, 'add', '--all');
  const list = async (command: 'check' | 'audit', ...args: string[]): Promise<string[]> => {
    const run = await runRoadmap(root, [command, ...args, '--json']);
    const { diagnostics } = readOutput(command, run);
    return diagnostics
      .filter(({ rule }) => rule === 'policy-weakened')
      .map(({ file, message }) => `${file}: ${message.replace('Less is asked for than before: ', '')}`)
      .sort();
  };
  const staged = await list('check', '--staged');
  runGit(root, 'commit', '--quiet', '--no-verify', '-m', 'Weaken');
  return {
    staged,
    range: await list('check', '--range', 'HEAD~1..HEAD'),
    audit: await list('audit', 'HEAD~1..HEAD'),
  };
}

const everywhere = (...says: string[]): Record<string, string[]> => ({
  staged: says,
  range: says,
  audit: says,
});
const config = (lines: string): Edits => ({ 'roadmap.yaml': (text) => `${text}${lines}` });

describe('with a config alone that changes, every gate says', () => {
  test('that a later baseline forgives more', async () => {
    expect(await listWeakened(config('    since: HEAD\n'))).toEqual(
      everywhere('ROADMAP.md: nothing before HEAD is an error (since)'),
    );
  });

  test('that a box lets others pass, and another is no record any more', async () => {
    expect(await listWeakened(config('    states: {" ": dropped, x: todo}\n'))).toEqual(
      everywhere(
        'ROADMAP.md: [ ] means dropped, and meant todo',
        'ROADMAP.md: [x] means todo, and meant done',
      ),
    );
  });

  test('that it comes, and asks for less than none', async () => {
    const come = { 'roadmap.yaml': () => 'version: 1\nroadmaps:\n  - {path: ROADMAP.md, order: off}\n' };
    expect(await listWeakened(come, { 'roadmap.yaml': () => null })).toEqual(
      everywhere('ROADMAP.md: the order is off, and was phases'),
    );
  });

  test.each([
    ['comes, and names another', { 'roadmap.yaml': () => null }],
    ['names one of two', { 'OTHER.md': () => '# Other\n', ...config('  - path: OTHER.md\n') }],
  ])('that it %s', async (_name, first) => {
    const other = {
      'OTHER.md': () => '# Another\n',
      'roadmap.yaml': () => 'version: 1\nroadmaps:\n  - path: OTHER.md\n',
    };
    const found = await listWeakened(other, first);
    expect(found).toEqual(
      everywhere('ROADMAP.md: the config names this file no more, so that nothing guards it'),
    );
  });
});

test('work that is nothing but a new name of the roadmap is no work', async () => {
  const guarded = copyGuarded();
  const { root } = guarded;
  let text = '';
  applyEdits(root, {
    'ROADMAP.md': (before) => {
      text = write('P0.2', 'x', 'this', 'PASS')(before);
      return null;
    },
    'PLAN.md': () => text,
    'roadmap.yaml': (before) => before.replace('ROADMAP.md', 'PLAN.md'),
  });
  runGit(root, 'add', '--all');
  expect(tryGit(root, ['commit', '--quiet', '-m', 'Move P0.2']).output).toContain('commit-is-roadmap-update');
  runGit(root, 'commit', '--quiet', '--no-verify', '-m', 'Move');
  expect((await judgeSince(guarded)).ci).toEqual([1, 'commit-is-roadmap-update']);
});
