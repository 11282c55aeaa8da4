import { expect, test } from '@jest/globals';
import { holdKills } from './hold-kills.ts';
import { startRace } from './start-race.ts';

const TEN_MINUTES = 600_000;

test(
  'thousands of acquisitions and two thousand kills: two never hold it, and somebody always gets it',
  async () => {
    const race = startRace('real');
    const { kills, holders } = await holdKills(race, {
      workers: 8,
      kills: 2000,
      pause: 140,
      lock: 'roadmap/lock',
    });
    expect(race.countViolations()).toBe(0);
    expect(holders).toBeGreaterThan(100);
    expect(race.countIncrements()).toBeGreaterThan(1000);
    expect(race.readCounter()).toBeGreaterThanOrEqual(race.countIncrements());
    expect(race.readCounter()).toBeLessThanOrEqual(race.countIncrements() + kills);
    expect(race.listFiles()).toEqual([]);
  },
  TEN_MINUTES,
);

test(
  '32 processes take it 6,400 times, and lose no increment',
  async () => {
    const race = startRace('real');
    const workers = Array.from({ length: 32 }, () => race.start({ rounds: 200, stay: 1 }));
    await Promise.all(workers.map((worker) => worker.says('finished')));
    expect([race.countViolations(), race.readCounter()]).toEqual([0, 6400]);
    expect(race.listFiles()).toEqual([]);
  },
  TEN_MINUTES,
);
