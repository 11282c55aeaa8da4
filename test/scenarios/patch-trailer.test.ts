import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const PLAN = `### P0 — Work\n\n${[1, 2, 3, 4, 5, 6].map((at) => `- [ ] **P0.${at}** Task\n`).join('')}`;
const NUL = '\0';

/** What git-patch-id(1) says of a diff that git makes, in a shell as people write it; null where it says nothing. */
function hashPatch(root: string, diff: string): string | null {
  const line = execFileSync('sh', ['-c', `git ${diff} | git patch-id --verbatim`], {
    cwd: requireOwn(root),
    env: makeEnvironment(),
    encoding: 'utf8',
  });
  return line.split(' ')[0] || null;
}

/** The trailers on evidence of the last commit, in their order. */
function listTrailers(root: string): string[] {
  return runGit(root, 'log', '-1', '--format=%(trailers:only,unfold)')
    .split('\n')
    .filter((line) => /^Roadmap-(?:Evidence|Patch): /.test(line));
}

/** Ticks a task with that evidence, and gives the trailers of the commit. */
async function tick(root: string, task: string, ...commits: readonly string[]): Promise<string[]> {
  const options = commits.flatMap((commit) => ['--commit', commit]);
  const run = await runRoadmap(root, ['tick', task, ...options, '--status', 'PASS: seen']);
  expect([run.code, run.stderr, run.stdout]).toEqual([0, '', expect.stringContaining('done')]);
  return listTrailers(root);
}

describe('the patch of a commit that landed', () => {
  const root = makeRepository({ 'ROADMAP.md': PLAN, 'src/a.txt': 'one\ntwo\nthree\n', 'name.txt': 'name\n' });
  const git = (...args: string[]): string => runGit(root, ...args);
  const start = git('rev-parse', 'HEAD');
  let work = '';
  let trailers: string[] = [];

  beforeAll(async () => {
    git('mv', 'name.txt', 'née.txt');
    const files = { 'src/a.txt': 'one\n2\nthree\n\nfour\n', 'src/b.bin': `1${NUL}2`, 'src/c.txt': 'new\n' };
    work = commitFiles(root, files, 'Work');
    trailers = await tick(root, 'P0.1', work);
  });

  test('is in a trailer behind the commit, as plain git computes it', () => {
    expect(trailers).toEqual([
      `Roadmap-Evidence: ${work}`,
      `Roadmap-Patch: ${hashPatch(root, `diff-tree -p --full-index ${work}`) ?? ''}`,
    ]);
  });

  test.each([
    ['rebased', ['rebase', '--quiet', 'main', 'topic']],
    ['cherry-picked', ['cherry-pick', 'topic']],
    ['squash-merged', ['merge', '--squash', '--quiet', 'topic']],
  ])('is that of the same work when it is %s in a clone that never had the commit', (_how, command) => {
    const clone = join(makeFolder(), 'clone');
    runGit(root, 'clone', '--quiet', '--no-local', '--single-branch', root, clone);
    const inClone = (...args: string[]): string => runGit(clone, ...args);
    inClone('checkout', '--quiet', '-b', 'topic', work);
    inClone('checkout', '--quiet', '-B', 'main', start);
    commitFiles(clone, { 'src/other.txt': 'other\n', 'README.md': 'Read\n' }, 'Meanwhile');
    inClone(...command);
    if (command[0] === 'merge') inClone('commit', '--quiet', '--message', 'Squash');
    const landed = inClone('rev-parse', 'HEAD');
    expect(landed).not.toBe(work);
    expect(trailers[1]).toBe(
      `Roadmap-Patch: ${hashPatch(clone, `diff-tree -p --full-index ${landed}`) ?? ''}`,
    );
  });
});

