import { expect, test } from '@jest/globals';
import { holdKills } from './command-kills.ts';

test('20 ticks are killed, and the next command puts all in order', async () => {
  const counts = await holdKills(20, (round) => (round % 2 === 0 ? 'group' : 'alone'));
  expect([...counts.values()].reduce((sum, one) => sum + one)).toBe(21);
});
