import { test } from '@jest/globals';
import { holdCrowd } from './many-agents.ts';

test('16 agents tick in one clone', async () => holdCrowd(16, 2, 1));
test('16 agents tick in four working trees of one repository, on four branches', async () =>
  holdCrowd(16, 2, 4));
