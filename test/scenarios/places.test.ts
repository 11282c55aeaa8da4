import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const ROADMAP = '### P0 — A\n\n- [x] **P0.1** a\n  - Commit: deadbeef\n  - Status: seen\n';

async function listFiles(folder: string, args: readonly string[] = [], changes = {}): Promise<string[]> {
  const report = readOutput('check', await runRoadmap(folder, ['check', ...args, '--json'], changes));
  expect(report.diagnostics.map(({ file }) => file)).toEqual(report.files.map(({ path }) => path));
  return report.files.map(({ path }) => path);
}

describe('without a file', () => {
  const root = makeRepository({
    'ROADMAP.md': ROADMAP,
    'a/b/c/ROADMAP.md': ROADMAP,
    'überall/计划/ROADMAP.md': ROADMAP,
    'with space/-dash/ROADMAP.md': ROADMAP,
    'docs/OTHER_ROADMAP.md': ROADMAP,
    'docs/roadmap.md': ROADMAP,
    'src/deep/one.txt': '',
  });
  writeFiles(root, { 'untracked/ROADMAP.md': ROADMAP, 'node_modules/x/ROADMAP.md': ROADMAP });
  const all = ['ROADMAP.md', 'a/b/c/ROADMAP.md', 'with space/-dash/ROADMAP.md', 'überall/计划/ROADMAP.md'];

  test('every ROADMAP.md that git tracks is found, in any folder', async () => {
    expect((await listFiles(root)).sort()).toEqual([...all].sort());
  });

  test('from a folder beneath, too', async () => {
    expect((await listFiles(`${root}/src/deep`)).sort()).toEqual([...all].sort());
  });

  test('one that is staged counts, and one that is ignored does not', async () => {
    const fresh = makeRepository({ '.gitignore': 'build/\n', 'one/ROADMAP.md': ROADMAP });
    writeFiles(fresh, { 'two/ROADMAP.md': ROADMAP, 'build/ROADMAP.md': ROADMAP });
    runGit(fresh, 'add', '--all');
    expect(await listFiles(fresh)).toEqual(['one/ROADMAP.md', 'two/ROADMAP.md']);
  });

  test('a link and its target are one roadmap', async () => {
    const linked = makeRepository({ 'docs/ROADMAP.md': ROADMAP });
    symlinkSync('docs/ROADMAP.md', `${linked}/ROADMAP.md`);
    runGit(linked, 'add', '--all');
    expect(await listFiles(linked)).toEqual(['docs/ROADMAP.md']);
  });

  test('what is on disk is read, not what is staged or committed', async () => {
    const dirty = makeRepository({ 'ROADMAP.md': ROADMAP });
    writeFiles(dirty, { 'ROADMAP.md': ROADMAP.replace('[x]', '[ ]').replace('deadbeef', '') });
    expect((await runRoadmap(dirty, ['check'])).stdout).toContain('0 of 1 done');
  });
});

describe('a file', () => {
  const root = makeRepository({ 'docs/PLAN-ü.md': ROADMAP, 'src/one.txt': '' });

  test.each([
    ['from the root', '', 'docs/PLAN-ü.md'],
    ['with a dot', '', './docs/PLAN-ü.md'],
    ['from a folder beside it', 'src', '../docs/PLAN-ü.md'],
    ['from its own folder', 'docs', 'PLAN-ü.md'],
    ['by its absolute path', 'src', `${root}/docs/PLAN-ü.md`],
  ])('%s is shown by its path from the root', async (_name, folder, path) => {
    expect(await listFiles(`${root}/${folder}`, [path])).toEqual(['docs/PLAN-ü.md']);
  });

  test('that is named twice is judged once', async () => {
    expect(await listFiles(root, ['docs/PLAN-ü.md', './docs/../docs/PLAN-ü.md'])).toEqual(['docs/PLAN-ü.md']);
  });

  test('that git does not track can be named', async () => {
    writeFiles(root, { 'notes.md': ROADMAP });
    expect(await listFiles(root, ['notes.md'])).toEqual(['notes.md']);
  });

  test('is shown by its path outside of a repository as it was written', async () => {
    const folder = makeFolder();
    writeFiles(folder, { 'docs/plan.md': ROADMAP });
    const report = readOutput('show', await runRoadmap(folder, ['show', './docs/plan.md', '--json']));
    expect(report.roadmaps.map(({ path }) => path)).toEqual(['./docs/plan.md']);
  });
});

