import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { findInTree } from '../tree-path.ts';
import { changeTree } from './change-tree.ts';
import { makeObject, writeObjects } from './new-objects.ts';

jest.setTimeout(120_000);

const base = mkdtempSync(join(tmpdir(), 'roadmap-objects-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function git(root: string, args: readonly string[], input: string | Uint8Array = ''): Buffer {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd: root, env, input, maxBuffer: 64 * 1024 * 1024 });
}

function ask(root: string, ...args: readonly string[]): string {
  return git(root, args).toString().trim();
}

function makeRepository(format: string): string {
  const root = mkdtempSync(join(base, 'repository-'));
  ask(root, 'init', '--quiet', '--template=', `--object-format=${format}`);
  return root;
}

/** At the sizes at which the head of an object in a pack gets one byte more. */
const SIZES = [0, 1, 15, 16, 2047, 2048, 262_143, 262_144, 3_000_000];

test.each([
  ['sha1', false],
  ['sha256', false],
  ['sha1', true],
  ['sha256', true],
])('objects are named and stored as git does it, with %s, in files of our own: %s', async (format, isOwn) => {
  const root = makeRepository(format);
  const places = { root, objects: isOwn ? join(root, '.git/objects') : null };
  const like = git(root, ['hash-object', '--stdin']).toString().trim();
  const contents = SIZES.map((size) =>
    Buffer.from(Array.from({ length: size }, (_, at) => (at * 7919) % 251)),
  );
  const objects = contents.map((bytes) => makeObject('blob', bytes, like));
  await writeObjects(places, objects);
  for (const { id, bytes } of objects) {
    expect(git(root, ['hash-object', '--stdin'], bytes).toString().trim()).toBe(id);
    expect(git(root, ['cat-file', 'blob', id]).equals(bytes)).toBe(true);
  }
  const list = (): string[] =>
    readdirSync(join(root, '.git/objects'), { recursive: true }).map(String).sort();
  const before = list();
  // What is there already is no trouble.
  await writeObjects(places, objects);
  expect(list()).toEqual(before);
  for (const { id } of objects) {
    const { mode } = statSync(join(root, '.git/objects', id.slice(0, 2), id.slice(2)));
    expect(mode & 0o777).toBe(0o444);
  }
  expect(ask(root, 'fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
});

test('objects that can not be stored are refused', async () => {
  const root = makeRepository('sha1');
  rmSync(join(root, '.git/objects'), { recursive: true });
  const object = makeObject('blob', Buffer.from('a'), '0'.repeat(40));
  for (const objects of [null, join(root, '.git/objects')])
    await expect(writeObjects({ root, objects }, [object])).rejects.toThrow(/could not store/);
});

const FILES = ['a', 'a.b/plan.md', 'a/b', 'deep/er/est/plan.md', 'deep/er.x', 'deep/er/z', 'ü/☂.md', 'z'];

test.each(['sha1', 'sha256'])('a tree with another content is that of an index, with %s', async (format) => {
  const root = makeRepository(format);
  const files = FILES.filter((file) => file !== 'a');
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), `${file}\n`, { mode: file.endsWith('z') ? 0o755 : 0o644 });
  }
  ask(root, 'add', '--all');
  const top = ask(root, 'write-tree');
  const read = async (tree: string): Promise<Buffer> => git(root, ['cat-file', 'tree', tree]);
  for (const file of files) {
    const found = await findInTree(top, file, read);
    if (found === null) throw new Error(`${file} was not found`);
    const [mode = '', , blob = ''] = ask(root, 'ls-tree', top, '--', file).split(/\s/);
    expect(found.entry).toEqual({ mode, blob });
    const changed = makeObject('blob', Buffer.from('changed\n'), top);
    const trees = changeTree(found, changed.id);
    await writeObjects({ root, objects: null }, [changed, ...trees]);
    ask(root, 'read-tree', top);
    ask(root, 'update-index', '--cacheinfo', `${mode},${changed.id},${file}`);
    expect(trees.at(-1)?.id).toBe(ask(root, 'write-tree'));
  }
  for (const missing of ['b', 'deep', 'deep/e', 'deep/er/est/plan.md/x', '../z', '', 'Z']) {
    const found = await findInTree(top, missing, read);
    expect(found === null ? '' : found.entry.mode).toBe(missing === 'deep' ? '40000' : '');
  }
});
