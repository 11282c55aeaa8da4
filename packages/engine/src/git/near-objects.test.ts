import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findRepository, type Repository } from './find-repository.ts';
import { openNearObjects } from './near-objects.ts';
import { type ObjectReader, openObjects } from './object-reader.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'roadmap-near-')));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const LONGEST = 100;

function git(folder: string, ...args: readonly string[]): string {
  const names = ['user.name=Ada', 'user.email=a@b', 'commit.gpgSign=false'].flatMap((one) => ['-c', one]);
  return execFileSync('git', [...names, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git(root, 'add', '--all');
}

function commit(root: string, files: Readonly<Record<string, string>>): string {
  write(root, files);
  git(root, 'commit', '--quiet', '--message', 'x');
  return git(root, 'rev-parse', 'HEAD');
}

/** With something staged, in a conflict, long, in a folder, and a link. */
function makeRepository(): { readonly root: string; readonly names: readonly string[] } {
  const root = mkdtempSync(join(base, 'root-'));
  git(root, 'init', '--quiet', '--initial-branch=main');
  const first = commit(root, { 'a.txt': 'a\n', 'deep/er/b.txt': 'b\n', 'long.txt': 'x'.repeat(LONGEST + 1) });
  execFileSync('ln', ['-s', 'a.txt', join(root, 'link')]);
  git(root, 'checkout', '--quiet', '-b', 'other');
  const other = commit(root, { 'both.txt': 'theirs\n' });
  git(root, 'checkout', '--quiet', 'main');
  const second = commit(root, { 'both.txt': 'ours\n', 'empty.txt': '' });
  git(root, 'tag', '--annotate', '--message', 'x', 'v1');
  try {
    git(root, 'merge', '--quiet', 'other');
  } catch {
    // The conflict is what is wanted.
  }
  write(root, { 'new\u00e9.txt': 'staged\n' });
  git(root, 'rm', '--quiet', '--cached', 'a.txt');
  git(root, 'update-index', '--add', '--cacheinfo', `160000,${first},module`);
  const paths = ['a.txt', 'deep/er/b.txt', 'deep/er', 'deep', 'link', 'long.txt', 'empty.txt', 'none.txt'];
  const all = [...paths, 'both.txt', 'new\u00e9.txt', 'module', './a.txt', 'deep//er', 'deep/er/', ''];
  const ids = [first, second, other, git(root, 'rev-parse', 'v1'), git(root, 'rev-parse', 'HEAD^{tree}')];
  return {
    root,
    names: [
      ...all.flatMap((path) => [`:0:${path}`, `:${path}`, `${second}:${path}`, `HEAD:${path}`]),
      ...ids,
      ...ids.map((id) => id.slice(0, 9)),
      ...ids.flatMap((id) => [`${id}^{commit}`, `${id}^{tree}`]),
      `${'f'.repeat(40)}^{tree}`,
      `${git(root, 'rev-parse', 'HEAD:deep')}:er/b.txt`,
      'f'.repeat(40),
      `${'f'.repeat(40)}:a.txt`,
      'main',
      ':0:a\nb',
    ],
  };
}

async function find(root: string): Promise<Repository> {
  const found = await findRepository(root);
  if (found?.index == null) throw new Error(`${root}: it is not as git-init makes it`);
  return found;
}

async function readAll(objects: ObjectReader, names: readonly string[]): Promise<unknown[]> {
  const found = await Promise.all(names.map((name) => objects.read(name)));
  await objects.close();
  return found.map((object, at) => [
    names[at],
    { ...object, bytes: 'bytes' in object && object.bytes?.toString() },
  ]);
}

describe('what is near is told as git tells it', () => {
  async function expectSame({ root, names }: { root: string; names: readonly string[] }): Promise<void> {
    const near = await readAll(openNearObjects(await find(root), LONGEST), names);
    expect(near).toEqual(await readAll(openObjects(root, LONGEST), names));
  }

  test('in files of their own', async () => {
    await expectSame(makeRepository());
  });

  test('in packs', async () => {
    const made = makeRepository();
    git(made.root, 'gc', '--quiet');
    await expectSame(made);
  });

  test('where a file is damaged, and a pack has the same', async () => {
    const made = makeRepository();
    git(made.root, 'repack', '--quiet', '-a');
    const id = git(made.root, 'rev-parse', 'HEAD:empty.txt');
    const path = join(made.root, '.git/objects', id.slice(0, 2), id.slice(2));
    rmSync(path, { force: true });
    writeFileSync(path, 'damaged');
    await expectSame(made);
  });

  test('with an index that is split', async () => {
    const made = makeRepository();
    git(made.root, 'update-index', '--split-index');
    await expectSame(made);
  });
});