describe('the settings of a user and of a clone', () => {
  const settings: Readonly<Record<string, string>> = {
    'diff.noprefix': 'true',
    'diff.mnemonicPrefix': 'true',
    'diff.algorithm': 'patience',
    'diff.context': '9',
    'diff.interHunkContext': '9',
    'diff.renames': 'copies',
    'diff.external': 'false',
    'diff.suppressBlankEmpty': 'true',
    'diff.indentHeuristic': 'false',
    'diff.orderFile': 'order.txt',
    'diff.submodule': 'log',
    'diff.ignoreSubmodules': 'all',
    'diff.relative': 'true',
    'diff.wsErrorHighlight': 'all',
    'diff.shout.textconv': 'tr a-z A-Z <',
    'diff.shout.command': 'false',
    'color.ui': 'always',
    'core.quotePath': 'false',
    'core.abbrev': '5',
    'patchid.stable': 'false',
    'patchid.verbatim': 'true',
    'log.showSignature': 'true',
  };
  const before = 'one\n\n  two\n\nthree\nfour\n';
  const after = 'one\n\n  2\n\nthree\n\n  2\n\nfour\nfive\n';

  async function tickSame(change: (root: string) => void): Promise<string> {
    const root = makeRepository({ 'ROADMAP.md': PLAN, 'sub/é.txt': before, 'sub/old.txt': before });
    runGit(root, 'mv', 'sub/old.txt', 'sub/new.txt');
    const work = commitFiles(root, { 'sub/é.txt': after, 'sub/data.bin': `1${NUL}\n` }, 'Work');
    change(root);
    const [evidence, patch = '', ...others] = await tick(join(root, 'sub'), 'P0.1', work);
    expect([evidence, others]).toEqual([`Roadmap-Evidence: ${work}`, []]);
    return patch;
  }

  test('change nothing of it', async () => {
    const plain = await tickSame(() => undefined);
    expect(plain).toMatch(/^Roadmap-Patch: [0-9a-f]{40}$/);
    const set = await tickSame((root) => {
      for (const [name, value] of Object.entries(settings)) runGit(root, 'config', name, value);
      writeFiles(root, { 'order.txt': 'sub/é.txt\n' });
    });
    expect(set).toBe(plain);
    const attributed = await tickSame((root) => {
      runGit(root, 'config', 'core.attributesFile', join(root, 'mine'));
      const rules = '*.txt -diff\n*.bin diff=shout\n';
      commitFiles(root, { '.gitattributes': rules, 'sub/.gitattributes': rules, mine: rules }, 'Attributes');
      for (const [name, value] of Object.entries(settings)) runGit(root, 'config', name, value);
      writeFiles(root, { 'order.txt': 'sub/é.txt\n' });
    });
    expect(attributed).toBe(plain);
    const linked = await tickSame((root) => {
      runGit(root, 'config', 'core.worktree', root);
    });
    expect(linked).toBe(plain);
  });

  test('nor does a linked working tree', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const work = commitFiles(root, { 'src/a.txt': 'one\n' }, 'Work');
    const other = join(makeFolder(), 'tree');
    runGit(root, 'worktree', 'add', '--quiet', '-b', 'other', other);
    const here = await tick(root, 'P0.1', work);
    expect(await tick(other, 'P0.1', work)).toEqual(here);
    expect(here).toHaveLength(2);
  });
});

