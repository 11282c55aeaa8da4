import { expect, test } from '@jest/globals';
import { holdRandomTransitions } from './random-transitions.ts';

const TEN_MINUTES = 600_000;

test(
  'legal transitions give the graph that the law promised, and illegal ones change nothing',
  () => {
    const seen = holdRandomTransitions(3000);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
  },
  TEN_MINUTES,
);
