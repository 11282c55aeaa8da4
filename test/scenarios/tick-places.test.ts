import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectNothingLeft } from '../commit/tree-state.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makePlan, PLAN, refuse, transit } from '../support/make-plan.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';

const FILE = 'ROADMAP.md';
const TICK = ['tick', 'P0.1', '--commit', 'HEAD', '--status', 'seen'];

/** What the tick makes of any version of the file. */
function ticked(text: string, commit: string): string {
  return text
    .replace('- [ ] **P0.1**', '- [x] **P0.1**')
    .replace('Commit: <hash>', `Commit: ${commit.slice(0, 7)}`)
    .replace('Status: <one line>', 'Status: seen')
    .replace(
      '| <date> | <phase> | <action> | <hash> |',
      `| <now> | P0.1 | complete: One | ${commit.slice(0, 7)} |`,
    );
}

function withoutTime(text: string): string {
  return text.replace(/^\| \d{4}-\d\d-\d\d \d\d:\d\d /gm, '| <now> ');
}

describe('what the user has changed is neither committed nor lost', () => {
  test.each([
    ['other files, staged and not', PLAN, PLAN],
    ['the same file, staged', PLAN.replace('** Two', '** Zwei'), PLAN.replace('** Two', '** Zwei')],
    ['the same file, not staged', PLAN, PLAN.replace('** Two', '** Zwei')],
    [
      'the same file, both',
      PLAN.replace('** Two', '** Zwei'),
      PLAN.replace('** Two', '** Zwei').replace('Four', 'Vier'),
    ],
  ])('%s', async (_name, staged, file) => {
    const { root, work } = makePlan();
    writeFiles(root, { [FILE]: staged, 'src/a.txt': 'staged\n', 'src/new.txt': 'new\n' });
    runGit(root, 'add', '--all');
    writeFiles(root, { [FILE]: file, 'src/a.txt': 'changed\n' });
    const index = runGit(root, 'ls-files', '--stage', 'src');
    await transit(root, TICK);
    expect(withoutTime(`${runGit(root, 'show', `HEAD:${FILE}`)}\n`)).toBe(ticked(PLAN, work));
    expect(withoutTime(`${runGit(root, 'show', `:${FILE}`)}\n`)).toBe(ticked(staged, work));
    expect(withoutTime(readFileSync(join(root, FILE), 'utf8'))).toBe(ticked(file, work));
    expect(runGit(root, 'diff-tree', '-r', '--name-only', 'HEAD^', 'HEAD')).toBe(FILE);
    expect(runGit(root, 'ls-files', '--stage', 'src')).toBe(index);
    expect(readFileSync(join(root, 'src/a.txt'), 'utf8')).toBe('changed\n');
    expectNothingLeft(root, FILE);
  });

  test.each([
    ['staged', true],
    ['not staged', false],
  ])('in the lines of the task itself, %s, it stops the tick', async (_name, isStaged) => {
    const { root } = makePlan();
    writeFiles(root, { [FILE]: PLAN.replace('** One', '** Eins') });
    if (isStaged) runGit(root, 'add', FILE);
    expect(await refuse(root, TICK)).toEqual([expect.stringMatching(/^commit: .*lines.* → Commit/)]);
  });
});

