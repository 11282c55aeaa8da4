import { expect, jest, test } from '@jest/globals';
import { holdKills } from './command-kills.ts';

jest.setTimeout(3_600_000);

test.each([
  ['with all that they have started', 'group', 300],
  ['alone', 'alone', 200],
] as const)('ticks are killed %s, and the next command puts all in order', async (_name, reach, rounds) => {
  const counts = new Map<string, number>();
  // A long roadmap would take most of the time.
  for (let round = 0; round < rounds; round += 25)
    for (const [how, count] of await holdKills(25, () => reach))
      counts.set(how, (counts.get(how) ?? 0) + count);
  expect([...counts.keys()]).toEqual(expect.arrayContaining(['committed', 'made again']));
});
