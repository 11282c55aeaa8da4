import { test } from '@jest/globals';
import { holdRandomTicks } from './random-ticks.ts';

test('a `this` names the commit that carries its tick', () => holdRandomTicks(6));
