import { test } from '@jest/globals';
import { holdFleet } from './many-machines.ts';

test('4 clones tick and push to one repository over file://', async () => holdFleet(4, 3, 'file'));
test('3 clones tick and push to one repository over HTTP', async () => holdFleet(3, 2, 'http'));
