import { describe, expect, test } from '@jest/globals';
import { holdTransitions, listOwnPlans, listRealPlans } from './hold-ticks.ts';

const HALF_AN_HOUR = 1_800_000;

describe('every task of every plan is ticked by lines of its own, none refused by form', () => {
  test.each([...listOwnPlans(), ...listRealPlans()])(
    '$name',
    (plan) => {
      const { refused } = holdTransitions(plan, Infinity, () => ['done']);
      expect(refused).toEqual([]);
    },
    HALF_AN_HOUR,
  );
});
