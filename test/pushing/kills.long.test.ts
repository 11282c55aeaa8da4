import { expect, test } from '@jest/globals';
import { makeTemplate, pushAndKill, Victim } from './push-kills.ts';
import '../support/run-roadmap.ts';

const ROUNDS = 30;

test.each([true, false])(
  'killed at random moments, with its process group: %s',
  async (isGroup) => {
    const template = await makeTemplate('elsewhere');
    const usual = (await pushAndKill(new Victim(template, 'elsewhere').root, 60_000, isGroup)) ?? 0;
    expect(usual).toBeGreaterThan(0);
    for (let round = 0; round < ROUNDS; round += 1) {
      const victim = new Victim(template, 'elsewhere');
      await pushAndKill(victim.root, Math.random() * usual, isGroup);
      await victim.expectWhole();
    }
  },
  900_000,
);
