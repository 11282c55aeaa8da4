import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readLines } from '../support/hooked.ts';
import { setHook } from '../support/make-cascade.ts';
import { makeFolder } from '../support/make-folder.ts';
import { listSeen } from '../support/make-plan.ts';
import { commitFiles, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';
import {
  commitThere,
  configOf,
  expectPushed,
  expectRefused,
  FILE,
  makeClone,
  makeHub,
  openHub,
  PLAN,
  push,
  tell,
  tick,
  tickThere,
} from './hub.ts';

test('of two remotes one is down: the other has everything, and the second run sends what is missing', async () => {
  const hub = makeHub({ 'roadmap.yaml': configOf(['origin', 'second']) });
  const root = makeClone(hub);
  const path = join(makeFolder('later'), 'later.git');
  runGit(root, 'remote', 'add', 'second', path);
  await tick(root, 'P0.1', hub.work);
  const { report, code } = await push(root);
  expect({ code, told: tell(report) }).toEqual({
    code: 1,
    told: [
      'origin pushed',
      expect.stringMatching(
        /^second failed fatal: .*later\.git' does not appear to be a git repository$/,
      ) as unknown as string,
      'unchanged',
    ],
  });
  expect(hub.tip()).toBe(runGit(root, 'rev-parse', 'HEAD'));
  const second = openHub(path, makeClone(makeHub({ 'roadmap.yaml': configOf(['origin', 'second']) })));
  const again = await push(root);
  expect({ code: again.code, told: tell(again.report) }).toEqual({
    code: 0,
    told: ['origin unchanged', 'second pushed', 'unchanged'],
  });
  expect(second.tip()).toBe(hub.tip());
  expect([hub.pushes().length, second.pushes().length]).toEqual([1, 1]);
});

test('two remotes get commits in the order in which they are named, whichever answers first', async () => {
  const hub = makeHub({ 'roadmap.yaml': configOf(['origin', 'second']) });
  const root = makeClone(hub);
  const second = openHub(join(makeFolder('second'), 'second.git'), hub.path);
  const log = join(makeFolder('log'), 'order');
  setHook(hub.path, 'pre-receive', `echo origin >>'${log}'`);
  setHook(second.path, 'pre-receive', `echo second >>'${log}'`);
  const slow = join(makeFolder('slow'), 'upload-pack');
  writeFileSync(slow, '#!/bin/sh\nsleep 0.5\nexec git-upload-pack "$@"\n');
  chmodSync(slow, 0o755);
  runGit(root, 'config', 'remote.origin.uploadpack', slow);
  runGit(root, 'remote', 'add', 'second', second.path);
  await tick(root, 'P0.1', hub.work);
  await expectPushed(root);
  expect(readLines(log)).toEqual(['origin', 'second']);
});

test('what one remote alone has goes to both; remotes that have parted are left to a person', async () => {
  const hub = makeHub({ 'roadmap.yaml': configOf(['origin', 'second']) });
  const root = makeClone(hub);
  const second = { ...openHub(join(makeFolder('second'), 'second.git'), hub.path), work: hub.work };
  runGit(root, 'remote', 'add', 'second', second.path);
  await tickThere(second, 'P0.2');
  await tick(root, 'P0.1', hub.work);
  await expectPushed(root);
  expect(hub.tip()).toBe(second.tip());
  expect(runGit(root, 'rev-parse', 'HEAD')).toBe(hub.tip());
  commitThere(second, { 'second.txt': 's\n' });
  await tick(root, 'P0.3', hub.work);
  runGit(root, 'push', '--quiet', 'origin', 'HEAD');
  const [said] = await expectRefused(root, [hub, second]);
  expect(said).toMatch(
    /^refused: second and another remote have parted.* → .*git pull --no-rebase second main/,
  );
});

/** What it says where it can't begin: exit 2, and nothing changed. */
async function expectUsage(root: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr, changed } = await runAndCompare(root, args);
  expect({ code, stdout, changed: listSeen(changed) }).toEqual({ code: 2, stdout: '', changed: [] });
  return stderr;
}

