import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeChecked, makePrograms, runCheck, VALUE } from './checked.ts';

const RUNNING = 'LoadState=loaded\nActiveState=active\nSubState=running\n';

/** Stand-ins that say something and write down their arguments. */
function standIn(name: string, says: string, code = 0): string {
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" >"$(dirname "$0")/args"\ncat <<'END'\n${says}END\nexit ${code}\n`;
  const folder = makePrograms({ [name]: script });
  chmodSync(join(folder, name), 0o755);
  return [folder, process.env['PATH']].join(delimiter);
}

/** A folder with nothing but git. */
function makeGitAlone(): string {
  const folder = makePrograms({});
  symlinkSync(execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(), join(folder, 'git'));
  return folder;
}

describe('a unit, asked of a stand-in for systemctl on the PATH', () => {
  test.each<[string, string, object, string, string]>([
    ['runs', RUNNING, {}, 'pass', 'web.service is active (running)'],
    [
      'failed',
      'LoadState=loaded\nActiveState=failed\nSubState=failed\n',
      {},
      'fail',
      'is failed (failed), not active (running)',
    ],
    [
      'is not there',
      'LoadState=not-found\nActiveState=inactive\nSubState=dead\n',
      {},
      'fail',
      'there is no unit web.service',
    ],
    [
      'has ended, and may have',
      'LoadState=loaded\nActiveState=active\nSubState=exited\n',
      { sub: 'exited' },
      'pass',
      'active (exited)',
    ],
    [
      'is to be stopped',
      'LoadState=loaded\nActiveState=inactive\nSubState=dead\n',
      { state: 'inactive' },
      'pass',
      'inactive (dead)',
    ],
    ['says nothing', '', {}, 'unknown', 'does not say how web.service is'],
  ])('that %s', async (_what, says, more, verdict, message) => {
    const root = makeChecked({ kind: 'systemd-unit', unit: 'web.service', ...more });
    const result = await runCheck(root, { PATH: standIn('systemctl', says) }, ['--offline']);
    expect(result).toMatchObject({ verdict, message: expect.stringContaining(message) });
  });

  test('is unknown where there is no systemctl', async () => {
    const root = makeChecked({ kind: 'systemd-unit', unit: 'web.service' });
    const result = await runCheck(root, { PATH: makeGitAlone() });
    expect(result).toMatchObject({ verdict: 'unknown', message: 'there is no systemctl on the PATH' });
  });
});

describe('a unit of another host, asked of a stand-in for ssh on the PATH', () => {
  const remote = { kind: 'systemd-unit', unit: 'web@1.service', host: 'ada@web.example.org' };

  test('is asked with arguments that no shell changes', async () => {
    const path = standIn('ssh', RUNNING);
    const result = await runCheck(makeChecked(remote), { PATH: path });
    expect(result.verdict).toBe('pass');
    const args = readFileSync(join(path.split(delimiter)[0] ?? '', 'args'), 'utf8')
      .trim()
      .split('\n');
    expect(args.join(' ')).toBe(
      '-o BatchMode=yes -o ClearAllForwardings=yes -- ada@web.example.org systemctl show --no-pager --property=LoadState,ActiveState,SubState -- web@1.service',
    );
  });

  test('is unknown where the host is not reached, and offline', async () => {
    const path = standIn('ssh', '', 255);
    expect(await runCheck(makeChecked(remote), { PATH: path })).toMatchObject({ verdict: 'unknown' });
    const offline = await runCheck(makeChecked(remote), { PATH: standIn('ssh', RUNNING) }, ['--offline']);
    expect(offline).toMatchObject({ verdict: 'unknown', message: expect.stringContaining('network') });
  });

  test.each([
    ['unit', '-H'],
    ['unit', 'a b'],
    ['unit', 'a;reboot'],
    ['unit', '$(reboot)'],
    ['unit', 'a\\x2d'],
    ['unit', VALUE],
    ['host', '-oProxyCommand=reboot'],
    ['host', 'a@-b'],
    ['host', 'a b'],
    ['host', 'a`reboot`'],
    ['host', VALUE],
    ['host', 'a\nb'],
  ])('has names that a shell lets be: %s %j', async (key, value) => {
    const root = makeChecked({ ...remote, [key]: value });
    expect(await expectRefusal(root, ['review'])).toMatch(new RegExp(`roadmap\\.yaml:\\d+:\\d+: ${key}`));
  });
});
