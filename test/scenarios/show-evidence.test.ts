import { beforeAll, describe, expect, test } from '@jest/globals';
import { writeTasks } from '../support/check-claims.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const AUTHOR = 'Ada Example <ada@example.org>, 2026-01-02T03:04:05+00:00';

describe('the evidence of a task, in whole', () => {
  const root = makeRepository({ 'src/root.txt': 'root\n' });
  const git = (...args: string[]): string => runGit(root, ...args);
  const start = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'feature');
  const onBranch = commitFiles(
    root,
    { 'src/b.txt': 'b\n', 'src/a.txt': 'a\n' },
    'Work on\na branch\n\nMore.',
  );
  git('checkout', '--quiet', 'main');
  commitFiles(root, { 'src/meanwhile.txt': '1\n' }, 'Meanwhile');
  git('merge', '--quiet', '--no-ff', '-m', 'Merge the feature', 'feature');
  const merge = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'later');
  const later = commitFiles(root, { 'src/later.txt': 'later\n' }, 'Later');
  git('checkout', '--quiet', 'main');
  const bad = commitFiles(root, { 'src/bad.txt': 'bad\n' }, 'A mistake \u001b[31m');
  git('revert', '--no-edit', bad);
  const revert = git('rev-parse', 'HEAD');
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`many/${at + 10}.txt`, 'x\n']));
  const large = commitFiles(root, many, 'Many files');
  const values = [
    onBranch,
    later,
    bad,
    `${start}..${merge}`,
    'acme/app@abc1234',
    'none (seen)',
    large,
    merge,
  ];
  commitFiles(root, { 'ROADMAP.md': writeTasks(values) }, 'Plan');

  const shown = new Map<string, string[]>();
  beforeAll(async () => {
    const { code, stdout, stderr } = await runRoadmap(root, [
      'show',
      ...values.map((_, at) => `P0.${at + 1}`),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    for (const [at, block] of stdout.split('\n\n').entries()) {
      const lines = block.trimEnd().split('\n');
      const claim = lines.findIndex((line) => line.startsWith('  claim '));
      shown.set(
        values[at] ?? '',
        lines.slice(claim + 1).map((line) => line.trim()),
      );
    }
  });

  test('is where it landed, and by which merge, who made it when, and what it changes', () => {
    expect(shown.get(onBranch)).toEqual([
      'landed on HEAD',
      `it came there by ${merge.slice(0, 12)} "Merge the feature", 2026-01-02`,
      `${onBranch} "Work on a branch"`,
      AUTHOR,
      '2 files: src/a.txt and src/b.txt',
    ]);
  });

  test('of a merge on the line itself is what it brought', () => {
    expect(shown.get(merge)).toEqual([
      'landed on HEAD',
      `${merge} "Merge the feature"`,
      AUTHOR,
      '2 files: src/a.txt and src/b.txt',
    ]);
  });

  test('says where a commit is that did not land', () => {
    expect(shown.get(later)).toEqual(['pending: on later, not on HEAD', `${later} "Later"`, AUTHOR]);
  });

  test('says what reverted it, and shows no escape sequence', () => {
    expect(shown.get(bad)).toEqual([
      'landed on HEAD',
      `${bad} "A mistake \\x1b[31m"`,
      AUTHOR,
      '1 file: src/bad.txt',
      `reverted by ${revert}`,
    ]);
  });

  test('counts the commits of a range', () => {
    expect(shown.get(`${start}..${merge}`)).toEqual([
      'landed on HEAD',
      `${merge} "Merge the feature"`,
      AUTHOR,
      '3 commits in the range',
      '3 files: src/a.txt, src/b.txt and src/meanwhile.txt',
    ]);
  });

  test('names the first of many files', () => {
    expect(shown.get(large)?.at(-1)).toBe(
      `30 files: ${Array.from({ length: 8 }, (_, at) => `many/${at + 10}.txt`).join(', ')} and 22 more`,
    );
  });

  test('is short where nothing was looked up', () => {
    expect(shown.get('acme/app@abc1234')).toEqual(['foreign: of another repository, not looked up']);
    expect(shown.get('none (seen)')).toEqual([]);
  });

  test('of a whole file is spread out after its findings', async () => {
    const { stdout } = await runRoadmap(root, ['check']);
    expect(stdout).toContain(
      '\n  evidence  4 landed on HEAD; 1 landed on HEAD, reverted: P0.3; 1 pending: P0.2; 1 foreign, not looked up: P0.5\n',
    );
  });
});

test('the encoding and the time zone of a commit are its own', async () => {
  const root = makeRepository({ 'src/root.txt': 'root\n' });
  const text = Buffer.concat([
    Buffer.from(`tree ${runGit(root, 'mktree')}\n`),
    Buffer.from('author Jos\xe9 <jose@example.org> 1767323045 -0330\n', 'latin1'),
    Buffer.from('committer Jos\xe9 <jose@example.org> 1767323045 -0330\nencoding ISO-8859-1\n\n', 'latin1'),
    Buffer.from('Caf\xe9\n', 'latin1'),
  ]);
  commitFiles(root, { 'commit.bin': text }, 'Start');
  const commit = runGit(root, 'hash-object', '-t', 'commit', '-w', 'commit.bin');
  commitFiles(root, { 'ROADMAP.md': writeTasks([commit]) }, 'Plan');
  const { stdout } = await runRoadmap(root, ['show', 'P0.1']);
  expect(stdout).toContain('dangling: no branch and no tag reaches it\n');
  expect(stdout).toContain(`${commit} "Café"\n`);
  expect(stdout).toContain('José <jose@example.org>, 2026-01-01T23:34:05-03:30\n');
});
