import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { copyCommand } from '../support/copy-command.ts';
import { makeEnvironment } from '../support/environment.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { runAndCompare } from '../support/run-roadmap.ts';

const ROADMAP = '### P0 — A\n\n- [x] **P0.1** a\n  - Commit: none (x)\n  - Status: seen\n- [ ] **P0.2** b\n';
/** With something to ask git. */
const CITED = ROADMAP.replace('none (x)', 'abc1234');

describe('git', () => {
  test('is not on the PATH', async () => {
    const root = makeRepository({ 'ROADMAP.md': CITED });
    for (const command of ['check', 'log']) {
      expect(await expectRefusal(root, [command], { PATH: makeFolder('bin') })).toBe(
        'roadmap: git could not be started\n  → Install git, and see that it is on the PATH.\n',
      );
    }
    // What git need not be asked works without it.
    for (const command of ['show', 'next', 'export'])
      expect((await runAndCompare(root, [command], { PATH: makeFolder('bin') })).code).toBe(0);
  });

  test('on the PATH is none', async () => {
    const root = makeRepository({ 'ROADMAP.md': CITED });
    const folder = makeFolder('bin');
    writeFiles(folder, { git: '#!/bin/sh\nexit 3\n' });
    expect(await expectRefusal(root, ['check'], { PATH: folder })).toMatch(
      /^roadmap: git could not be started/,
    );
    chmodSync(join(folder, 'git'), 0o755);
    const places = { GIT_DIR: join(root, '.git'), GIT_WORK_TREE: root };
    expect(await expectRefusal(root, ['check'], { PATH: folder, ...places })).toBe(
      `roadmap: ${root}: git says: nothing, and ends with 3\n  → See what \`git status\` says there.\n`,
    );
  });

  test('does not trust the owner of the repository', async () => {
    const root = makeRepository({ 'ROADMAP.md': ROADMAP });
    // What git's own tests use to pretend it (setup.c, ensure_valid_ownership).
    expect(await expectRefusal(root, ['check'], { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })).toBe(
      `roadmap: ${root}: git says: fatal: detected dubious ownership in repository at '${root}'\n` +
        `  → If you trust it: \`git config --global --add safe.directory '${root}'\`.\n`,
    );
  });

  test('can not read its own files', async () => {
    const config = makeRepository({ 'ROADMAP.md': ROADMAP });
    writeFiles(config, { '.git/config': '[core\n' });
    expect(await expectRefusal(config, ['check'])).toMatch(/git says: fatal: bad config line 1/);
    const index = makeRepository({ 'ROADMAP.md': ROADMAP });
    writeFiles(index, { '.git/index': 'no index' });
    expect(await expectRefusal(index, ['check'])).toMatch(/git could not list its files: .*index/);
  });

  test('has no repository here', async () => {
    const folder = makeFolder();
    writeFiles(folder, { 'ROADMAP.md': ROADMAP });
    expect(await expectRefusal(folder, ['check', 'ROADMAP.md'])).toBe(
      `roadmap: ${folder}: this is no git repository, and evidence is looked up in git\n` +
        '  → Run it in the repository of the roadmap, or make one: `git init`.\n',
    );
    for (const command of ['check', 'show', 'next', 'export']) {
      expect(await expectRefusal(folder, [command])).toMatch(
        /: this is no git repository, so nothing says where the roadmap is\n/,
      );
    }
    for (const command of ['show', 'next', 'export']) {
      const run = await runAndCompare(folder, [command, 'ROADMAP.md']);
      expect([run.code, run.stderr, run.changed]).toEqual([0, '', []]);
    }
  });

  test('has a repository without a working tree', async () => {
    const folder = makeFolder('bare.git');
    runGit(folder, 'init', '--quiet', '--bare', '--template=');
    expect(await expectRefusal(folder, ['check'])).toBe(
      `roadmap: ${folder}: this is a repository without a working tree\n  → Run roadmap in a clone of it, or say where the roadmaps are: GIT_DIR=<it> GIT_WORK_TREE=<folder>.\n`,
    );
  });

  test('is run inside of .git', async () => {
    const root = makeRepository({ 'ROADMAP.md': ROADMAP });
    expect(await expectRefusal(join(root, '.git'), ['check'])).toMatch(/without a working tree/);
  });

  test('tracks no ROADMAP.md', async () => {
    const root = makeRepository({ 'docs/plan.md': '- [ ] one\n' });
    writeFiles(root, { 'ROADMAP.md': ROADMAP });
    for (const command of ['check', 'show', 'next', 'export']) {
      expect(await expectRefusal(root, [command])).toBe(
        `roadmap: ${root}: git tracks no ROADMAP.md, and no roadmap.yaml names a roadmap\n` +
          '  → Name a file, `git add` a ROADMAP.md, or name your roadmaps in roadmap.yaml.\n',
      );
    }
    runGit(root, 'add', 'ROADMAP.md');
    expect((await runAndCompare(root, ['check'])).code).toBe(0);
  });
});

test('a folder that is gone while the command starts in it', () => {
  const folder = makeFolder('gone');
  const script = 'cd "$0" && rmdir "$0" && exec "$1" "$2" check';
  const run = spawnSync('sh', ['-c', script, folder, process.execPath, binary], {
    env: makeEnvironment(),
    encoding: 'utf8',
  });
  expect([run.status, run.stdout, run.stderr]).toEqual([
    2,
    '',
    'roadmap: the folder that it was started in is gone\n  → Change to one that is there.\n',
  ]);
});

describe('the permission to read a file', () => {
  const root = makeRepository({ 'secret.md': ROADMAP });

  test('is missing, and that is said', () => {
    chmodSync(join(root, 'secret.md'), 0o000);
    const command = join(root, 'command/roadmap.js');
    copyCommand(command);
    // Root may read everything, so it becomes nobody (as most systems number it), who needs to get to the folder first.
    const asRoot = process.getuid?.() === 0;
    if (asRoot) chmodSync(dirname(dirname(root)), 0o755);
    const drop = 'data:text/javascript,process.setgid(65534);process.setuid(65534)';
    const preload = asRoot ? ['--import', drop] : [];
    const trust = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };
    const run = spawnSync(process.execPath, [...preload, command, 'check', 'secret.md'], {
      cwd: root,
      env: makeEnvironment(trust),
      encoding: 'utf8',
    });
    expect([run.status, run.stdout, run.stderr]).toEqual([
      2,
      '',
      'roadmap: secret.md: it may not be read\n  → Check its permissions.\n',
    ]);
  });
});
