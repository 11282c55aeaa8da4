import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { write } from './changes.ts';
import { applyEdits, type Guarded, makeGuarded, tryGit } from './guarded.ts';

const copyGuarded = makeGuarded();
const untick = write('P0.1', ' ', '', '');

/** Somebody undoes a tick on a branch, and main goes on. */
function makeTopic(): Guarded {
  const guarded = copyGuarded();
  const { root } = guarded;
  runGit(root, 'switch', '--quiet', '--create', 'topic');
  applyEdits(root, { 'ROADMAP.md': untick });
  runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Topic');
  runGit(root, 'switch', '--quiet', 'main');
  applyEdits(root, { 'readme.txt': () => 'main goes on\n' });
  runGit(root, 'commit', '--quiet', '-a', '-m', 'Main');
  runGit(root, 'switch', '--quiet', 'topic');
  return guarded;
}

function clone({ root }: Guarded, ...options: string[]): string {
  runGit(root, 'config', 'uploadpack.allowFilter', 'true');
  const folder = join(makeFolder(), 'clone');
  runGit(root, 'clone', '--quiet', '--no-single-branch', ...options, `file://${root}`, folder);
  return folder;
}

const checkMain = (root: string, range = 'origin/main..HEAD'): ReturnType<typeof runRoadmap> =>
  runRoadmap(root, ['check', '--range', range]);

describe('what a clone lacks is not taken for nothing', () => {
  test('cut off before the branches parted', async () => {
    const { code, stderr } = await checkMain(clone(makeTopic(), '--depth=1'));
    expect(code).toBe(2);
    expect(stderr).toContain('cut off before the two ends of the range meet');
    expect(stderr).toContain('fetch-depth: 0');
  });

  test('cut off where they parted, it tells', async () => {
    const root = clone(makeTopic(), '--depth=2');
    expect((await checkMain(root)).code).toBe(1);
  });

  test.each([
    ['blob:none', "git can't read it in"],
    ['tree:0', "git can't read it in"],
  ])('without objects: %s', async (filter, says) => {
    const root = clone(makeTopic(), `--filter=${filter}`, '--no-checkout');
    const { code, stderr } = await checkMain(root);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(stderr).toContain('git fetch --refetch --no-filter');
    const audit = await runRoadmap(root, ['audit', '--json']);
    expect(audit.code).toBe(filter === 'tree:0' ? 2 : 3);
  });
});

test('a branch whose commit is gone is not one without a commit yet', async () => {
  const { root } = copyGuarded();
  applyEdits(root, { 'ROADMAP.md': untick });
  writeFileSync(join(root, '.git/refs/heads/main'), `${'1'.repeat(40)}\n`);
  const { code, stderr } = await runRoadmap(root, ['check', '--staged']);
  expect(code).toBe(2);
  expect(stderr.split('\n')[0]).toMatch(
    /^roadmap: git could not compare 1{12} with the index: fatal: bad object 1+$/,
  );
});

test('of two histories that have nothing in common, one is judged against the other as it is', async () => {
  const { root, base, free } = copyGuarded();
  const text = runGit(root, 'show', `${base}:ROADMAP.md`);
  runGit(root, 'switch', '--quiet', '--orphan', 'other');
  writeFiles(root, { 'ROADMAP.md': untick(write('P0.3', 'x', free, 'PASS')(`${text}\n`)) });
  runGit(root, 'add', '--all');
  runGit(root, 'commit', '--quiet', '--no-verify', '-m', 'Other');
  const run = await runRoadmap(root, ['check', '--range', `${base}..HEAD`, '--json']);
  const rules = readOutput('check', run).diagnostics.map(({ rule }) => rule);
  expect(rules).toEqual(expect.arrayContaining(['no-silent-untick', 'gate-passed']));
});

/** What no gate could read must not go in, and must not keep it waiting. */
describe('refused, with what is wrong', () => {
  const commit = (root: string): ReturnType<typeof tryGit> => {
    runGit(root, 'add', '--all');
    return tryGit(root, ['commit', '--quiet', '-m', 'Go on: P0.1']);
  };

  test('a config that can not be read', () => {
    const { root } = copyGuarded();
    applyEdits(root, { 'roadmap.yaml': (text) => text.replace('version: 1', 'version: 7') });
    const { code, output } = commit(root);
    expect(code).toBe(1);
    expect(output).toContain('roadmap.yaml:1:10: version: 7 is not 1');
  });

  test('a roadmap that is too long', () => {
    const { root } = copyGuarded();
    truncateSync(join(root, 'ROADMAP.md'), 5 * 1024 * 1024);
    const { code, output } = commit(root);
    expect(code).toBe(1);
    expect(output).toContain('4 MiB is the most that is read');
  });

  test('a link in the place of a roadmap, for what it leads to nobody would judge', async () => {
    const { root, base } = copyGuarded();
    renameSync(join(root, 'ROADMAP.md'), join(root, 'real.md'));
    symlinkSync('real.md', join(root, 'ROADMAP.md'));
    const { code, output } = commit(root);
    expect(code).toBe(1);
    expect(output).toContain('ROADMAP.md: it is a symbolic link to real.md');
    expect(output).toContain('`roadmaps: [{path: real.md}]`');
    runGit(root, 'commit', '--quiet', '--no-verify', '-m', 'Link');
    applyEdits(root, { 'real.md': untick });
    runGit(root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'Untick');
    expect((await checkMain(root, 'HEAD~1..HEAD')).code).toBe(2);
    expect((await checkMain(root, `${base}..HEAD`)).code).toBe(2);
  });

  test('a roadmap in a folder whose name no git takes in a line', async () => {
    const { root, base } = copyGuarded();
    rmSync(join(root, 'roadmap.yaml'));
    mkdirSync(join(root, 'a\nb'));
    writeFileSync(join(root, 'a\nb/ROADMAP.md'), runGit(root, 'show', `${base}:ROADMAP.md`));
    runGit(root, 'add', '--all');
    runGit(root, 'commit', '--quiet', '--no-verify', '-m', 'Odd');
    applyEdits(root, { 'a\nb/ROADMAP.md': untick });
    const { code, output } = commit(root);
    expect(code).toBe(1);
    expect(output).toContain('Rename it.');
    runGit(root, 'commit', '--quiet', '--no-verify', '-m', 'Untick');
    const { stdout } = await checkMain(root, 'HEAD~1..HEAD');
    expect(stdout).toContain('no-silent-untick');
  });
});

test('a link from one roadmap to another is fine', async () => {
  const { root, base } = copyGuarded();
  applyEdits(root, { 'roadmap.yaml': () => null });
  mkdirSync(join(root, 'docs'));
  symlinkSync('../ROADMAP.md', join(root, 'docs/ROADMAP.md'));
  runGit(root, 'add', '--all');
  expect(tryGit(root, ['commit', '--quiet', '-m', 'Link']).code).toBe(0);
  expect((await checkMain(root, `${base}..HEAD`)).code).toBe(0);
});
