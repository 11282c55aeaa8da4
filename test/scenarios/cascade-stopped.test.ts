import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeCascade, makeRemotes, runCascade, setHook } from '../support/make-cascade.ts';
import { makeFolder, requireOwn } from '../support/make-folder.ts';
import { runGit } from '../support/make-repository.ts';

interface Started {
  readonly child: ChildProcess;
  readonly temporary: string;
  /** The signal that ended it. */
  readonly ended: Promise<string | null>;
}

/** Milliseconds; a remote that is not given up takes its time, which is more. */
const AT_ONCE = 15_000;

function start(root: string): Started {
  const temporary = makeFolder('temporary');
  const child = spawn(process.execPath, [binary, 'cascade', 'P0.1'], {
    cwd: requireOwn(root),
    env: makeEnvironment({ TMPDIR: temporary }),
    stdio: 'ignore',
  });
  return { child, temporary, ended: once(child, 'close').then(([, signal]) => signal as string | null) };
}

test('interrupted while it asks, it leaves no folder and no git', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connected = once(server, 'connection');
  const root = makeCascade([{ repository: `git://127.0.0.1:${port}/acme/silent`, file: 'a', text: 'b' }]);
  const { child, temporary, ended } = start(root);
  const [socket] = await connected;
  const closed = once(socket.resume(), 'close');
  expect(readdirSync(temporary)).toHaveLength(1);
  const begun = performance.now();
  child.kill('SIGINT');
  expect(await ended).toBe('SIGINT');
  expect(performance.now() - begun).toBeLessThan(AT_ONCE);
  expect(readdirSync(temporary)).toEqual([]);
  await closed;
  server.close();
});

test('ended while a remote takes its time over a push, it leaves no folder, and the next run does the rest', async () => {
  const made = makeRemotes({ one: {}, slow: { hooks: { 'pre-receive': 'touch begun\nsleep 60\n' } } });
  const root = makeCascade(made.targets);
  const { child, temporary, ended } = start(root);
  // Its hook writes a push down before the branch has moved.
  const hasLanded = (): boolean => runGit(made.pathOf('one'), 'rev-list', '--count', 'main') === '2';
  while (!existsSync(join(made.pathOf('slow'), 'begun')) || !hasLanded()) await sleep(20);
  const begun = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toBe('SIGTERM');
  expect(performance.now() - begun).toBeLessThan(AT_ONCE);
  expect(readdirSync(temporary)).toEqual([]);
  expect(runGit(root, 'log', '--format=%s')).toBe('Start');
  setHook(made.pathOf('slow'), 'pre-receive', '');
  const { code, report } = await runCascade(root);
  expect({ code, outcome: report.outcome, last: report.targets[1]?.outcome }).toEqual({
    code: 0,
    outcome: 'done',
    last: 'pushed',
  });
  for (const name of ['one', 'slow'])
    expect(runGit(made.pathOf(name), 'rev-list', '--count', 'main')).toBe('2');
});
