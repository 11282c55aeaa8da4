import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holdTriple } from './hold-triple.ts';

test('many random triples of larger plans', () => {
  fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 30 }), holdTriple), { numRuns: 3_000 });
  expect.hasAssertions();
}, 1_800_000);
