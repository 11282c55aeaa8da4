import { test } from '@jest/globals';
import { holdRandomHistories } from './random-histories.ts';

test('every fact is what git says of its claim, one by one', () => holdRandomHistories(4));
