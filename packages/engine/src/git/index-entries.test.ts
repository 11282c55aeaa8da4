import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { findIndexEntry, readIndexEntry } from './commit/index-file.ts';
import { findIndexEntries } from './index-entries.ts';
import { replaceIndexBlob } from './replace-index-blob.ts';

jest.setTimeout(120_000);

const base = mkdtempSync(join(tmpdir(), 'roadmap-index-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const env = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

const FILES = [
  'a',
  'a.md',
  'a/b.md',
  'assumed.md',
  'both.md',
  'conflict.md',
  'deep/er/plan.md',
  'deep/er/plans.md',
  'executable.md',
  `${'n'.repeat(240)}.md`,
  'skipped.md',
  'staged.md',
  'ü ☂\n".md',
].filter((file) => file !== 'a');
const MISSING = ['none.md', 'a', 'deep', 'deep/er/pla', 'A.md', ''];

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function makeRepository(format: string, ...settings: readonly string[]): string {
  const root = mkdtempSync(join(base, 'repository-'));
  git(root, 'init', '--quiet', '--template=', '--initial-branch=main', `--object-format=${format}`);
  for (const setting of settings) git(root, 'config', ...setting.split('='));
  for (const file of FILES) write(root, file, `${file}\n`);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Start');
  return root;
}

/** With every mark that an entry can have. */
function mark(root: string): void {
  git(root, 'checkout', '--quiet', '-b', 'side');
  write(root, 'conflict.md', 'side\n');
  git(root, 'commit', '--quiet', '--all', '--message', 'Side');
  git(root, 'checkout', '--quiet', 'main');
  write(root, 'conflict.md', 'main\n');
  git(root, 'commit', '--quiet', '--all', '--message', 'Main');
  expect(() => git(root, 'merge', '--quiet', 'side')).toThrow();
  write(root, 'staged.md', 'staged\n');
  write(root, 'intended.md', 'intended\n');
  git(root, 'add', 'staged.md');
  git(root, 'add', '--intent-to-add', 'intended.md');
  git(root, 'update-index', '--chmod=+x', 'executable.md');
  git(root, 'update-index', '--assume-unchanged', 'assumed.md', 'both.md');
  git(root, 'update-index', '--skip-worktree', 'skipped.md', 'both.md');
}

/** What both ways of reading say of each file, and whether the bytes alone said all. */
async function compare(root: string): Promise<ReadonlySet<boolean>> {
  const index = join(root, '.git/index');
  const bytes = readFileSync(index);
  const like = git(root, 'rev-parse', 'HEAD');
  const plain = new Set<boolean>();
  for (const file of [...FILES, 'intended.md', ...MISSING]) {
    const told = (reading: ReturnType<typeof readIndexEntry>): Promise<unknown> =>
      reading.catch((error: Error) => error.message);
    expect(await told(findIndexEntry(root, { bytes, time: 0 }, index, file, like))).toEqual(
      await told(readIndexEntry(root, index, file)),
    );
    plain.add(findIndexEntries(bytes, file, like.length / 2) !== null);
  }
  return plain;
}

test.each([
  ['sha1', 'index.version=2'],
  ['sha1', 'index.version=4'],
  ['sha256', 'index.version=2'],
  ['sha256', 'index.version=4'],
  ['sha1', 'core.untrackedCache=true'],
  ['sha1', 'feature.manyFiles=true'],
])('an index is read as git-ls-files(1) reads it: %s, %s', async (format, setting) => {
  const root = makeRepository(format, setting);
  expect(await compare(root)).toEqual(new Set([true]));
  mark(root);
  git(root, 'status');
  expect(await compare(root)).toEqual(new Set([true]));
});

test('one of many entries, in blocks that are read by themselves', async () => {
  const root = makeRepository('sha1', 'index.version=4', 'index.threads=4');
  const lines = Array.from({ length: 30_000 }, (_, at) => `100644 ${'1'.repeat(40)}\tmany/${at}.md\n`);
  execFileSync('git', ['update-index', '--index-info'], { cwd: root, env, input: lines.join('') });
  expect(await compare(root)).toEqual(new Set([true]));
});

test.each([
  ['a split index', ['update-index', '--split-index']],
  ['a sparse index', ['sparse-checkout', 'set', '--cone', '--sparse-index', 'a']],
])('of %s git is asked', async (_, command) => {
  const root = makeRepository('sha1');
  git(root, ...command);
  expect(await compare(root)).toEqual(new Set([false]));
});

test('of what is cut off, or of another version, nothing is said', () => {
  const root = makeRepository('sha1');
  const bytes = readFileSync(join(root, '.git/index'));
  const end = bytes.indexOf('TREE');
  for (let size = 0; size < end; size += 13)
    expect(findIndexEntries(bytes.subarray(0, size), 'staged.md', 20)).toBeNull();
  const other = Buffer.from(bytes);
  other.writeUInt32BE(5, 4);
  expect(findIndexEntries(other, 'staged.md', 20)).toBeNull();
});

/** What git makes of an index with another blob of a file. The index must be later than the files, or git marks more. */
function changeByGit(root: string, file: string, blob: string): Buffer {
  const [mode = ''] = git(root, 'ls-files', '--stage', '--', `:(literal)${file}`).split(' ');
  git(root, 'update-index', '--cacheinfo', `${mode},${blob},${file}`);
  return readFileSync(join(root, '.git/index'));
}

function hashText(root: string, input: string): string {
  const options = { cwd: root, env, input, encoding: 'utf8' } as const;
  return execFileSync('git', ['hash-object', '-w', '--stdin'], options).trim();
}

function age(root: string): void {
  for (const file of [...FILES, 'more/deep/a.md']) {
    write(root, file, `${file}\n`);
    utimesSync(join(root, file), 1_700_000_000, 1_700_000_000);
  }
  git(root, 'add', '--all');
  git(root, 'update-index', '--really-refresh');
}

test.each([
  ['sha1', 'index.version=2'],
  ['sha1', 'index.version=4'],
  ['sha256', 'index.version=2'],
  ['sha1', 'index.skipHash=true'],
])('another blob is put into an index as git-update-index(1) does it: %s, %s', async (format, setting) => {
  const root = makeRepository(format, setting);
  age(root);
  for (const file of [...FILES, 'more/deep/a.md']) {
    for (const makeTrees of [true, false]) {
      if (makeTrees) git(root, 'write-tree');
      const before = readFileSync(join(root, '.git/index'));
      const blob = hashText(root, `${file}${makeTrees}`);
      const ours = replaceIndexBlob(before, file, blob);
      const theirs = changeByGit(root, file, blob);
      expect(ours?.equals(theirs)).toBe(true);
    }
  }
});

test('an index with another blob keeps the marks of files, and what was resolved', async () => {
  const root = makeRepository('sha1');
  mark(root);
  git(root, 'add', 'conflict.md');
  git(root, 'rm', '--quiet', '--cached', 'intended.md');
  const marked = ['assumed.md', 'both.md', 'conflict.md', 'executable.md', 'skipped.md', 'staged.md'];
  const list = (): string[] => git(root, 'ls-files', '--stage', '-v', ...marked).split('\n');
  const before = list();
  expect(readFileSync(join(root, '.git/index')).includes('REUC')).toBe(true);
  const blob = hashText(root, 'other');
  for (const file of marked) {
    const bytes = replaceIndexBlob(readFileSync(join(root, '.git/index')), file, blob);
    if (bytes === null) throw new Error(`${file}: git was to be asked`);
    writeFileSync(join(root, '.git/index'), bytes);
  }
  expect(list()).toEqual(before.map((line) => line.replace(/ [0-9a-f]{40} /, ` ${blob} `)));
  expect(git(root, 'fsck', '--no-dangling')).toBe('');
  expect(git(root, 'ls-files', '--resolve-undo')).toContain('conflict.md');
});

test.each([
  ['what is to be added later', 'intended.md', []],
  ['what has a conflict', 'conflict.md', []],
  ['what it does not have', 'none.md', []],
  ['an untracked cache', 'staged.md', ['update-index', '--force-untracked-cache']],
  ['a split index', 'staged.md', ['update-index', '--split-index']],
  [
    'blocks that are read by themselves',
    'staged.md',
    ['-c', 'index.threads=2', 'update-index', '--force-write-index'],
  ],
])('of %s git is asked to change it', (_, file, command) => {
  const root = makeRepository('sha1');
  mark(root);
  if (command.length > 0) {
    git(root, 'add', 'conflict.md');
    git(root, ...command);
  }
  expect(replaceIndexBlob(readFileSync(join(root, '.git/index')), file, '1'.repeat(40))).toBeNull();
});
