import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listFaults } from './list-faults.ts';

test('many random versions of larger plans', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 30 }), (seed, most) => {
      expect(listFaults(seed, most)).toEqual([]);
    }),
    { numRuns: 3000 },
  );
}, 1_800_000);
