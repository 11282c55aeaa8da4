import { test } from '@jest/globals';
import { holdRandomTicks } from './random-ticks.ts';

const TEN_MINUTES = 600_000;

test('a `this` names the commit that carries its tick', () => holdRandomTicks(100), TEN_MINUTES);