test('where the branch can go nowhere, nothing is done', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  runGit(root, 'checkout', '--quiet', '--detach');
  expect(await expectUsage(root, ['push'])).toContain('no branch is checked out');
  runGit(root, 'checkout', '--quiet', 'main');
  runGit(root, 'remote', 'remove', 'origin');
  expect(await expectUsage(root, ['push'])).toContain('there is no remote to push to');
  runGit(root, 'remote', 'add', 'one', hub.path);
  runGit(root, 'remote', 'add', 'two', hub.path);
  expect(await expectUsage(root, ['push'])).toContain('nothing says to which remote: one and two');
  const unborn = makeUnbornRepository();
  writeFileSync(join(unborn, FILE), PLAN);
  expect(await expectUsage(unborn, ['push', FILE])).toContain('the branch has no commit yet');
});

test.each([
  ['orign', 'orign: git has no remote of that name'],
  ['--upload-pack=touch pwned;', '--upload-pack=touch pwned;: git has no remote of that name'],
  ['-x', '-x: git has no remote of that name'],
])('a remote that roadmap.yaml names and git does not know: %s', async (name, message) => {
  const hub = makeHub({ 'roadmap.yaml': configOf([name]) });
  const root = makeClone(hub);
  const said = await expectUsage(root, ['push']);
  expect(said).toContain(message);
  if (name === 'orign') expect(said).toContain('Is origin meant?');
  expect(existsSync(join(root, 'pwned'))).toBe(false);
});

test('a branch that is pushed to a URL needs a remote with a name, and the URL tells no password', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  runGit(root, 'config', 'branch.main.pushRemote', 'https://ada:geheim@host.example/hub.git');
  const said = await expectUsage(root, ['push']);
  expect(said).toContain('https://host.example/hub.git: git has no remote of that name');
  expect(said).not.toContain('geheim');
});

test('a branch that is new there, beside its own upstream', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  runGit(root, 'checkout', '--quiet', '-b', 'feature/ü', 'origin/main');
  expect(runGit(root, 'config', 'branch.feature/ü.merge')).toBe('refs/heads/main');
  commitFiles(root, { 'half.txt': 'half\n' }, 'Half of it');
  await tick(root, 'P0.1', hub.work);
  // What follows main is not meant to become it.
  const { remotes } = await expectPushed(root);
  expect(remotes).toMatchObject([{ branch: 'feature/ü', from: null }]);
  expect(hub.tip()).toBe(hub.work);
  expect(hub.tip('feature/ü')).toBe(runGit(root, 'rev-parse', 'HEAD'));
  runGit(root, 'config', 'push.default', 'upstream');
  expect((await expectPushed(root)).remotes).toMatchObject([{ branch: 'main', from: hub.work }]);
});

test('a fork: git pushes elsewhere than it pulls from', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  const fork = openHub(join(makeFolder('fork'), 'fork.git'), hub.path);
  runGit(root, 'remote', 'add', 'fork', fork.path);
  runGit(root, 'config', 'remote.pushDefault', 'fork');
  await tick(root, 'P0.1', hub.work);
  expect(tell(await expectPushed(root))).toEqual(['fork pushed', 'unchanged']);
  expect(hub.tip()).toBe(hub.work);
});

test('whatever the user has set, this branch alone is sent, and no other ref is written', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  runGit(root, 'branch', 'private');
  runGit(root, 'branch', 'gone', 'origin/main');
  runGit(root, 'update-ref', 'refs/remotes/origin/gone', 'HEAD');
  const settings = {
    'push.default': 'matching',
    'push.followTags': 'true',
    'push.gpgSign': 'if-asked',
    'push.recurseSubmodules': 'only',
    'remote.origin.mirror': 'true',
    'remote.origin.push': '+refs/heads/*:refs/heads/*',
    'remote.origin.fetch': '+refs/heads/*:refs/elsewhere/*',
    'remote.origin.tagOpt': '--tags',
    'fetch.prune': 'true',
    'fetch.pruneTags': 'true',
    'remote.origin.pushurl': `file://${hub.path}`,
    'submodule.recurse': 'true',
  };
  for (const [key, value] of Object.entries(settings)) runGit(root, 'config', key, value);
  await tick(root, 'P0.1', hub.work);
  runGit(root, 'tag', '--annotate', '--message', 'v1', 'v1');
  await tickThere(hub, 'P0.2');
  runGit(hub.path, 'tag', 'theirs', 'main');
  const refs = listRefs(root);
  await expectPushed(root);
  expect(listRefs(hub.path)).toEqual(['refs/heads/main', 'refs/tags/theirs']);
  // git itself writes the first when it has pushed, as the user has set it.
  const written = ['refs/elsewhere/main', 'refs/roadmap/seen/remotes/origin/main'];
  expect(listRefs(root)).toEqual([...refs, ...written].sort());
  expect(runGit(root, 'rev-parse', 'refs/roadmap/seen/remotes/origin/main')).toBe(hub.tip());
  await tick(root, 'P0.3', hub.work);
  expect(tell(await expectPushed(root))).toEqual(['origin pushed', 'unchanged']);
});

