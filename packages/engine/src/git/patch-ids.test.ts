import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { readPatchIds } from './patch-ids.ts';
import { PatchSplitter } from './patch-splitter.ts';

jest.setTimeout(120_000);

const base = mkdtempSync(join(tmpdir(), 'roadmap-patches-'));
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
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8' }).trim();
}

/** As anybody can compute it; null where git prints nothing. */
function askGit(root: string, parent: string | undefined, commit: string, ...paths: string[]): string | null {
  const range = parent === undefined ? ['--root', commit] : [parent, commit];
  const args = ['diff-tree', '-p', '--full-index', '--no-renames', ...range, '--', ...paths];
  const diff = execFileSync('git', args, { cwd: root, env });
  const line = execFileSync('git', ['patch-id', '--verbatim'], { cwd: root, env, input: diff }).toString();
  return line.split(' ')[0] || null;
}

const NAMES = ['a.txt', 'b b.txt', 'ü "q"\\.txt', 'tab\t.bin', 'ROADMAP.md', 'sub/ROADMAP.md', 'sub/z'];
const LINES = [
  'one',
  '  one',
  'two',
  '',
  ' ',
  '-- a',
  '++ b',
  '@@ -1 +1 @@',
  'diff --git a/x b/x',
  '\r',
  'index 1..2',
];
const change = fc.record({
  name: fc.constantFrom(...NAMES),
  content: fc.oneof(
    fc.array(fc.constantFrom(...LINES), { maxLength: 30 }).map((lines) => lines.join('\n')),
    fc
      .array(fc.constantFrom(...LINES), { maxLength: 30 })
      .map((lines) => lines.map((line) => `${line}\n`).join('')),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from([0, ...bytes])),
    fc.constant(''),
    fc.constant(null),
  ),
  isExecutable: fc.boolean(),
});

test('are what git patch-id --verbatim says, of everything and of what is no roadmap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('sha1', 'sha256'),
      async (steps, format) => {
        const root = mkdtempSync(join(base, 'r'));
        git(root, 'init', '--quiet', `--object-format=${format}`);
        const commits: string[] = [];
        for (const step of steps) {
          for (const { name, content, isExecutable } of step) {
            const path = join(root, name);
            mkdirSync(dirname(path), { recursive: true });
            if (content === null) rmSync(path, { force: true });
            else {
              writeFileSync(path, content);
              chmodSync(path, isExecutable ? 0o755 : 0o644);
            }
          }
          git(root, 'add', '--all');
          git(root, 'commit', '--quiet', '--allow-empty', '--message', 'Step');
          commits.push(git(root, 'rev-parse', 'HEAD'));
        }
        const pairs = commits.flatMap((commit, at) => [
          { commit, with: commits[at - 1] ?? null },
          ...(at > 1 ? [{ commit, with: commits[0] ?? null }] : []),
        ]);
        const isRoadmap = (path: string): boolean => path.endsWith('ROADMAP.md');
        const { told, trouble } = await readPatchIds({ commonDir: join(root, '.git') }, pairs, isRoadmap);
        expect(trouble).toBeNull();
        for (const { commit, with: other } of pairs) {
          const key = other === null ? commit : `${commit} ${other}`;
          const ask = (...paths: string[]): string | null =>
            askGit(root, other ?? undefined, commit, ...paths);
          expect(told.get(key)).toEqual({ whole: ask(), work: ask(':(exclude,glob)**/ROADMAP.md') });
        }
      },
    ),
    { numRuns: 8, seed: Number(process.env['FC_SEED'] ?? 20_261_121), endOnFailure: true },
  );
});

test('are told of what stands before and behind a commit that git can not compare', async () => {
  const root = mkdtempSync(join(base, 'broken'));
  git(root, 'init', '--quiet');
  const commits = ['one\n', 'two\n', 'three\n', 'four\n', 'five\n'].map((text) => {
    writeFileSync(join(root, 'a.txt'), text);
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', text);
    return git(root, 'rev-parse', 'HEAD');
  });
  const blob = git(root, 'rev-parse', `${commits[2] ?? ''}:a.txt`);
  rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  const pairs = commits.map((commit, at) => ({ commit, with: commits[at - 1] ?? null }));
  const { told, trouble } = await readPatchIds({ commonDir: join(root, '.git') }, pairs, () => false);
  expect(trouble).toContain(blob);
  const keys = [0, 1, 4].map((at) => [commits[at], commits[at - 1]].filter(Boolean).join(' '));
  expect([...told.keys()]).toEqual(keys);
});

test('do not depend on where the output of git is cut', () => {
  const heads = ['a'.repeat(40), 'b'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
  const patches = ['diff --git a/x b/x\n+one\n', '', 'diff --git a/y b/y\n+two\n\n', ''];
  const output = Buffer.from(heads.map((head, at) => `${head}\n${patches[at] ?? ''}`).join(''));
  for (let size = 1; size < output.length; size += 7) {
    const given: (string | undefined)[] = [];
    const splitter = new PatchSplitter(heads, (patch) => given.push(patch?.toString()));
    for (let at = 0; at < output.length; at += size) splitter.add(output.subarray(at, at + size));
    splitter.finish();
    expect(given).toEqual(patches);
  }
});
