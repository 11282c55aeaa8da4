import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { runAndCompare } from '../support/run-roadmap.ts';

const ROADMAP = '### P0 — A\n\n- [x] **P0.1** a\n  - Commit: none (x)\n  - Status: seen\n- [ ] **P0.2** b\n';

describe('a file that is none', () => {
  const root = makeRepository({ 'ROADMAP.md': ROADMAP, 'docs/plan.md': '- [ ] one\n' });
  const outside = makeFolder();
  writeFiles(outside, { 'ROADMAP.md': ROADMAP });
  symlinkSync('loop.md', join(root, 'loop.md'));
  symlinkSync(join(outside, 'ROADMAP.md'), join(root, 'out.md'));
  symlinkSync(outside, join(root, 'away'));
  symlinkSync('gone.md', join(root, 'dangling.md'));

  test.each([
    ['is not there', 'gone.md', 'gone.md: there is no such file\n  → Check the path.'],
    ['is a link to nothing', 'dangling.md', 'dangling.md: there is no such file\n  → Check the path.'],
    ['is a directory', 'docs', 'docs: it is a directory\n  → Name a file in it.'],
    ['is the repository', '.', '.: it is a directory\n  → Name a file in it.'],
    [
      'is beneath a file',
      'ROADMAP.md/x.md',
      'ROADMAP.md/x.md: a part of the path is a file, not a folder\n  → Check the path.',
    ],
    ['is a link to itself', 'loop.md', 'loop.md: its links lead in a circle\n  → Check the links.'],
    [
      'has a name that is too long',
      'x'.repeat(300),
      `${'x'.repeat(300)}: the name is too long\n  → Check the path.`,
    ],
  ])('that %s', async (_name, path, says) => {
    for (const command of ['check', 'next', 'export']) {
      expect(await expectRefusal(root, [command, path])).toBe(`roadmap: ${says}\n`);
    }
  });

  test.each([
    ['by its absolute path', join(outside, 'ROADMAP.md')],
    ['by a way up', `../../${outside.split('/').slice(-2).join('/')}/ROADMAP.md`],
    ['through a link', 'out.md'],
    ['through a link to its folder', 'away/ROADMAP.md'],
    ['although it is not there', '../gone.md'],
  ])('that lies outside of the repository, %s', async (_name, path) => {
    expect(await expectRefusal(root, ['check', path])).toContain(
      `roadmap: ${path}: it lies outside of the repository ${root}\n`,
    );
  });

  test('with an empty name', async () => {
    expect(await expectRefusal(root, ['check', ''])).toMatch(/it is a directory/);
  });

  test('a pipe that nobody writes to', async () => {
    const made = spawnSync('sh', ['-c', 'mkfifo "$0"', join(root, 'pipe.md')]);
    expect(made.status).toBe(0);
    expect(await expectRefusal(root, ['check', 'pipe.md'])).toBe(
      'roadmap: pipe.md: it is no regular file\n  → Name a regular file.\n',
    );
  });

  test('a socket', async () => {
    const server = createServer();
    server.listen(join(root, 'socket.md'));
    await once(server, 'listening');
    expect(await expectRefusal(root, ['check', 'socket.md'])).toMatch(
      /^roadmap: socket\.md: it can't be read \(open: /,
    );
    server.close();
    await once(server, 'close');
  });

  test('a device', async () => {
    symlinkSync('/dev/zero', join(root, 'zero.md'));
    expect(await expectRefusal(root, ['check', 'zero.md'])).toMatch(/outside of the repository/);
    expect(await expectRefusal(makeFolder(), ['show', '/dev/zero'])).toMatch(/it is no regular file/);
  });

  test('that begins with two dots is a file like any other', async () => {
    writeFiles(root, { '..plan.md': ROADMAP });
    expect((await runAndCompare(root, ['check', '..plan.md'])).code).toBe(0);
  });

  test('one that git tracks and that is gone', async () => {
    const folder = makeRepository({ 'docs/ROADMAP.md': ROADMAP });
    runGit(folder, 'mv', 'docs/ROADMAP.md', 'kept.md');
    runGit(folder, 'reset', '--quiet');
    expect(await expectRefusal(folder, ['check'])).toBe(
      'roadmap: docs/ROADMAP.md: there is no such file, and git tracks it\n' +
        '  → Bring it back with `git restore`, or take it out with `git rm`.\n',
    );
  });

  test('one that git tracks as a link that leads out', async () => {
    const folder = makeUnbornRepository();
    symlinkSync(join(outside, 'ROADMAP.md'), join(folder, 'ROADMAP.md'));
    runGit(folder, 'add', '--all');
    expect(await expectRefusal(folder, ['check'])).toMatch(
      /^roadmap: ROADMAP\.md: it lies outside of the repository/,
    );
  });
});
