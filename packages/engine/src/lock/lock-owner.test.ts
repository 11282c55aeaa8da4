import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, test } from '@jest/globals';
import { formatOwner, identifySelf, makeOwner, parseOwner } from './lock-owner.ts';

const onLinux = process.platform === 'linux' ? test : test.skip;

test('an owner is read as it was written', async () => {
  const owner = makeOwner(identifySelf());
  expect(parseOwner(formatOwner(owner))).toEqual(owner);
  expect(owner).toMatchObject({ pid: process.pid, host: hostname() });
  expect(owner.since).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('every try has a uuid of its own', async () => {
  const self = identifySelf();
  expect(makeOwner(self).uuid).not.toBe(makeOwner(self).uuid);
});

onLinux('a process on Linux is known by all that the system tells', async () => {
  const { startTime, bootId, namespaces } = identifySelf();
  // Our own name has neither spaces nor parentheses, so that counting spaces is right here.
  expect(startTime).toBe(readFileSync('/proc/self/stat', 'utf8').split(' ')[21]);
  expect(bootId).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  expect(namespaces).toMatch(/^pid:\[\d+\](?: time:\[\d+\])?$/);
});

test('what is torn, or not of this version, names no owner', async () => {
  const owner = makeOwner(identifySelf());
  const text = formatOwner(owner);
  for (let length = 0; length < text.length - 2; length += 1) {
    expect(parseOwner(text.slice(0, length))).toBeNull();
  }
  for (const broken of [
    null,
    [],
    1,
    {},
    { ...owner, pid: 0 },
    { ...owner, pid: -1 },
    { ...owner, pid: '1' },
    { ...owner, pid: 1.5 },
    { ...owner, uuid: '../../lock' },
    { ...owner, uuid: undefined },
    { ...owner, host: null },
    { ...owner, startTime: 7 },
    { ...owner, bootId: undefined },
    { ...owner, since: 0 },
  ]) {
    expect(parseOwner(JSON.stringify(broken))).toBeNull();
  }
});
