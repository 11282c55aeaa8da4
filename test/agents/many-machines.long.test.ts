import { jest, test } from '@jest/globals';
import { holdFleet } from './many-machines.ts';

jest.setTimeout(1_800_000);

test('8 clones with 25 ticks each over file://', async () => holdFleet(8, 25, 'file'));
test('8 clones with 25 ticks each over HTTP', async () => holdFleet(8, 25, 'http'));