describe('it ticks', () => {
  /** The tick is the only commit on top of what was there, and nothing is left to commit. */
  async function expectTicked(
    root: string,
    path: string,
    from = root,
    args: readonly string[] = TICK,
  ): Promise<void> {
    const head = runGit(root, 'rev-parse', 'HEAD');
    const { transitions } = await transit(from, args);
    expect(transitions).toMatchObject([
      { task: 'P0.1', file: path, commit: runGit(root, 'rev-parse', 'HEAD') },
    ]);
    expect(runGit(root, 'rev-parse', 'HEAD^')).toBe(head);
    expect(runGit(root, 'diff-tree', '-r', '-z', '--name-only', 'HEAD^', 'HEAD')).toBe(`${path}\0`);
    expect(runGit(root, 'status', '--porcelain')).toBe('');
    expectNothingLeft(root, path);
  }

  test('from a subfolder', async () => {
    const { root } = makePlan();
    await expectTicked(root, FILE, join(root, 'src'));
  });

  test('on a detached HEAD', async () => {
    const { root } = makePlan();
    runGit(root, 'checkout', '--quiet', '--detach');
    const main = runGit(root, 'rev-parse', 'main');
    await expectTicked(root, FILE);
    expect(runGit(root, 'rev-parse', 'main')).toBe(main);
  });

  test('in a linked working tree, on its own branch', async () => {
    const { root } = makePlan();
    const tree = join(makeFolder('linked'), 'tree');
    runGit(root, 'worktree', 'add', '--quiet', '-b', 'side', tree);
    const main = runGit(root, 'rev-parse', 'main');
    await expectTicked(tree, FILE);
    expect([runGit(root, 'rev-parse', 'main'), runGit(root, 'status', '--porcelain')]).toEqual([main, '']);
  });

  test('in a submodule', async () => {
    const outer = makeRepository({ 'a.txt': 'a\n' });
    const allow = ['-c', 'protocol.file.allow=always'];
    runGit(outer, ...allow, 'submodule', '--quiet', 'add', makePlan().root, 'inner');
    runGit(outer, 'commit', '--quiet', '--message', 'Add inner');
    await expectTicked(join(outer, 'inner'), FILE);
    expect(runGit(outer, 'status', '--porcelain')).toBe('M inner');
  });

  test('with core.autocrlf, and leaves the line ends of the file', async () => {
    const { root, work } = makePlan();
    runGit(root, 'config', 'core.autocrlf', 'true');
    rmSync(join(root, FILE));
    runGit(root, 'checkout', '--', FILE);
    await expectTicked(root, FILE);
    const crlf = ticked(PLAN, work).replaceAll('\n', '\r\n');
    expect(withoutTime(readFileSync(join(root, FILE), 'utf8'))).toBe(crlf);
    expect(runGit(root, 'show', `HEAD:${FILE}`)).not.toContain('\r');
  });

  test('a file with CRLF and a byte order mark, to the byte', async () => {
    const plan = `\ufeff${PLAN.replaceAll('\n', '\r\n')}`;
    const { root, work } = makePlan(plan);
    await expectTicked(root, FILE);
    expect(withoutTime(readFileSync(join(root, FILE), 'utf8'))).toBe(ticked(plan, work));
  });

  test('a path, a branch, a title and a name of other letters', async () => {
    const path = 'Pläne ☂/Fähre – «A».md';
    const { root } = makePlan(PLAN.replace('One', 'Größe “☂”'), path);
    runGit(root, 'checkout', '--quiet', '-b', 'zweig/ü-☂');
    const head = runGit(root, 'rev-parse', 'HEAD');
    const changes = { GIT_AUTHOR_NAME: 'Ängström ☂', GIT_COMMITTER_NAME: '葛飾 北斎' };
    await transit(root, ['tick', path, 'P0.1', '--commit', 'zweig/ü-☂', '--status', 'gesehen ✔'], changes);
    expect(runGit(root, 'log', '-1', '--format=%an|%cn|%s|%P')).toBe(
      `Ängström ☂|葛飾 北斎|chore(roadmap): mark P0.1 complete — Größe “☂”|${head}`,
    );
    expect(runGit(root, 'log', '-1', '--format=%b')).toMatch(/^gesehen ✔\n/);
    expectNothingLeft(root, path);
  });

  test('where a hook rewrites the message, with what it made of it', async () => {
    const { root } = makePlan();
    mkdirSync(join(root, '.git/hooks'));
    writeFileSync(join(root, '.git/hooks/commit-msg'), '#!/bin/sh\nsed -i "1s/^/[T-1] /" "$1"\n', {
      mode: 0o755,
    });
    await expectTicked(root, FILE);
    expect(runGit(root, 'log', '-1', '--format=%s')).toBe('[T-1] chore(roadmap): mark P0.1 complete — One');
  });

  test('where the file is executable, and leaves it so', async () => {
    const { root } = makePlan();
    chmodSync(join(root, FILE), 0o755);
    commitFiles(root, {}, 'Make it executable');
    await expectTicked(root, FILE, root, ['tick', 'P0.1', '--commit', 'HEAD~1', '--status', 'seen']);
    expect(runGit(root, 'ls-files', '--stage', FILE)).toMatch(/^100755 /);
  });
});
