import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findPlainRepository } from './find-plain-repository.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'roadmap-plain-')));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const given = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];
  process.env['GIT_CONFIG_GLOBAL'] = devNull;
  process.env['GIT_CONFIG_NOSYSTEM'] = '1';
});
afterEach(() => {
  process.env = { ...given };
});

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'a@b',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function makeFolder(): string {
  return mkdtempSync(join(base, 'folder-'));
}

function makeRepository(...args: readonly string[]): string {
  const root = makeFolder();
  git(root, 'init', '--quiet', ...args);
  return root;
}

/** What git says of the same. */
function askGit(folder: string): { root: string; gitDir: string; index: string } {
  const places = ['--show-toplevel', '--absolute-git-dir', '--git-path', 'index'];
  const [root = '', gitDir = '', index = ''] = git(folder, 'rev-parse', ...places).split('\n');
  return { root, gitDir, index: resolve(realpathSync(folder), index) };
}

describe('a repository as git-init makes it is found as git finds it', () => {
  test('from its top, from a folder in it, and through a link', () => {
    const root = makeRepository();
    mkdirSync(join(root, 'a/b'), { recursive: true });
    const link = join(makeFolder(), 'link');
    symlinkSync(join(root, 'a'), link);
    for (const folder of [root, join(root, 'a'), join(root, 'a/b'), link])
      expect(findPlainRepository(folder)).toEqual(askGit(folder));
  });

  test('with commits, remotes, branches and a nested repository beside it', () => {
    const root = makeRepository();
    git(root, 'commit', '--quiet', '--allow-empty', '--message', 'x');
    git(root, 'remote', 'add', 'origin', '../x');
    git(root, 'config', 'user.name', 'Ada = "worker"');
    const nested = join(root, 'nested');
    git(root, 'init', '--quiet', nested);
    expect(findPlainRepository(root)).toEqual(askGit(root));
    expect(findPlainRepository(nested)).toEqual(askGit(nested));
  });

  test('within a ceiling that is above it', () => {
    const root = makeRepository();
    process.env['GIT_CEILING_DIRECTORIES'] = base;
    expect(findPlainRepository(root)).toEqual(askGit(root));
  });
});

describe('in a hook', () => {
  test.each([
    ['of a commit', []],
    ['of a commit of all files', ['--all']],
    ['of a commit of some files', ['--only', 'a.txt']],
  ])('%s, the index is the one of that commit', (_name, options) => {
    const root = makeRepository();
    mkdirSync(join(root, 'sub'));
    writeFileSync(join(root, 'a.txt'), 'a');
    git(root, 'add', '--all');
    const script = `#!/bin/sh\nenv >env\ngit rev-parse --show-toplevel --absolute-git-dir --git-path index >told\nls "$GIT_INDEX_FILE" >>told\n`;
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    writeFileSync(join(root, '.git/hooks/pre-commit'), script, { mode: 0o755 });
    git(
      join(root, 'sub'),
      'commit',
      '--quiet',
      '--message',
      'x',
      ...options.map((one) => one.replace('a.', '../a.')),
    );
    const environment = readFileSync(join(root, 'env'), 'utf8').split('\n');
    const own = environment.filter((line) => line.startsWith('GIT_')).map((line) => line.split('='));
    for (const [name = '', ...value] of own) process.env[name] = value.join('=');
    const [top = '', gitDir = '', index = '', there = ''] = readFileSync(join(root, 'told'), 'utf8').split(
      '\n',
    );
    expect(there).toBe(process.env['GIT_INDEX_FILE']);
    expect(findPlainRepository(root)).toEqual({ root: top, gitDir, index: resolve(root, index) });
    expect(findPlainRepository(join(root, 'sub'))?.index).toBe(resolve(root, index));
  });
});

describe('git is asked', () => {
  test('where there is none, and below a ceiling', () => {
    expect(findPlainRepository(makeFolder())).toBeNull();
    const root = makeRepository();
    mkdirSync(join(root, 'a'));
    process.env['GIT_CEILING_DIRECTORIES'] = root;
    expect(findPlainRepository(join(root, 'a'))).toBeNull();
  });

  test('in a linked working tree, a submodule and a bare repository', () => {
    const root = makeRepository();
    git(root, 'commit', '--quiet', '--allow-empty', '--message', 'x');
    const tree = join(makeFolder(), 'tree');
    git(root, 'worktree', 'add', '--quiet', tree);
    expect(findPlainRepository(tree)).toBeNull();
    expect(findPlainRepository(makeRepository('--bare'))).toBeNull();
    const parent = makeRepository();
    git(parent, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', root, 'sub');
    expect(findPlainRepository(join(parent, 'sub'))).toBeNull();
  });

  test.each([
    '[core]\n\tworktree = ..\n',
    '[core]\n\tbare = true\n',
    '[core]\n\tbare\n',
    '[core]\n\trepositoryformatversion = 1\n',
    '[extensions]\n\tobjectFormat = sha256\n',
    '[include]\n\tpath = other\n',
    '[core\n',
    '[core]\n\tx = a \\\n\tb\n\tbare = true\n',
    'bare = "tr\\\nue"\n',
  ])('with %j in its settings', (settings) => {
    const root = makeRepository();
    appendFileSync(join(root, '.git/config'), settings);
    expect(findPlainRepository(root)).toBeNull();
  });

  test('for hashes of SHA-256', () => {
    expect(findPlainRepository(makeRepository('--object-format=sha256'))).toBeNull();
  });

  test.each([
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_COMMON_DIR',
    'GIT_OBJECT_DIRECTORY',
    'GIT_CONFIG_COUNT',
    'GIT_NAMESPACE',
    'GIT_ANYTHING',
  ])('with %s', (name) => {
    const root = makeRepository();
    process.env[name] = 'x';
    expect(findPlainRepository(root)).toBeNull();
  });

  test('with a `.git` that lacks something, or that is another one', () => {
    for (const name of ['HEAD', 'objects', 'refs', 'config']) {
      const root = makeRepository();
      rmSync(join(root, '.git', name), { recursive: true });
      expect(findPlainRepository(root)).toBeNull();
    }
    const link = makeFolder();
    symlinkSync(join(makeRepository(), '.git'), join(link, '.git'));
    expect(findPlainRepository(link)).toBeNull();
    const file = makeFolder();
    writeFileSync(join(file, '.git'), 'gitdir: ../x\n');
    expect(findPlainRepository(file)).toBeNull();
  });

  // Only root can give a folder to somebody else.
  const testAsRoot = process.geteuid?.() === 0 ? test : test.skip;
  testAsRoot('where the folder or its `.git` is somebody else’s', () => {
    for (const name of ['', '.git']) {
      const root = makeRepository();
      chownSync(join(root, name), 65534, 65534);
      expect(findPlainRepository(root)).toBeNull();
    }
  });
});
