import { existsSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';
import { FILE, makeConfig, makeRoadmap, trust, type WrittenCheck } from './checked.ts';

const TOUCH: WrittenCheck = { kind: 'command', argv: ['sh', '-c', 'touch "$HOME/ran"'] };

function makeTouching(check: WrittenCheck = TOUCH): { root: string; home: string; hasRun(): boolean } {
  const home = makeFolder('home');
  const config = makeConfig({ R1: [check], tests: [check] });
  const root = makeRepository({ [FILE]: makeRoadmap(), 'roadmap.yaml': config });
  commitFiles(root, { 'work.txt': 'done\n' }, 'Do the work');
  return { root, home, hasRun: () => existsSync(join(home, 'ran')) };
}

async function isTrusted(root: string, changes: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const run = await runRoadmap(root, ['trust', '--status', '--json'], changes);
  const { trusted } = readOutput('trust', run);
  expect(run.code).toBe(trusted ? 0 : 1);
  return trusted;
}

describe('a config that nobody has trusted', () => {
  test('has nothing run: not by review, not by verify, not by a tick', async () => {
    const { root, home, hasRun } = makeTouching();
    const review = await runRoadmap(root, ['review', 'R1'], { HOME: home });
    const verify = await runRoadmap(root, ['verify', 'P0.1'], { HOME: home });
    const tick = await runRoadmap(root, ['tick', 'P0.1', '--commit', 'HEAD'], { HOME: home });
    expect([review.code, verify.code, tick.code]).toEqual([3, 3, 1]);
    for (const { stdout } of [review, verify, tick]) expect(stdout).toContain('`roadmap trust`');
    expect(hasRun()).toBe(false);
    await trust(root);
    expect((await runRoadmap(root, ['review', 'R1'], { HOME: home })).code).toBe(0);
    expect(hasRun()).toBe(true);
  });

  test('is shown with all that would run, in words that steer no terminal, and nothing is changed', async () => {
    const { root } = makeTouching({
      kind: 'command',
      argv: ['printf', '\u001b[2J\u202e', 'a b', '', "it's"],
      folder: 'src',
      environment: ['SSH_AUTH_SOCK', 'CI'],
      timeout: 7,
    });
    const { code, stdout, changed } = await runAndCompare(root, ['trust']);
    expect({ code, changed }).toEqual({ code: 1, changed: [] });
    expect(stdout).toContain('printf "\\u001b[2J\\u202e" "a b" "" "it\'s"');
    for (const part of ['src', 'CI, SSH_AUTH_SOCK', '7 s', 'ROADMAP.md R1; ROADMAP.md tests', 'not trusted'])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain('\u001b');
  });

  test('is not trusted by a file of the repository, nor by a link', async () => {
    const { root } = makeTouching();
    await trust(root);
    const path = join(root, '.git/roadmap/trust.json');
    commitFiles(root, { 'roadmap/trust.json': '{}', 'trust.json': '{}' }, 'Trust myself');
    renameSync(path, join(root, 'trust.json'));
    expect(await isTrusted(root)).toBe(false);
    symlinkSync(join(root, 'trust.json'), path);
    expect(await isTrusted(root)).toBe(false);
    renameSync(join(root, 'trust.json'), path);
    expect(await isTrusted(root)).toBe(true);
  });
});

describe('trust', () => {
  test('is kept in the git directory, for its owner alone, and holds in each working tree of the clone', async () => {
    const { root } = makeTouching();
    await trust(root);
    expect(statSync(join(root, '.git/roadmap/trust.json')).mode & 0o777).toBe(0o600);
    expect(runGit(root, 'status', '--porcelain')).toBe('');
    const other = join(makeFolder('trees'), 'other');
    runGit(root, 'worktree', 'add', '--quiet', '--detach', other);
    expect(await isTrusted(other)).toBe(true);
    const clone = join(makeFolder('clones'), 'clone');
    runGit(root, 'clone', '--quiet', root, clone);
    expect(await isTrusted(clone)).toBe(false);
  });

  test.each<[string, WrittenCheck]>([
    ['an argument', { ...TOUCH, argv: ['sh', '-c', 'touch "$HOME/other"'] }],
    ['one argument more', { ...TOUCH, argv: [...(TOUCH['argv'] as string[]), ''] }],
    ['the folder', { ...TOUCH, folder: 'src' }],
    ['the environment', { ...TOUCH, environment: ['TOKEN'] }],
    ['the time limit', { ...TOUCH, timeout: 3600 }],
    ['the kind', { kind: 'systemd-unit', unit: 'a.service' }],
  ])('is over when what would run has changed: %s', async (_what, check) => {
    const { root } = makeTouching();
    await trust(root);
    writeFiles(root, { 'roadmap.yaml': makeConfig({ R1: [check], tests: [TOUCH] }) });
    expect(await isTrusted(root)).toBe(false);
    expect((await runRoadmap(root, ['trust', '--yes'])).code).toBe(0);
    writeFiles(root, { 'roadmap.yaml': makeConfig({ R1: [TOUCH], tests: [TOUCH] }) });
    expect(await isTrusted(root)).toBe(false);
  });

  test('outlasts a change elsewhere in the config', async () => {
    const { root } = makeTouching();
    await trust(root);
    const same = { ...TOUCH, name: 'Touch', exit: 1, stdout: { matches: 'x' }, timeout: 300, folder: '.' };
    const checks = { R1: [{ kind: 'file', path: 'a' }, same], other: [TOUCH] };
    writeFiles(root, { 'roadmap.yaml': makeConfig(checks, { rules: { 'no-secret': 'off' } }) });
    expect(await isTrusted(root)).toBe(true);
  });

  test('is withdrawn by --revoke', async () => {
    const { root } = makeTouching();
    await trust(root);
    const run = await runRoadmap(root, ['trust', '--revoke', '--json']);
    expect(run.code).toBe(0);
    expect(readOutput('trust', run)).toMatchObject({ outcome: 'revoked', trusted: false, by: null });
    expect(await isTrusted(root)).toBe(false);
  });

  test('comes from ROADMAP_TRUST for exactly one digest', async () => {
    const { root } = makeTouching();
    const { digest } = readOutput('trust', await runRoadmap(root, ['trust', '--json']));
    expect(await isTrusted(root, { ROADMAP_TRUST: digest })).toBe(true);
    for (const wrong of ['', '1', 'true', digest.slice(0, 63), `${digest}0`, 'f'.repeat(64)])
      expect(await isTrusted(root, { ROADMAP_TRUST: wrong })).toBe(false);
  });

  test('is not needed where nothing would run', async () => {
    const root = makeRepository({ [FILE]: makeRoadmap() });
    const run = await runRoadmap(root, ['trust', '--yes', '--json']);
    expect(readOutput('trust', run)).toMatchObject({ trusted: true, by: 'nothing', programs: [] });
    expect(existsSync(join(root, '.git/roadmap/trust.json'))).toBe(false);
  });

  test('is one thing at a time', async () => {
    const { root } = makeTouching();
    expect((await runRoadmap(root, ['trust', '--yes', '--revoke'])).code).toBe(2);
    expect(await isTrusted(root)).toBe(false);
  });
});