describe('a repository', () => {
  test('may be a linked worktree, with its own files and the commits of all', async () => {
    const main = makeRepository({ 'ROADMAP.md': ROADMAP });
    const work = commitFiles(main, { 'src/one.txt': 'one\n' }, 'Work');
    const beside = `${makeFolder()}/worktree`;
    runGit(main, 'worktree', 'add', '--quiet', '-b', 'other', beside);
    writeFiles(beside, { 'ROADMAP.md': ROADMAP.replace('deadbeef', work) });
    expect((await runRoadmap(beside, ['check'])).code).toBe(0);
    expect((await runRoadmap(main, ['check'])).code).toBe(1);
    expect((await runRoadmap(`${beside}/src`, ['check'])).stdout).toMatch(/^ROADMAP\.md: 1 of 1 done/);
  });

  test('ends where another begins: a nested one is not its own', async () => {
    const outer = makeRepository({ 'ROADMAP.md': ROADMAP });
    mkdirSync(`${outer}/vendor/inner`, { recursive: true });
    runGit(`${outer}/vendor/inner`, 'init', '--quiet', '--template=');
    writeFiles(`${outer}/vendor/inner`, { 'ROADMAP.md': ROADMAP });
    runGit(`${outer}/vendor/inner`, 'add', '--all');
    expect(await listFiles(outer)).toEqual(['ROADMAP.md']);
    expect(await listFiles(`${outer}/vendor/inner`)).toEqual(['ROADMAP.md']);
  });

  test('may be reached through a link', async () => {
    const root = makeRepository({ 'docs/ROADMAP.md': ROADMAP });
    const link = `${makeFolder()}/link`;
    symlinkSync(root, link);
    expect(await listFiles(link)).toEqual(['docs/ROADMAP.md']);
    expect(await listFiles(`${link}/docs`, ['ROADMAP.md'])).toEqual(['docs/ROADMAP.md']);
    expect(await listFiles(`${link}/docs`, [`${link}/docs/ROADMAP.md`])).toEqual(['docs/ROADMAP.md']);
  });

  test('may have a name that is no plain word', async () => {
    const root = makeRepository({ 'ROADMAP.md': ROADMAP }, "-it's $HOME 世界");
    expect(await listFiles(root)).toEqual(['ROADMAP.md']);
  });

  test('is the one that a hook says, with the index that it says', async () => {
    const root = makeRepository({ 'ROADMAP.md': ROADMAP });
    runGit(root, 'rm', '--quiet', '--cached', 'ROADMAP.md');
    const saved = `${root}/.git/saved-index`;
    copyFileSync(`${root}/.git/index`, saved);
    runGit(root, 'add', '--all');
    const inHook = { GIT_DIR: `${root}/.git`, GIT_WORK_TREE: root };
    expect(await listFiles(root, [], { ...inHook, GIT_INDEX_FILE: `${root}/.git/index` })).toEqual([
      'ROADMAP.md',
    ]);
    const { code, stderr } = await runRoadmap(root, ['check'], { ...inHook, GIT_INDEX_FILE: saved });
    expect([code, stderr.split('\n')[0]]).toEqual([
      2,
      `roadmap: ${root}: git tracks no ROADMAP.md, and no roadmap.yaml names a roadmap`,
    ]);
  });
});

describe('links of a roadmap', () => {
  test('are looked up from its folder, with their anchors', async () => {
    const root = makeRepository({
      'docs/plan.md': `# Plan

See [here](guide.md), [there](guide.md#the-second-part), [up](../README.md), [root](/docs/guide.md#l3),
[folder](..), [spaced](with%20space.md), [self](#plan), [line](../src/one.ts#L3), and [code](../src/one.ts#anything).
Not [gone](gone.md), [gone too](../docs/sub/guide.md), [no anchor](guide.md#third) or [no self](#nothing).
Never [away](https://example.invalid/x), [mail](mailto:a@example.org), [out](../../../etc/passwd) or [net](//host/x).

- [ ] one
`,
      'docs/guide.md': '# Guide\n\n## The second *part*\n',
      'docs/with space.md': '',
      'README.md': '',
      'src/one.ts': '',
    });
    const report = readOutput('check', await runRoadmap(root, ['check', 'docs/plan.md', '--json']));
    expect(report.diagnostics.map(({ rule, line, message }) => `${rule} ${line} ${message}`)).toEqual([
      expect.stringMatching(/^no-broken-link 5 .*gone\.md/),
      expect.stringMatching(/^no-broken-link 5 .*docs\/sub\/guide\.md/),
      expect.stringMatching(/^no-broken-link 5 .*third/),
      expect.stringMatching(/^no-broken-link 5 .*nothing/),
    ]);
  });
});
