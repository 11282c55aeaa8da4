import { expect, test } from '@jest/globals';
import { holdRandomTransitions } from './random-transitions.ts';

test('legal transitions give the graph that the law promised, and illegal ones change nothing', () => {
  const seen = holdRandomTransitions(60);
  expect(seen.legal).toBeGreaterThan(100);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
});
