import type { ChildProcess } from 'node:child_process';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { buildWorker } from './commit-worker.ts';
import { holdKill, holdRace, makeVictims } from './hold-kills.ts';
import { startUser } from './user-loop.ts';

jest.setTimeout(1_200_000);
beforeAll(buildWorker);

const makeVictim = makeVictims();

/** Kills a process, or all of its group, after some milliseconds. */
function killAfter(time: number, isGroup: boolean): (child: ChildProcess) => void {
  return ({ pid = 0 }) => {
    setTimeout(() => {
      try {
        process.kill(isGroup ? -pid : pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }, time);
  };
}

test.each([
  ['its process group', true, 400],
  ['the process alone', false, 100],
])('random kills of %s', async (_, isGroup, rounds) => {
  const counts = new Map<string, number>();
  const most = 300;
  for (let round = 0; round < rounds; round += 1) {
    const time = 40 + Math.random() * most;
    const end = await holdKill(makeVictim(), { onStart: killAfter(time, isGroup) });
    counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['as before', 'ticked']);
});

test('somebody commits all the time', async () => {
  for (let round = 0; round < 60; round += 1)
    await holdRace(makeVictim(), (root) => startUser(root, (round % 3) * 0.05));
});
