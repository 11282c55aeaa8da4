import { jest, test } from '@jest/globals';
import { holdCrowd } from './many-agents.ts';

jest.setTimeout(1_200_000);

test('16 agents with 25 ticks each in one clone', async () => holdCrowd(16, 25, 1));
test('16 agents with 25 ticks each in four working trees of one repository, on four branches', async () =>
  holdCrowd(16, 25, 4));
