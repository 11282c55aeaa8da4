import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { DoctorReport } from '@roadmap-as-code/core';
import { listChanges, takePicture } from '../support/folder-picture.ts';
import { tryGit } from '../support/hooked.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const task = (id: string, box = ' ', status = '', commit = ''): string =>
  `- [${box}] **${id}** Do it\n  - Commit: ${commit}\n  - Status: ${status}\n`;
const HEAD = '# Plan\n\nTotal phases: 1\n\n### P0 — Work\n\n';

const read = (root: string, path = 'ROADMAP.md'): string => readFileSync(join(root, path), 'utf8');

/** Looks, which must change nothing. */
async function look(
  root: string,
): Promise<{ readonly code: number | null; readonly damages: DoctorReport['damages'] }> {
  const run = await runAndCompare(root, ['doctor', '--json']);
  expect([run.stderr, run.changed]).toEqual(['', []]);
  const { applied, damages } = readOutput('doctor', run);
  expect(applied).toBe(false);
  return { code: run.code, damages };
}

/** What the damages are, without what became of them. */
const nameAll = (damages: DoctorReport['damages']): unknown[] =>
  damages.map(({ kind, file, line, task: id, message, repair }) => ({
    kind,
    file,
    line,
    id,
    message,
    repair,
  }));

/**
 * Looks and mends: exactly what was shown, each after a backup of the files that changed as they were; then nothing is
 * wrong any more.
 * @param commits how many are there afterwards that were not before
 */
async function heal(root: string, kinds: readonly string[], commits = 0): Promise<DoctorReport['damages']> {
  const before = await look(root);
  expect([before.code, before.damages.map(({ kind }) => kind)]).toEqual([1, kinds]);
  expect(before.damages.filter(({ outcome, backups }) => outcome !== 'found' || backups.length > 0)).toEqual(
    [],
  );
  const head = runGit(root, 'rev-parse', 'HEAD');
  const run = await runRoadmap(root, ['doctor', '--apply', '--json']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  const { applied, damages } = readOutput('doctor', run);
  expect(applied).toBe(true);
  expect(nameAll(damages)).toEqual(nameAll(before.damages));
  for (const { outcome, backups } of damages) {
    expect(outcome).toBe('mended');
    for (const path of backups) expect(statSync(path).mode & 0o777).toBe(0o600);
  }
  expect(runGit(root, 'rev-list', '--count', `${head}..HEAD`)).toBe(`${commits}`);
  expect(await look(root)).toEqual({ code: 0, damages: [] });
  const again = await runAndCompare(root, ['doctor', '--apply']);
  expect([again.code, again.stdout, again.changed]).toEqual([0, 'nothing is damaged\n', []]);
  return damages;
}

describe('the text of a roadmap', () => {
  test.each([
    ['mixed-line-ends', `${HEAD}${task('P0.1')}`, (text: string) => text.replace('# Plan\n', '# Plan\r\n')],
    [
      'box-against-status',
      `${HEAD}${task('P0.1', ' ', 'BLOCKED: no key')}`,
      (text: string) => text.replace('[ ]', '[x]'),
    ],
    ['phase-count', `${HEAD}${task('P0.1')}`, (text: string) => text.replace(': 1', ': 6')],
    ['duplicate-task', `${HEAD}${task('P0.1')}${task('P0.2')}`, (text: string) => `${text}${task('P0.1')}`],
  ])('%s', async (kind, whole, damage) => {
    const root = makeRepository({ 'ROADMAP.md': whole });
    const damaged = damage(whole);
    writeFiles(root, { 'ROADMAP.md': damaged });
    chmodSync(join(root, 'ROADMAP.md'), 0o640);
    const [mended, ...others] = await heal(root, [kind]);
    expect(others).toEqual([]);
    expect(read(root)).toBe(whole);
    expect(statSync(join(root, 'ROADMAP.md')).mode & 0o777).toBe(0o640);
    expect(mended?.backups.map((path) => readFileSync(path, 'utf8'))).toEqual([damaged]);
    expect(mended?.backups.every((path) => path.startsWith(join(root, '.git', 'roadmap', 'backup-')))).toBe(
      true,
    );
  });

  test('is mended in one go, in every roadmap, and what is for a person is left', async () => {
    const both = `${HEAD}${task('P0.1', ' ', 'BLOCKED: no key')}`;
    const bad = both.replace('[ ]', '[x]').replace(': 1', ': 3');
    const differing = `${task('P0.2')}${task('P0.2', ' ', 'BLOCKED: no host')}`;
    const root = makeRepository({
      'a/ROADMAP.md': bad,
      'b/ROADMAP.md': `${bad}${differing}`,
      'c/ROADMAP.md': `${HEAD}<<<<<<< HEAD\n${task('P0.1')}=======\n>>>>>>> other\n`,
    });
    const shown = await runRoadmap(root, ['doctor']);
    expect([shown.code, shown.stderr]).toEqual([1, '']);
    expect(shown.stdout).toContain('found  a/ROADMAP.md:7: P0.1 is ticked, and says that it is blocked');
    expect(shown.stdout).toContain('      -- [x] **P0.1** Do it\n      +- [ ] **P0.1** Do it\n');
    expect(shown.stdout).toContain('left  b/ROADMAP.md:13: P0.2 is on line 10 already');
    expect(shown.stdout).toContain('left  c/ROADMAP.md:7: it has the marks of a conflict');
    expect(shown.stdout).toContain('nothing was changed; `roadmap doctor --apply` makes 4 repairs');
    const run = await runRoadmap(root, ['doctor', '--apply']);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout.match(/^mended {2}/gm)).toHaveLength(4);
    expect(run.stdout.match(/^left {2}/gm)).toHaveLength(2);
    expect(run.stdout).toContain('the files are written and not committed');
    expect(read(root, 'a/ROADMAP.md')).toBe(both);
    expect(read(root, 'b/ROADMAP.md')).toBe(`${both}${differing}`);
    const { code, damages } = await look(root);
    expect([code, damages.map(({ outcome }) => outcome)]).toEqual([1, ['left', 'left']]);
    const again = await runAndCompare(root, ['doctor', '--apply']);
    expect([again.code, again.changed]).toEqual([1, []]);
  });

  test('that can not be written is left, and said why', async () => {
    const root = makeRepository({ 'ROADMAP.md': `${HEAD.replace(': 1', ': 2')}${task('P0.1')}` });
    chmodSync(join(root, 'ROADMAP.md'), 0o444);
    const run = await runRoadmap(root, ['doctor', '--apply', '--json']);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(readOutput('doctor', run).damages).toMatchObject([
      { kind: 'phase-count', outcome: 'left', help: 'Make it writable, if it is to change.' },
    ]);
  });
});

