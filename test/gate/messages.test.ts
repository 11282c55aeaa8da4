import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { write } from './changes.ts';
import { applyEdits, installHook, makeGuarded, tryGit } from './guarded.ts';

const copyGuarded = makeGuarded();

describe('commit-msg warns of a tick that the message does not name', () => {
  const tick = (): ReturnType<typeof copyGuarded> => {
    const guarded = copyGuarded();
    applyEdits(guarded.root, { 'ROADMAP.md': write('P0.2', 'x', guarded.free, 'PASS') });
    runGit(guarded.root, 'add', 'ROADMAP.md');
    return guarded;
  };
  const WARNING = 'warning  the message does not name P0.2, which goes from todo to done';

  test('and lets it through', () => {
    const { root, base } = tick();
    const { code, output } = tryGit(root, ['commit', '--quiet', '-m', 'Go on']);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(WARNING) });
    expect(runGit(root, 'rev-parse', 'HEAD~1')).toBe(base);
  });

  test.each([
    'chore(roadmap): mark P0.2 complete',
    'Two, the gate, is done',
    'Go on\n\nRoadmap-Task: P0.2',
    'Revert "something"',
    'Merge branch x',
    'fixup! Go on',
  ])('not where it says: %s', (message) => {
    expect(tryGit(tick().root, ['commit', '--quiet', '-m', message])).toEqual({ code: 0, output: '' });
  });

  test('not where it names another one that begins like it', () => {
    const { output } = tryGit(tick().root, ['commit', '--quiet', '-m', 'P0.21 and P0.2.1']);
    expect(output).toContain(WARNING);
  });
});

describe('commit-msg judges a merge, for which git asks no pre-commit', () => {
  const part = (): ReturnType<typeof copyGuarded> => {
    const guarded = copyGuarded();
    const { root, free } = guarded;
    runGit(root, 'switch', '--quiet', '--create', 'topic');
    applyEdits(root, { 'ROADMAP.md': write('P0.2', 'x', free, 'PASS') });
    runGit(root, 'commit', '--quiet', '-a', '-m', 'Tick P0.2');
    runGit(root, 'switch', '--quiet', 'main');
    commitFiles(root, { 'four.txt': '4\n' }, 'Do four');
    return guarded;
  };

  test('that throws a tick away, which is refused', () => {
    const { root } = part();
    const { code, output } = tryGit(root, ['merge', '--no-edit', '--strategy=ours', 'topic']);
    expect(code).not.toBe(0);
    expect(output).toMatch(/error {2}P0\.2 was done and is todo, and nobody says why {2}no-silent-untick/);
    expect(output).toContain('roadmap: the commit-msg hook lets this not through');
  });

  test('that takes it, which is not', () => {
    const { root } = part();
    expect(tryGit(root, ['merge', '--quiet', '--no-edit', 'topic'])).toEqual({ code: 0, output: '' });
  });
});

describe('prepare-commit-msg', () => {
  const claim = async (...tasks: string[]): Promise<string> => {
    const root = makeRepository({
      'ROADMAP.md':
        '# Plan\n\n### P0 — A\n\n- [ ] **P0.1** One\n  - Commit:\n  - Status:\n- [ ] **P0.2** Two\n  - Commit:\n  - Status:\n',
    });
    for (const task of tasks) await runRoadmap(root, ['start', task]);
    installHook(root, 'prepare-commit-msg');
    return root;
  };
  const trailers = (root: string): string[] =>
    runGit(root, 'log', '-1', '--format=%(trailers:only,unfold)')
      .split('\n')
      .filter((line) => line !== '');

  test('names the task that is claimed, and the patch as git has it', async () => {
    const root = await claim('P0.1');
    commitFiles(root, { 'one.txt': '1\n' }, 'Do it\n\nAs agreed.');
    writeFileSync(
      join(root, '.git', 'diff'),
      `${runGit(root, 'diff-tree', '-p', '--full-index', 'HEAD~1', 'HEAD')}\n`,
    );
    const [patch] = runGit(root, '-c', 'alias.id=!git patch-id --verbatim <.git/diff', 'id').split(' ');
    expect(trailers(root)).toEqual(['Roadmap-Task: P0.1', `Roadmap-Patch: ${patch}`]);
    expect(runGit(root, 'log', '-1', '--format=%s')).toBe('Do it');
  });

  test('names all that are claimed', async () => {
    const root = await claim('P0.1', 'P0.2');
    commitFiles(root, { 'one.txt': '1\n' }, 'Do it');
    expect(trailers(root).slice(0, 2)).toEqual(['Roadmap-Task: P0.1', 'Roadmap-Task: P0.2']);
  });

  test('adds nothing where nothing is claimed, where others have claimed it, or where a task is named', async () => {
    const nobody = await claim();
    commitFiles(nobody, { 'one.txt': '1\n' }, 'Do it');
    expect(trailers(nobody)).toEqual([]);
    const others = await claim();
    await runRoadmap(others, ['start', 'P0.1', '--as', 'ada']);
    commitFiles(others, { 'one.txt': '1\n' }, 'Do it');
    expect(trailers(others)).toEqual([]);
    const named = await claim('P0.1');
    commitFiles(named, { 'one.txt': '1\n' }, 'Do it\n\nRoadmap-Task: P0.2');
    expect(trailers(named)).toEqual(['Roadmap-Task: P0.2']);
  });

  test('leaves merges and amended messages alone', async () => {
    const root = await claim('P0.1');
    commitFiles(root, { 'one.txt': '1\n' }, 'Do it');
    const before = trailers(root);
    runGit(root, 'commit', '--quiet', '--amend', '--no-edit');
    expect(trailers(root)).toEqual(before);
    runGit(root, 'switch', '--quiet', '--create', 'side', 'HEAD~1');
    commitFiles(root, { 'two.txt': '2\n' }, 'Beside\n\nRoadmap-Task: none');
    runGit(root, 'merge', '--quiet', '--no-edit', 'main');
    expect(trailers(root)).toEqual([]);
  });
});
