import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holdTriple } from './hold-triple.ts';

describe('merging random triples', () => {
  test('is symmetric, keeps every transition, and leaves every other line as it was', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 12 }), holdTriple), { numRuns: 150 });
    expect.hasAssertions();
  });
});