describe('several commits', () => {
  const root = makeRepository({ 'ROADMAP.md': PLAN });
  const git = (...args: string[]): string => runGit(root, ...args);
  const patchOf = (diff: string): string => `Roadmap-Patch: ${hashPatch(root, diff) ?? ''}`;
  const start = git('rev-parse', 'HEAD');
  const one = commitFiles(root, { 'src/a.txt': 'one\n' }, 'One');
  const two = commitFiles(root, { 'src/b.txt': 'two\n' }, 'Two');
  const three = commitFiles(root, { 'src/a.txt': 'three\n' }, 'Three');

  test('each have theirs behind them', async () => {
    expect(await tick(root, 'P0.1', two, one)).toEqual([
      `Roadmap-Evidence: ${two}`,
      patchOf(`show ${two}`),
      `Roadmap-Evidence: ${one}`,
      patchOf(`show ${one}`),
    ]);
  });

  test('of a range have that of the whole, which a squash of it has, and then their own', async () => {
    expect(await tick(root, 'P0.2', `${start}..${three}`)).toEqual([
      `Roadmap-Evidence: ${start}..${three}`,
      patchOf(`diff-tree -p ${start} ${three}`),
      ...[one, two, three].map((commit) => patchOf(`show ${commit}`)),
    ]);
    git('checkout', '--quiet', '-b', 'squashed', start);
    git('merge', '--quiet', '--squash', three);
    git('commit', '--quiet', '--message', 'Squash');
    expect(patchOf('show HEAD')).toBe(patchOf(`diff-tree -p ${start} ${three}`));
    git('checkout', '--quiet', 'main');
  });

  test('of a range of one have it once', async () => {
    expect(await tick(root, 'P0.3', `${one}..${two}`)).toEqual([
      `Roadmap-Evidence: ${one}..${two}`,
      patchOf(`show ${two}`),
    ]);
  });

  test('of a merge are taken against its first parent', async () => {
    git('checkout', '--quiet', '-b', 'side', start);
    commitFiles(root, { 'src/side.txt': 'side\n' }, 'Side');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'side');
    const merge = git('rev-parse', 'HEAD');
    expect(await tick(root, 'P0.4', merge)).toEqual([
      `Roadmap-Evidence: ${merge}`,
      patchOf(`diff-tree -p ${merge}^1 ${merge}`),
    ]);
  });

  test('that the file cites already are cited by a tick that names none', async () => {
    commitFiles(
      root,
      { 'ROADMAP.md': git('show', 'HEAD:ROADMAP.md').concat(`\n  - Commit: ${one}\n`) },
      'Cite',
    );
    expect(await tick(root, 'P0.6')).toEqual([`Roadmap-Evidence: ${one}`, patchOf(`show ${one}`)]);
  });

  test('of a long range are the newest hundred', async () => {
    const from = git('rev-parse', 'HEAD');
    mkdirSync(join(root, 'long'));
    for (let at = 1; at <= 102; at += 1) commitFiles(root, { 'long/a.txt': `${at}\n` }, `Step ${at}`);
    const trailers = await tick(root, 'P0.5', `${from}..HEAD~0`);
    expect(trailers).toHaveLength(1 + 1 + 100);
    expect(trailers[1]).toBe(patchOf(`diff-tree -p ${from} HEAD~1`));
    expect(trailers[2]).toBe(patchOf('show HEAD~100'));
    expect(trailers.at(-1)).toBe(patchOf('show HEAD~1'));
  });
});

describe('there is none', () => {
  test('of a commit that changes nothing, and none of what is no commit of this repository', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const empty = commitFiles(root, {}, 'Nothing');
    const partial = ['partial', 'P0.1', '--reason', 'half', '--commit', empty];
    expect(await runRoadmap(root, partial)).toMatchObject({ code: 0, stderr: '' });
    expect(listTrailers(root)).toEqual([`Roadmap-Evidence: ${empty}`]);
    const none = ['tick', 'P0.1', '--commit', 'none', '--because', 'seen', '--status', 'PASS: seen'];
    expect(await runRoadmap(root, none)).toMatchObject({ code: 0, stderr: '' });
    expect(listTrailers(root)).toEqual([]);
    const foreign = `acme/app@${'deadbeef00'.repeat(4)}`;
    expect(await tick(root, 'P0.2', foreign)).toEqual([]);
  });

  test('where the clone lacks what was changed', async () => {
    const origin = makeRepository({ 'ROADMAP.md': PLAN, 'src/a.txt': 'one\n' });
    runGit(origin, 'config', 'uploadpack.allowFilter', 'true');
    const work = commitFiles(origin, { 'src/a.txt': 'two\n' }, 'Work');
    commitFiles(origin, { 'src/a.txt': 'three\n' }, 'Go on');
    const folder = makeFolder();
    runGit(folder, 'clone', '--quiet', '--filter=blob:none', `file://${origin}`, 'partial');
    expect(await tick(join(folder, 'partial'), 'P0.1', work)).toEqual([`Roadmap-Evidence: ${work}`]);
    runGit(folder, 'clone', '--quiet', '--depth=2', `file://${origin}`, 'shallow');
    const [, parent = ''] = runGit(origin, 'rev-list', 'HEAD').split('\n');
    const shallow = ['partial', 'P0.1', '--reason', 'half', '--commit', parent];
    expect(await runRoadmap(join(folder, 'shallow'), shallow)).toMatchObject({ code: 0, stderr: '' });
    expect(listTrailers(join(folder, 'shallow'))).toEqual([`Roadmap-Evidence: ${parent}`]);
  });
});
