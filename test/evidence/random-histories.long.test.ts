import { test } from '@jest/globals';
import { holdRandomHistories } from './random-histories.ts';

const TEN_MINUTES = 600_000;

test('every fact is what git says of its claim, one by one', () => holdRandomHistories(60), TEN_MINUTES);
