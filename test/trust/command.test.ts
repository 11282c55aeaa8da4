import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository } from '../support/make-repository.ts';
import {
  FILE,
  makeChecked,
  makeConfig,
  makeRoadmap,
  runCheck,
  trust,
  VALUE,
  type WrittenCheck,
} from './checked.ts';

/** Prints its arguments as JSON. */
const SHOW = ['node', '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--'];

function command(argv: readonly string[], more: object = {}): WrittenCheck {
  return { kind: 'command', argv, ...more };
}

function shell(script: string, more: object = {}): WrittenCheck {
  return command(['sh', '-c', script], more);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('what a command comes to', () => {
  test.each<[string, WrittenCheck, string, string]>([
    ['an exit code of 0', shell('exit 0'), 'pass', 'it ended with 0'],
    ['another one', shell('exit 7'), 'fail', 'it ended with 7, not 0'],
    ['another one that is wanted', shell('exit 7', { exit: 7 }), 'pass', 'it ended with 7'],
    ['a signal', shell('kill -9 $$'), 'fail', 'SIGKILL'],
    ['a text that it has', shell('echo one two', { stdout: { matches: 'one two' } }), 'pass', ''],
    [
      'a text that it lacks',
      shell('echo one', { stdout: { matches: ['one', 'two'] } }),
      'fail',
      'its stdout lacks "two"',
    ],
    [
      'a text that it must not have',
      shell('echo bad >&2', { stderr: { lacks: 'bad' } }),
      'fail',
      'its stderr has "bad"',
    ],
    [
      'a pattern, which is plain text',
      shell('echo aaa', { stdout: { matches: 'a+' } }),
      'fail',
      'lacks "a+"',
    ],
    ['no such program', command(['no-such-program']), 'unknown', 'there is no no-such-program on the PATH'],
    ['a program that begins with a dash', command(['-c', 'exit 0']), 'unknown', 'there is no -c on the PATH'],
    ['standard input, which is closed', command(['cat']), 'pass', ''],
  ])('%s', async (_what, check, verdict, message) => {
    const result = await runCheck(makeChecked(check));
    expect(result).toMatchObject({ verdict, message: expect.stringContaining(message) });
  });

  test('has what it printed, how long it took and its digest, and needs no network', async () => {
    const result = await runCheck(makeChecked(shell('echo hello; echo oh >&2')), {}, ['--offline']);
    expect(result.run).toEqual({
      exitCode: 0,
      milliseconds: expect.any(Number),
      stdout: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
      stderr: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(result.seen.map(({ found }) => found.split('\n').at(-1))).toEqual([
      expect.stringMatching(/^exit 0 after \d/),
      'hello',
      'oh',
    ]);
  });
});

test('what is not committed is told beside what a command comes to', async () => {
  const root = makeChecked(shell('grep -q mended a.txt'), { 'a.txt': 'broken\n' });
  expect(await runCheck(root)).toMatchObject({ verdict: 'fail', message: 'it ended with 1, not 0' });
  writeFiles(root, { 'a.txt': 'mended\n' });
  expect(await runCheck(root)).toMatchObject({
    verdict: 'pass',
    message: 'it ended with 0, as it has to, in a working tree with changes that are not committed',
  });
});

describe('what a command gets', () => {
  test('is the environment that is named, and nothing of git', async () => {
    const secret = {
      SSH_AUTH_SOCK: '/agent',
      SECRET_TOKEN: 'x',
      CI: 'yes',
      GIT_DIR: '.git',
      GIT_WORK_TREE: '.',
    };
    const show = command([
      'sh',
      '-c',
      'env | sed "s/=.*//" | sort | grep -v "^_$\\|^PWD$\\|^SHLVL$\\|^OLDPWD$"',
    ]);
    const named = { ...show, environment: ['CI', 'NOT_SET'] };
    const { verdict, seen } = await runCheck(makeChecked(named), secret);
    expect(verdict).toBe('pass');
    expect(
      seen
        .find(({ place }) => place === 'stdout')
        ?.found.split('\n')
        .slice(1),
    ).toEqual(['CI', 'HOME', 'LANG', 'PATH']);
  });

  test.each(['GIT_DIR', 'git_ssh_command', 'A=B', ''])(
    'is never what has no name for it: %s',
    async (name) => {
      const root = makeChecked(shell('exit 0', { environment: ['SSH_AUTH_SOCK', name] }));
      expect(await expectRefusal(root, ['trust'])).toMatch(/roadmap\.yaml:\d+:\d+: .*environment/);
    },
  );

  test.each([
    'two words',
    '"quoted" and \'quoted\'',
    '$(touch ran) `touch ran` $HOME',
    '; touch ran | cat > ran &',
    'one * two',
    '\\n\\0',
  ])('is a value of the report as one argument: %s', async (value) => {
    const argv = [...SHOW, VALUE, `x${VALUE}y`];
    const config = makeConfig({ R1: [command(argv)] });
    const root = makeRepository({ [FILE]: makeRoadmap({ Value: value }), 'roadmap.yaml': config });
    const { verdict, seen } = await runCheck(root);
    expect(verdict).toBe('pass');
    const shown =
      seen
        .find(({ place }) => place === 'stdout')
        ?.found.split('\n')
        .at(-1) ?? '';
    expect(JSON.parse(shown)).toEqual([value, `x${value}y`]);
  });

  test.each<[string, readonly string[], string]>([
    ['an option', ['echo', VALUE], 'would be an option'],
    ['the program', [VALUE], 'may not say which program'],
    ['a part of the program', [`./bin/${VALUE}`], 'may not say which program'],
  ])('is no value of the report that would be %s', async (_what, argv, message) => {
    const config = makeConfig({ R1: [command(argv)] });
    const root = makeRepository({ [FILE]: makeRoadmap({ Value: '--help' }), 'roadmap.yaml': config });
    expect(await runCheck(root)).toMatchObject({
      verdict: 'unknown',
      message: expect.stringContaining(message),
    });
  });
});

describe('a command stays in the repository', () => {
  test('with its folder and its program', async () => {
    const outside = makeFolder('outside');
    writeFiles(outside, { 'tool.sh': '#!/bin/sh\nexit 0\n' });
    for (const check of [
      shell('exit 0', { folder: '..' }),
      shell('exit 0', { folder: '/tmp' }),
      shell('exit 0', { folder: 'link' }),
      command(['../tool.sh']),
      command(['/bin/true']),
      command(['link/tool.sh']),
    ]) {
      const root = makeChecked(check);
      symlinkSync(outside, join(root, 'link'));
      const { verdict, message } = await runCheck(root);
      expect({ check, verdict, message }).toMatchObject({
        verdict: 'unknown',
        message: expect.stringContaining('leads out of the repository'),
      });
    }
  });

  test('and no program of the repository is taken for one of the PATH', async () => {
    const { verdict } = await runCheck(makeChecked(command(['tool']), { tool: '#!/bin/sh\nexit 0\n' }), {
      PATH: `.::tools:${process.env['PATH']}`,
    });
    expect(verdict).toBe('unknown');
  });
});

describe('a command that does not end', () => {
  test('is ended with all that it has started', async () => {
    const root = makeChecked(shell('sleep 1000 & echo $! >pid; sleep 1000', { timeout: 1 }));
    const start = performance.now();
    const result = await runCheck(root);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(result).toMatchObject({ verdict: 'fail', message: 'it did not end within 1 second' });
    expect(isRunning(Number(readFileSync(join(root, 'pid'), 'utf8')))).toBe(false);
  });

  test('is killed where it does not listen', async () => {
    const result = await runCheck(
      makeChecked(shell('trap "" TERM; while :; do sleep 1; done', { timeout: 1 })),
    );
    expect(result.verdict).toBe('fail');
  });

  test.each([
    ['is in its group', 'sleep 1000 & echo $! >pid; exit 0'],
    ['has left its group', 'setsid sleep 20 & echo $! >pid; exit 0'],
  ])('holds nothing up that it has left behind, and that %s', async (_where, script) => {
    const start = performance.now();
    const result = await runCheck(makeChecked(shell(script)));
    expect(result.verdict).toBe('pass');
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a review that is ended by %s ends its programs',
  async (signal) => {
    const script = 'trap "" INT TERM; echo $$ >pid.new; mv pid.new pid; sleep 1000 & wait; wait';
    const others = Array.from({ length: 20 }, () => ({ kind: 'file', path: FILE }));
    const root = makeRepository({
      [FILE]: makeRoadmap(),
      'roadmap.yaml': makeConfig({ R1: [...others, shell(script)] }),
    });
    await trust(root);
    const child = spawn(process.execPath, [binary, 'review', 'R1'], {
      cwd: root,
      env: makeEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('close', (_code, by) => resolve(by)),
    );
    while (!existsSync(join(root, 'pid'))) await pause(20);
    child.kill(signal);
    expect(await ended).toBe(signal);
    expect(Buffer.concat(said).toString()).not.toContain('Warning');
    const pid = Number(readFileSync(join(root, 'pid'), 'utf8'));
    const end = Date.now() + 10_000;
    while (isRunning(pid) && Date.now() < end) await pause(20);
    expect(isRunning(pid)).toBe(false);
  },
);

describe('what a command prints', () => {
  test('is counted past what is kept: 1 GB', async () => {
    const check = command(['head', '-c', '1000000000', '/dev/zero'], { stdout: { lacks: 'bad' } });
    const result = await runCheck(makeChecked(check));
    expect(result).toMatchObject({ verdict: 'unknown', message: expect.stringContaining('it wrote more') });
    expect(result.seen[1]?.found).toMatch(/^1000000000 bytes, sha256 [0-9a-f]{64}/);
    expect(JSON.stringify(result).length).toBeLessThan(5000);
  });

  test('is shown without secrets, and steers no terminal', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const check = shell('echo "$DEPLOY_KEY and $0"; printf "\\033[2J%s\\n" "$MORE"', {
      environment: ['DEPLOY_KEY', 'MORE'],
    });
    const result = await runCheck(makeChecked(check), { DEPLOY_KEY: 'correct-horse-battery', MORE: token });
    const text = JSON.stringify(result);
    expect(text).toContain('[secret]');
    expect(text).not.toContain('horse-battery');
    expect(text).not.toContain(token.slice(0, 12));
  });
});