test('dead hashes whose work landed under others', async () => {
  const root = makeRepository({ 'src/root.txt': 'root\n' });
  runGit(root, 'checkout', '--quiet', '-b', 'topic');
  const old = commitFiles(root, { 'src/a.txt': 'a\n' }, 'Work').slice(0, 7);
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'src/b.txt': 'b\n' }, 'Meanwhile');
  runGit(root, 'cherry-pick', 'topic');
  const now = runGit(root, 'rev-parse', 'HEAD').slice(0, 7);
  const text = `${HEAD}${task('P0.1', 'x', 'PASS', old)}`;
  commitFiles(root, { 'ROADMAP.md': text.replace(': 1', ': 4') }, 'Plan');
  const damages = await heal(root, ['phase-count', 'dead-hash']);
  expect(damages[1]).toMatchObject({
    file: 'ROADMAP.md',
    line: 7,
    task: 'P0.1',
    diff: [`-  - Commit: ${old}`, `+  - Commit: ${now}`],
  });
  expect(damages[1]?.backups.map((path) => readFileSync(path, 'utf8'))).toEqual([text]);
  expect(read(root)).toBe(text.replace(old, now));
});

/** Kills a tick while git moves the branch: its lock, its journal and its file are left behind. */
function killTick(root: string): void {
  const killer = `#!/bin/sh
[ "$1" = prepared ] || exit 0
kill -9 "$(sed 's/.*"pid":\\([0-9]*\\).*/\\1/' '${join(root, '.git/roadmap/lock')}')"
exit 1
`;
  const hook = join(root, '.git/hooks/reference-transaction');
  writeFiles(root, { '.git/hooks/reference-transaction': killer });
  chmodSync(hook, 0o755);
}

/** Waits for the git that the killed process has left behind. */
async function settle(root: string): Promise<void> {
  for (let before = takePicture(root); ; ) {
    await wait(250);
    const after = takePicture(root);
    const isOver =
      !existsSync(join(root, '.git/HEAD.lock')) && !existsSync(join(root, '.git/refs/heads/main.lock'));
    if (isOver && listChanges(before, after).length === 0) return;
    before = after;
  }
}

