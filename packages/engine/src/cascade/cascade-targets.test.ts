import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { CascadeTarget } from '@roadmap-as-code/core';
import { type Cascade, cascadeTargets } from './cascade-targets.ts';

jest.setTimeout(120_000);

const base = mkdtempSync(join(tmpdir(), 'roadmap-targets-'));
const author = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '@1767323045 +0000',
};
const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' };
const before = { ...process.env };

/** A server that takes a connection and says nothing. */
const silent: { server: Server; sockets: Set<Socket>; url: string } = {
  server: createServer((socket) => silent.sockets.add(socket)),
  sockets: new Set(),
  url: '',
};

beforeAll(async () => {
  mkdirSync(join(base, 'tmp'));
  Object.assign(process.env, author, committer, {
    TMPDIR: join(base, 'tmp'),
    GIT_CONFIG_GLOBAL: '/dev/null',
  });
  makeBare('plan', '');
  silent.server.listen(0, '127.0.0.1');
  await once(silent.server, 'listening');
  silent.url = `git://127.0.0.1:${(silent.server.address() as AddressInfo).port}/acme/silent`;
});
afterAll(() => {
  process.env = before;
  for (const socket of silent.sockets) socket.destroy();
  silent.server.close();
  rmSync(base, { recursive: true, force: true });
});

function git(root: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...author, ...committer };
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8' }).trim();
}

/** A bare repository with one commit, and its `update` hook; its path. */
function makeBare(name: string, update: string): string {
  const source = join(base, 'source', name);
  mkdirSync(source, { recursive: true });
  git(source, 'init', '--quiet', '--initial-branch=main', '--template=');
  git(source, 'commit', '--quiet', '--allow-empty', '--message', 'Start');
  const bare = join(base, 'acme', name);
  git(source, 'clone', '--quiet', '--bare', '--template=', source, bare);
  mkdirSync(join(bare, 'hooks'));
  writeFileSync(join(bare, 'hooks', 'update'), `#!/bin/sh\n${update}`, { mode: 0o755 });
  return bare;
}

async function run(
  repositories: readonly string[],
  changes: Partial<Cascade> = {},
): Promise<{ told: string[]; steps: string[]; took: number }> {
  const steps: string[] = [];
  const start = performance.now();
  const targets = repositories.map((repository): CascadeTarget => ({ repository, file: 'v', text: '1' }));
  const results = await cascadeTargets(
    targets.map((target, at) => ({ target, at })),
    {
      root: join(base, 'source', 'plan'),
      author,
      message: 'chore: x\n',
      wait: 20_000,
      jobs: 4,
      isDryRun: false,
      onProgress: ({ name, step, result }) => steps.push(`${name} ${result?.outcome ?? step}`),
      ...changes,
    },
  );
  expect(readdirSync(join(base, 'tmp'))).toEqual([]);
  const told = results.map(({ name, outcome, reason }) => `${name} ${outcome} ${reason ?? ''}`.trim());
  return { told, steps, took: performance.now() - start };
}

test('a remote that says nothing is given up, and the others get theirs', async () => {
  const fine = makeBare('fine', '');
  const { told, took } = await run([silent.url, fine], { wait: 4000 });
  expect(told).toEqual(['acme/silent failed it did not answer in time', 'acme/fine pushed']);
  expect(took).toBeLessThan(15_000);
});

test('a branch that moves before each push is given up, and says what git says', async () => {
  const moves = makeBare('moves', 'git update-ref "$1" "$(git commit-tree -p "$1" -m other "$1^{tree}")"\n');
  const { told } = await run([moves], { wait: 6000 });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^acme\/moves failed others pushed to main before each of \d+ pushes: \[remote rejected\]/,
  );
  const subjects = git(moves, 'log', '--format=%s').split('\n');
  expect(subjects.length).toBeGreaterThan(2);
  expect(subjects).not.toContain('chore: x');
});

test('a hook that refuses is asked once', async () => {
  const refuses = makeBare('refuses', 'echo "$1" >>asked; echo "no, thanks" >&2; exit 1\n');
  expect((await run([refuses])).told).toEqual(['acme/refuses refused no, thanks']);
  expect(execFileSync('cat', [join(refuses, 'asked')], { encoding: 'utf8' })).toBe('refs/heads/main\n');
});

test('all are asked before any is written, however few work at a time', async () => {
  const many = ['one', 'two', 'three'].map((name) => makeBare(name, ''));
  const { steps } = await run(many, { jobs: 1 });
  expect(steps).toEqual([
    ...['one', 'two', 'three'].flatMap((name) => [`acme/${name} asked`, `acme/${name} waits`]),
    ...['one', 'two', 'three'].flatMap((name) => [`acme/${name} written`, `acme/${name} pushed`]),
  ]);
});
