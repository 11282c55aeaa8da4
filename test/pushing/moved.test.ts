import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { expectNothingLeft } from '../commit/tree-state.ts';
import { tryGit } from '../support/hooked.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import {
  commitThere,
  expectPushed,
  expectRefused,
  FILE,
  listSubjects,
  makeClone,
  makeHub,
  push,
  tell,
  tick,
  tickThere,
} from './hub.ts';

test('a tick is made anew where another clone has ticked another task', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  await tick(root, 'P0.1', hub.work);
  await tickThere(hub, 'P0.2');
  const before = runGit(root, 'rev-parse', 'HEAD');
  const { remotes, local } = await expectPushed(root);
  expect(remotes[0]?.commits).toEqual([
    { before, after: hub.tip(), subject: expect.stringContaining('P0.1') as unknown as string },
  ]);
  expect(local).toMatchObject({ outcome: 'forwarded', commit: hub.tip() });
  expect(runGit(root, 'status', '--porcelain')).toBe('');
  expect(runGit(root, 'reflog', '-1', '--format=%gs', 'main')).toBe('roadmap push: commits made anew');
  expect(runGit(root, 'stash', 'list')).toBe('');
  expect(readFileSync(join(root, FILE), 'utf8').match(/^- \[x\]/gm)).toHaveLength(2);
  expectNothingLeft(root, FILE);
  expect(tell((await push(root)).report)).toEqual(['origin unchanged', 'unchanged']);
});

test('the same tick with the same evidence is there once', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  await tick(root, 'P0.1', hub.work);
  await tickThere(hub, 'P0.1');
  commitThere(hub, { 'b.txt': 'b\n' });
  const tip = hub.tip();
  const { report } = await push(root);
  expect(tell(report)).toEqual(['origin unchanged', 'forwarded']);
  expect(hub.tip()).toBe(tip);
  expect(runGit(root, 'rev-parse', 'HEAD')).toBe(tip);
});

test('the same task with other evidence is refused', async () => {
  const hub = makeHub();
  commitThere(hub, { 'b.txt': 'b\n' }, 'More work');
  const root = makeClone(hub);
  await tick(root, 'P0.1', hub.tip());
  await tickThere(hub, 'P0.1');
  const [said] = await expectRefused(root, [hub]);
  expect(said).toMatch(
    /^refused: .*changes P0\.1.* in ROADMAP\.md, and so does what is there → .*git pull --rebase/,
  );
});

test('a tick that is not legal any more on what is there is refused by the law', async () => {
  const plan = `${readPlan()}`.replace('### P0', '### P1').replaceAll('P0.', 'P1.');
  const gate =
    '### P0 — First\n\n- [ ] **P0.1** Agree\n  - Gate: yes\n  - Commit: <hash>\n  - Status: <one line>\n\n';
  const hub = makeHub({ [FILE]: plan.replace('### P1', `${gate}### P1`) });
  await tickThere(hub, 'P0.1');
  const root = makeClone(hub);
  await tick(root, 'P1.1', hub.work);
  const other = makeClone(hub);
  runGit(other, 'config', 'user.name', 'Bob');
  const { runRoadmap } = await import('../support/run-roadmap.ts');
  expect(await runRoadmap(other, ['reopen', 'P0.1', '--reason', 'not agreed'])).toMatchObject({ code: 0 });
  runGit(other, 'push', '--quiet', 'origin', 'HEAD');
  const [said] = await expectRefused(root, [hub]);
  expect(said).toMatch(/^refused: ROADMAP\.md:\d+:\d+: .*P0\.1.*\((?:gate-passed|phase-order)\)/);
});

function readPlan(): string {
  const hub = makeClone(makeHub());
  return readFileSync(join(hub, FILE), 'utf8');
}

test('work is not made anew unless that is asked for', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  const work = commitFiles(root, { 'b.txt': 'b\n' }, 'Own work');
  await tick(root, 'P0.1', work);
  await tickThere(hub, 'P0.2');
  const [said] = await expectRefused(root, [hub]);
  expect(said).toContain(`there is work that it lacks: ${work.slice(0, 12)} (Own work).`);
  expect(said).toContain('`roadmap push --rebase-work`');
});

