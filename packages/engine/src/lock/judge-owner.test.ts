import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { judgeOwner } from './judge-owner.ts';
import { identifySelf, type LockOwner, makeOwner } from './lock-owner.ts';
import { readProcess } from './read-process.ts';

const base = mkdtempSync(join(tmpdir(), 'roadmap-judge-'));
const children: ChildProcess[] = [];
const onLinux = process.platform === 'linux' ? test : test.skip;

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function start(command: string, args: readonly string[]): Promise<ChildProcess & { pid: number }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child, 'spawn');
  return child as ChildProcess & { pid: number };
}

async function ownerOf(pid: number): Promise<LockOwner> {
  return { ...makeOwner(identifySelf()), pid, startTime: readProcess(pid)?.startTime ?? null };
}

async function judge(owner: LockOwner, change: Partial<LockOwner> = {}): Promise<string> {
  return judgeOwner({ ...owner, ...change }, identifySelf());
}

test('this process lives', async () => {
  expect(await judge(await ownerOf(process.pid))).toBe('living');
});

test('a process lives until it has ended, also while it is stopped', async () => {
  const child = await start('sleep', ['100']);
  const owner = await ownerOf(child.pid);
  expect(await judge(owner)).toBe('living');
  child.kill('SIGSTOP');
  expect(await judge(owner)).toBe('living');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await judge(owner)).toBe('dead');
  expect(await judge(owner, { startTime: null })).toBe('dead');
});

onLinux('the same pid with another start time is another process', async () => {
  const owner = await ownerOf(process.pid);
  expect(await judge(owner, { startTime: `${Number(owner.startTime) - 1}` })).toBe('dead');
});

test('without a start time whoever has the pid counts as the owner', async () => {
  const owner = await ownerOf(process.pid);
  expect(await judge(owner, { startTime: null })).toBe('living');
  const self = { ...identifySelf(), startTime: null };
  expect(await judgeOwner({ ...owner, startTime: '1' }, self)).toBe('living');
});

test('what can be on another machine or in another namespace is never dead', async () => {
  const gone = { ...(await ownerOf(process.pid)), startTime: '1', pid: 2 ** 30 };
  expect(await judge(gone)).toBe('dead');
  expect(await judge(gone, { host: 'another' })).toBe('elsewhere');
  expect(await judge(gone, { machineId: 'another' })).toBe('elsewhere');
  expect(await judge(gone, { namespaces: 'pid:[1]' })).toBe('elsewhere');
  expect(await judge(gone, { host: 'another', bootId: 'another' })).toBe('elsewhere');
});

onLinux('a process that can not be seen is asked for by its pid', async () => {
  // As with the mount option hidepid (proc(5)).
  const proc = join(base, 'hidden');
  mkdirSync(proc);
  const owner = await ownerOf(process.pid);
  expect(await judgeOwner(owner, identifySelf(), proc)).toBe('living');
  expect(await judgeOwner({ ...owner, pid: 2 ** 30 }, identifySelf(), proc)).toBe('dead');
});

onLinux('nothing outlives a boot, whatever namespace it was in', async () => {
  const owner = await ownerOf(process.pid);
  expect(await judge(owner, { bootId: 'another', namespaces: 'pid:[1]' })).toBe('dead');
  expect(await judge(owner, { bootId: null })).toBe('elsewhere');
});

onLinux('a command can be named as if it were a field', async () => {
  // The kernel keeps 15 bytes of a name (proc_pid_comm(5)).
  const command = join(base, 'a) Z 1 (b) X');
  copyFileSync('/bin/sleep', command);
  const { pid } = await start(command, ['100']);
  const honest = await start('sleep', ['100']);
  const status = readProcess(pid);
  expect(status).toMatchObject({ isOver: false });
  const between = Number(readProcess(honest.pid)?.startTime) - Number(status?.startTime);
  expect(between).toBeGreaterThanOrEqual(0);
  expect(between).toBeLessThan(1000);
  expect(await judge(await ownerOf(pid))).toBe('living');
});

onLinux('a zombie is dead', async () => {
  // The shell becomes `sleep`, which doesn't know of the child, and never asks how it ended.
  const parent = await start('/bin/sh', ['-c', 'sleep 100 & echo $!; exec sleep 100']);
  const [output] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
  const pid = Number(output.toString());
  const owner = await ownerOf(pid);
  await waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n');
  process.kill(pid, 'SIGKILL');
  await waitUntil(async () => readProcess(pid)?.isOver === true);
  process.kill(pid, 0);
  expect(owner.startTime).not.toBeNull();
  expect(await judge(owner)).toBe('dead');
});

async function waitUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What /proc shows of a process with some threads. */
function fakeProcess(name: string, state: string, threads: readonly string[]): string {
  const proc = join(base, name);
  mkdirSync(join(proc, '7/task'), { recursive: true });
  for (const thread of threads) mkdirSync(join(proc, '7/task', thread));
  const rest = [...Array.from({ length: 18 }, () => '0'), '4321', '0', '0'].join(' ');
  writeFileSync(join(proc, '7/stat'), `7 (node) ${state} ${rest}\n`);
  return proc;
}

test.each([
  ['Z', ['7', '8'], 'living'],
  ['Z', ['7'], 'dead'],
  ['Z', [], 'dead'],
  ['X', ['7'], 'dead'],
  ['T', ['7'], 'living'],
  ['D', ['7'], 'living'],
] as const)('in state %s with the threads %j it is %s', async (state, threads, verdict) => {
  const proc = fakeProcess(`${state}${threads.length}`, state, threads);
  const self = { ...identifySelf(), startTime: '1' };
  const owner = { ...makeOwner(self), pid: 7, startTime: '4321' };
  expect(await judgeOwner(owner, self, proc)).toBe(verdict);
  expect(await judgeOwner({ ...owner, startTime: '4320' }, self, proc)).toBe('dead');
});