describe('what roadmap keeps beside the files', () => {
  test('a lock whose owner is gone, and the commit that was interrupted', async () => {
    const text = `${HEAD}${task('P0.1')}`;
    const root = makeRepository({ 'ROADMAP.md': text });
    const work = commitFiles(root, { 'a.txt': 'a\n' }, 'Work');
    killTick(root);
    const killed = await runRoadmap(root, ['tick', 'P0.1', '--commit', work, '--status', 'PASS']);
    expect(killed.code).toBe(null);
    await settle(root);
    rmSync(join(root, '.git/hooks/reference-transaction'));
    const journal = read(root, '.git/roadmap-commit/journal.json');
    const lock = read(root, '.git/roadmap/lock');
    const [first, second] = await heal(root, ['stale-lock', 'interrupted-commit'], 1);
    expect(first?.backups.map((path) => readFileSync(path, 'utf8'))).toEqual([lock]);
    expect(second?.backups.map((path) => readFileSync(path, 'utf8'))).toContain(journal);
    expect(existsSync(join(root, '.git/roadmap/lock'))).toBe(false);
    // All stood ready, so it is finished and not undone.
    expect(runGit(root, 'log', '-1', '--format=%s')).toContain('mark P0.1 complete');
    expect([read(root).includes('[x] **P0.1**'), runGit(root, 'status', '--short')]).toEqual([true, '']);
  });

  test('a lock and a journal that nobody can read are for a person', async () => {
    const root = makeRepository({ 'ROADMAP.md': `${HEAD}${task('P0.1')}` });
    writeFiles(root, { '.git/roadmap/lock': '', '.git/roadmap-commit/journal.json': '{' });
    const { code, damages } = await look(root);
    expect([code, damages.map(({ kind, outcome }) => [kind, outcome])]).toEqual([
      1,
      [
        ['stale-lock', 'left'],
        ['interrupted-commit', 'left'],
      ],
    ]);
    const run = await runAndCompare(root, ['doctor', '--apply']);
    expect([run.code, run.changed]).toEqual([1, []]);
  });

  test('claims that are over, and those of tasks and working trees that are gone', async () => {
    const root = makeRepository({ 'ROADMAP.md': `${HEAD}${task('P0.1')}` });
    const hold = {
      file: 'ROADMAP.md',
      task: 'P0.1',
      by: 'ada',
      place: null,
      since: '2026-01-02T03:04:05.000Z',
      until: '2999-01-02T03:04:05.000Z',
    };
    const holds = [
      { ...hold, until: '2026-01-02T07:04:05.000Z' },
      { ...hold, task: 'P0.9' },
      { ...hold, by: 'ada in there', place: join(makeFolder(), 'gone') },
      hold,
    ].map((one, at) => ({ ...one, since: `2026-01-02T03:04:0${at}.000Z` }));
    const kept = holds.slice(-1);
    writeFiles(root, { '.git/roadmap/holds.json': `${JSON.stringify({ schemaVersion: 1, holds })}\n` });
    const damages = await heal(root, ['stale-claim', 'stale-claim', 'stale-claim']);
    expect(damages.map(({ message }) => message)).toEqual([
      expect.stringContaining('which was over 2026-01-02 07:04 UTC'),
      expect.stringContaining('there is no such task'),
      expect.stringContaining('that folder is gone'),
    ]);
    expect(JSON.parse(read(root, '.git/roadmap/holds.json'))).toEqual({ schemaVersion: 1, holds: kept });
    const [backup = ''] = damages[0]?.backups ?? [];
    expect(JSON.parse(readFileSync(backup, 'utf8'))).toEqual({ schemaVersion: 1, holds });
  });
});

test('a hook that no longer runs', async () => {
  const root = makeRepository({ 'ROADMAP.md': `${HEAD}${task('P0.1')}` });
  expect(await runRoadmap(root, ['hook', 'install'])).toMatchObject({ code: 0 });
  expect(await look(root)).toEqual({ code: 0, damages: [] });
  const hook = join(root, '.git/hooks/pre-commit');
  chmodSync(hook, 0o644);
  await heal(root, ['broken-hook']);
  expect(statSync(hook).mode & 0o111).not.toBe(0);
  writeFiles(root, { 'ROADMAP.md': `${HEAD}${task('P0.1', 'x')}` });
  expect(tryGit(root, ['commit', '--all', '--message', 'P0.1']).code).toBe(1);
  // One that was changed by hand is for a person.
  writeFileSync(hook, read(root, '.git/hooks/pre-commit').replace('roadmap_script', 'my_script'));
  const { code, damages } = await look(root);
  expect([code, damages.map(({ kind, outcome }) => [kind, outcome])]).toEqual([1, [['broken-hook', 'left']]]);
});

test('nothing is changed where nothing is damaged, and nothing is left behind', async () => {
  const root = makeRepository({ 'ROADMAP.md': `${HEAD}${task('P0.1')}` });
  const run = await runAndCompare(root, ['doctor', '--apply']);
  expect([run.code, run.stdout, run.stderr, run.changed]).toEqual([0, 'nothing is damaged\n', '', []]);
  expect(readdirSync(join(root, '.git')).includes('roadmap')).toBe(false);
});