test('--rebase-work makes all kinds of changes anew, and their hashes in ticks, rows and messages', async () => {
  const hub = makeHub({
    'gone.txt': 'gone\n',
    'old name.txt': 'long enough\nto be found\nagain\n',
    'run.sh': 'true\n',
  });
  const root = makeClone(hub);
  writeFiles(root, {
    'b.bin': new Uint8Array([0, 1, 2, 255, 0]),
    'a b/ü\n.txt': 'odd\n',
    'crlf.txt': 'a\r\nb\r\n',
  });
  runGit(root, 'rm', '--quiet', 'gone.txt');
  runGit(root, 'mv', 'old name.txt', 'new näme.txt');
  chmodSync(join(root, 'run.sh'), 0o755);
  symlinkSync('a.txt', join(root, 'link'));
  const first = commitFiles(root, {}, 'All kinds');
  runGit(root, 'commit', '--quiet', '--allow-empty', '--message', 'Nothing');
  const last = commitFiles(root, { 'a.txt': 'one\ntwo\nthree\nfour\n' }, `Again\n\nSee ${first}.`);
  runGit(root, 'update-index', '--add', '--cacheinfo', `160000,${hub.work},sub`);
  runGit(root, 'commit', '--quiet', '--message', 'A submodule');
  await tick(root, 'P0.1', first);
  await tick(root, 'P0.2', `${first}..${last}`);
  commitThere(hub, { 'a.txt': 'zero\none\ntwo\nthree\n' });
  await tickThere(hub, 'P0.3');
  const before = runGit(root, 'diff-tree', '-r', '--raw', '--no-commit-id', first).split('\n');
  const { remotes, local } = await expectPushed(root, '--rebase-work');
  expect(local.outcome).toBe('forwarded');
  expect(listSubjects(hub, 6).reverse().slice(0, 4)).toEqual([
    'All kinds',
    'Nothing',
    'Again',
    'A submodule',
  ]);
  const [now = '', , end = ''] = (remotes[0]?.commits ?? []).map(({ after }) => after ?? '');
  expect(runGit(root, 'diff-tree', '-r', '--raw', '--no-commit-id', now).split('\n')).toEqual(before);
  expect(runGit(root, 'log', '-1', '--format=%b', end)).toBe(`See ${now}.`);
  const text = readFileSync(join(root, FILE), 'utf8');
  for (const old of [first, last]) expect(text).not.toContain(old.slice(0, 7));
  expect(text).toMatch(new RegExp(`  - Commit: \`?${now.slice(0, 7)}`));
  expect(text).toMatch(new RegExp(`\\.\\.${end.slice(0, 7)}`));
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('zero\none\ntwo\nthree\nfour\n');
  expect(runGit(root, 'log', '--format=%(trailers)', '-2')).not.toContain(first.slice(0, 7));
  // git knows no submodule there.
  expect(runGit(root, 'status', '--porcelain', '--ignore-submodules')).toBe('');
  expect(runGit(root, 'ls-tree', 'HEAD', 'sub')).toBe(`160000 commit ${hub.work}\tsub`);
});

test('a commit in another encoding keeps author, date and message', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  writeFiles(root, { 'b.txt': 'b\n' });
  runGit(root, 'add', 'b.txt');
  const tree = runGit(root, 'write-tree');
  const raw = `tree ${tree}\nparent ${hub.work}\nauthor Jörg Groß <j@example.org> 1700000000 -0230\ncommitter A <a@b> 1700000000 +0000\nencoding ISO-8859-1\n\nGrüße\n`;
  writeFiles(root, { '.git/raw': Buffer.from(raw, 'latin1') });
  const commit = runGit(root, 'hash-object', '-t', 'commit', '-w', '.git/raw');
  runGit(root, 'reset', '--quiet', '--hard', commit);
  await tickThere(hub, 'P0.2');
  await expectPushed(root, '--rebase-work');
  expect(runGit(root, 'log', '-1', '--format=%an|%ae|%ad|%s', '--date=raw')).toBe(
    'Jörg Groß|j@example.org|1700000000 -0230|Grüße',
  );
});

test('work that conflicts is refused, and so is a merge', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  const work = commitFiles(root, { 'a.txt': 'ours\n' }, 'Own work');
  commitThere(hub, { 'a.txt': 'theirs\n' });
  const [said] = await expectRefused(root, [hub], '--rebase-work');
  expect(said).toContain(`${work.slice(0, 12)} (Own work) changes a.txt, and so does what is there`);
  expect(said).toContain('git pull --rebase');
  runGit(root, 'reset', '--quiet', '--hard', hub.work);
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { 'side.txt': 's\n' }, 'Side');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'main.txt': 'm\n' }, 'Main');
  runGit(root, 'merge', '--quiet', '--no-edit', 'side');
  const [merge] = await expectRefused(root, [hub], '--rebase-work');
  expect(merge).toMatch(/is a merge, which can't be made anew → .*`git pull --no-rebase origin main`/);
  // What help says does help.
  expect(
    tryGit(root, ['pull', '--quiet', '--no-rebase', '--no-edit', '-X', 'ours', 'origin', 'main']).code,
  ).toBe(0);
  await expectPushed(root);
});

test('one file changes work and roadmap at once, and its tick says `this`', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  const text = readFileSync(join(root, FILE), 'utf8');
  const ticked = text.replace(
    '- [ ] **P0.1** Task 1\n  - Commit: <hash>\n  - Status: <one line>',
    '- [x] **P0.1** Task 1\n  - Commit: this\n  - Status: seen',
  );
  commitFiles(root, { [FILE]: ticked, 'b.txt': 'b\n' }, 'Work and tick');
  await tickThere(hub, 'P0.2');
  await expectPushed(root, '--rebase-work');
  expect(runGit(root, 'show', '--format=', '--name-only', 'HEAD')).toBe(`${FILE}\nb.txt`);
  expect(readFileSync(join(root, FILE), 'utf8').match(/^- \[x\]/gm)).toHaveLength(2);
});

test('a repository with SHA-256 works as well, and a roadmap that is taken out goes', async () => {
  const hub = makeHub();
  expect(hub.work).toHaveLength(40);
  const { makeFolder } = await import('../support/make-folder.ts');
  const source = makeFolder('sha256');
  runGit(source, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
  commitFiles(source, { [FILE]: readPlan(), 'more/ROADMAP.md': readPlan().replaceAll('P0', 'P9') }, 'Start');
  const work = commitFiles(source, { 'work.txt': 'w\n' }, 'Do the work');
  const { openHub } = await import('./hub.ts');
  const other = { ...openHub(join(makeFolder('hubs'), 'hub.git'), source), work };
  const root = makeClone(other);
  await tick(root, 'P0.1', work);
  runGit(root, 'rm', '--quiet', 'a.txt', 'more/ROADMAP.md', '--ignore-unmatch');
  runGit(root, 'commit', '--quiet', '--message', 'Take it out');
  commitThere(other, { 'b.txt': 'b\n' });
  const { report } = await push(root);
  expect(tell(report)[0]).toMatch(/^origin (?:pushed|refused .*no-task-lost)/s);
});
