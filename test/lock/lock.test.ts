import { setTimeout as sleep } from 'node:timers/promises';
import { expect, jest, test } from '@jest/globals';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { holdKills } from './hold-kills.ts';
import { type Race, startRace, type Worker } from './start-race.ts';

// A busy machine is no failure.
jest.setTimeout(120_000);

const PROCESSES = 16;
const ROUNDS = 20;

/** Stops a worker at a step, and gives it back as it stands there. */
async function stopOne(race: Race, stop: string): Promise<Worker> {
  const worker = race.start({ stop });
  await worker.says(`at ${stop}`);
  return worker;
}

async function killOne(worker: Worker): Promise<void> {
  worker.kill('SIGKILL');
  await worker.ended;
}

function startWaiters(race: Race): readonly Worker[] {
  return Array.from({ length: 3 }, () => race.start({ rounds: 4 }));
}

async function finish(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.says('finished')));
  expect(workers.flatMap(({ lines }) => lines.filter((line) => line.startsWith('refused')))).toEqual([]);
}

test(`${PROCESSES} processes lose no increment of what they count together`, async () => {
  const race = startRace('real');
  await finish(Array.from({ length: PROCESSES }, () => race.start({ rounds: ROUNDS })));
  expect(race.countViolations()).toBe(0);
  expect(race.readCounter()).toBe(PROCESSES * ROUNDS);
  expect(race.listFiles()).toEqual([]);
});

test('two working trees of a repository share the lock', async () => {
  const root = makeRepository({ 'ROADMAP.md': '# Plan\n' });
  const linked = `${makeFolder('linked')}/tree`;
  runGit(root, 'worktree', 'add', '--quiet', '--detach', linked);
  commitFiles(linked, { 'a.txt': 'a' }, 'Work');
  const ask = (cwd: string) => runGit(cwd, 'rev-parse', '--path-format=absolute', '--git-common-dir');
  const race = startRace('real', ask(root));
  const commonDir = ask(linked);
  const workers = [race.start({ rounds: 20 }), race.start({ rounds: 20, commonDir })];
  await finish(workers);
  const holder = await stopOne(race, 'inside');
  const other = race.start({ commonDir, wait: 100 });
  expect(await other.says('refused')).toContain(`process ${holder.pid} `);
  expect([race.countViolations(), race.readCounter()]).toEqual([0, 40]);
});

// Where the lock is free.
test.each(['written', 'taken', 'cleared', 'inside', 'recognized', 'removed'])(
  'when the holder is killed at the step `%s`, others go on',
  async (stop) => {
    const race = startRace('real');
    const holder = await stopOne(race, stop);
    const waiters = startWaiters(race);
    if (stop !== 'written' && stop !== 'removed') {
      expect(await waiters[0]?.says('waits')).toBe(`waits for ${holder.pid}`);
      expect(race.countIncrements()).toBe(stop === 'recognized' ? 1 : 0);
    }
    await killOne(holder);
    await finish(waiters);
    expect(race.countViolations()).toBe(0);
    expect(race.readCounter()).toBe(stop === 'recognized' || stop === 'removed' ? 13 : 12);
    expect(race.listFiles()).toEqual([]);
  },
);

// Where it is a dead owner's.
test.each(['written', 'claimed', 'checked', 'taken', 'cleared'])(
  'when the successor of a dead holder is killed at the step `%s`, and so is the next, others go on',
  async (stop) => {
    const race = startRace('real');
    await killOne(await stopOne(race, 'inside'));
    await killOne(await stopOne(race, stop));
    const successor = await stopOne(race, stop);
    const waiters = startWaiters(race);
    if (stop !== 'written') {
      expect(await waiters[0]?.says('waits')).toBe(`waits for ${successor.pid}`);
      expect(race.countIncrements()).toBe(0);
    }
    await killOne(successor);
    await finish(waiters);
    expect([race.countViolations(), race.readCounter()]).toEqual([0, 12]);
    expect(race.listFiles()).toEqual([]);
  },
);

test('a holder that is stopped keeps its lock, and who waits for it is told its name', async () => {
  const race = startRace('real');
  const holder = race.start({ stay: 1500 });
  await holder.says('inside');
  const before = race.start({ stay: 0 });
  await before.says('waits');
  holder.kill('SIGSTOP');
  const { says } = race.start({ wait: 300 });
  expect(await says('refused')).toContain(`process ${holder.pid} `);
  await sleep(100);
  holder.kill('SIGCONT');
  await finish([holder, before]);
  expect([race.countViolations(), race.readCounter()]).toEqual([0, 2]);
});

test('at random kills two never hold it, and somebody always gets it', async () => {
  const race = startRace('real');
  const { kills, holders } = await holdKills(race, {
    workers: 5,
    kills: 40,
    pause: 80,
    lock: 'roadmap/lock',
  });
  expect(race.countViolations()).toBe(0);
  expect(holders).toBeGreaterThan(0);
  // One who is killed between its increment and its note of it has made one more.
  expect(race.readCounter()).toBeGreaterThanOrEqual(race.countIncrements());
  expect(race.readCounter()).toBeLessThanOrEqual(race.countIncrements() + kills);
  expect(race.listFiles()).toEqual([]);
});

test('the same race sees what is wrong with a lock that is not safe', async () => {
  const race = startRace('naive');
  await holdKills(race, { workers: 5, kills: 25, pause: 80, lock: 'naive' });
  expect(race.countViolations()).toBeGreaterThan(0);
});
