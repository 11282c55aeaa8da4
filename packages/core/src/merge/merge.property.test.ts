import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listFaults } from './list-faults.ts';

test('a merge of random versions is symmetric, keeps what each side did, and makes up no line', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 12 }), (seed, most) => {
      expect(listFaults(seed, most)).toEqual([]);
    }),
    { numRuns: 35 },
  );
});