test('a clone that fetches into its own branches is left alone', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  runGit(root, 'config', 'remote.origin.fetch', '+refs/*:refs/*');
  await tick(root, 'P0.1', hub.work);
  expect(await expectUsage(root, ['push'])).toContain('so a push would move them');
});

function listRefs(root: string): string[] {
  return runGit(root, 'for-each-ref', '--format=%(refname)').split('\n');
}

test.each([
  ['pre-receive', 'echo "main is protected: ask Bob" >&2; exit 1', 'remote: main is protected: ask Bob'],
  ['update', 'echo "not you" >&2; exit 1', 'remote: not you'],
])('a %s hook that says no is quoted, and not asked again', async (hook, script, message) => {
  const hub = makeHub();
  const root = makeClone(hub);
  const log = join(makeFolder('log'), 'calls');
  setHook(hub.path, hook, `echo called >>'${log}'\n${script}`);
  await tick(root, 'P0.1', hub.work);
  expect(await expectRefused(root, [hub])).toEqual([
    expect.stringMatching(`^failed: ${message} → It was not tried`),
  ]);
  expect(readLines(log)).toEqual(['called']);
});

test('a pre-push hook of the user that says no is quoted', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  setHook(join(root, '.git'), 'pre-push', 'echo "3 of 40 tests fail" >&2; exit 1');
  await tick(root, 'P0.1', hub.work);
  expect(await expectRefused(root, [hub])).toEqual([
    expect.stringContaining('failed: 3 of 40 tests fail → It was not tried again.'),
  ]);
});

test('a branch that can not be there beside another is refused at once', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  runGit(root, 'checkout', '--quiet', '--detach');
  runGit(root, 'branch', '--quiet', '-D', 'main');
  runGit(root, 'checkout', '--quiet', '-b', 'main/more');
  await tick(root, 'P0.1', hub.work);
  const start = Date.now();
  const { report, code } = await push(root);
  expect(code).toBe(1);
  expect(tell(report)[0]).toMatch(/^origin failed .*(?:cannot lock ref|failed to update ref|exists)/);
  expect(Date.now() - start).toBeLessThan(15_000);
});

test('a password in a URL is told to nobody', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  runGit(root, 'remote', 'set-url', 'origin', 'http://ada:geheim@127.0.0.1:9/hub.git');
  await tick(root, 'P0.1', hub.work);
  const run = await runRoadmap(root, ['push']);
  expect(run.code).toBe(1);
  expect(run.stdout + run.stderr).not.toContain('geheim');
});

test('a shallow clone, a partial one and a linked worktree push as well', async () => {
  const hub = makeHub();
  runGit(hub.path, 'config', 'uploadpack.allowFilter', 'true');
  const url = { path: `file://${hub.path}` };
  const [shallow, partial] = [makeClone(url, '--depth=1'), makeClone(url, '--filter=blob:none')];
  const linked = join(makeFolder('linked'), 'tree');
  runGit(makeClone(url), 'worktree', 'add', '--quiet', '-b', 'side', linked, 'origin/main');
  await tick(shallow, 'P0.1', hub.work);
  await tick(partial, 'P0.2', hub.work);
  await tick(linked, 'P0.3', hub.work);
  await tickThere(hub, 'P0.4');
  expect(tell(await expectPushed(shallow))).toEqual(['origin pushed', 'forwarded']);
  expect(tell(await expectPushed(partial))).toEqual(['origin pushed', 'forwarded']);
  runGit(linked, 'config', 'push.default', 'upstream');
  expect(tell(await expectPushed(linked))).toEqual(['origin pushed', 'forwarded']);
  expect(runGit(hub.path, 'show', `main:${FILE}`).match(/^- \[x\]/gm)).toHaveLength(4);
  expect(runGit(linked, 'status', '--porcelain')).toBe('');
  rmSync(linked, { recursive: true });
});
