import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openSession } from '../open-session.ts';

jest.setTimeout(60_000);

const base = realpathSync(mkdtempSync(join(tmpdir(), 'roadmap-push-')));
const hub = join(base, 'hub.git');
const root = join(base, 'clone');
const sockets: Socket[] = [];
/** It takes every connection, and never says a word. */
const silent: Server = createServer((socket) => {
  sockets.push(socket.on('error', () => undefined));
});

function git(folder: string, ...args: string[]): string {
  const names = ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'Ada'],
    [`GIT_${who}_EMAIL`, 'ada@example.org'],
  ]);
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', ...Object.fromEntries(names) };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' }).trim();
}

beforeAll(async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  mkdirSync(root);
  git(base, 'init', '--quiet', '--bare', hub);
  git(root, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(root, 'ROADMAP.md'), '### P0 — Work\n\n- [ ] **P0.1** Do it\n');
  const config = 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    remotes: [silent, origin]\n';
  writeFileSync(join(root, 'roadmap.yaml'), config);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Start');
  git(root, 'remote', 'add', 'origin', hub);
  git(root, 'remote', 'add', 'silent', `git://127.0.0.1:${port}/hub.git`);
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  rmSync(base, { recursive: true, force: true });
});

const WAIT = 6000;

test('a remote that hangs is given up after the bound, and keeps no other waiting', async () => {
  const session = await openSession(root);
  const began = Date.now();
  const pushing = session.push(await session.load([]), { mayRemakeWork: false, wait: WAIT }, () => undefined);
  const head = git(root, 'rev-parse', 'HEAD');
  while (
    git(hub, 'for-each-ref', '--format=%(objectname)', 'refs/heads/main') !== head &&
    Date.now() - began < WAIT
  )
    await new Promise((resolve) => setTimeout(resolve, 50));
  // It is there before the other one is given up.
  expect(Date.now() - began).toBeLessThan(WAIT);
  const { remotes } = await pushing;
  expect(remotes.map(({ remote, outcome, message }) => [remote, outcome, message])).toEqual([
    ['silent', 'failed', 'it did not answer in time'],
    ['origin', 'pushed', null],
  ]);
  expect(Date.now() - began).toBeGreaterThanOrEqual(WAIT);
  expect(Date.now() - began).toBeLessThan(WAIT + 5000);
});

test('a single remote that hangs is given up after the bound', async () => {
  writeFileSync(
    join(root, 'roadmap.yaml'),
    'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    remotes: [silent]\n',
  );
  const session = await openSession(root);
  const began = Date.now();
  const request = { mayRemakeWork: false, wait: 1000 };
  const { remotes } = await session.push(await session.load([]), request, () => undefined);
  expect(remotes).toMatchObject([{ outcome: 'failed', message: 'it did not answer in time' }]);
  expect(Date.now() - began).toBeLessThan(6000);
});
