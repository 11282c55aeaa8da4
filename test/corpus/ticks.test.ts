import { describe, expect, test } from '@jest/globals';
import { holdTransitions, listOwnPlans, listRealPlans } from './hold-ticks.ts';

/** Beside done, to which every task goes. */
const OTHERS = ['todo', 'doing', 'partial', 'blocked', 'failed', 'dropped'] as const;

test('there are plans of the project itself', () => {
  expect(listOwnPlans().length).toBeGreaterThanOrEqual(18);
});

describe('every task of every plan of the project is ticked, and goes to another state, by lines of its own', () => {
  test.each(listOwnPlans())('$name', (plan) => {
    const { refused } = holdTransitions(plan, Infinity, (at) => [
      'done',
      OTHERS[at % OTHERS.length] ?? 'todo',
    ]);
    expect(refused).toEqual([]);
  });
});

const real = listRealPlans();
/** A tick reads its file twice, so that a large one gives fewer. */
const mostOf = (bytes: Uint8Array): number => Math.max(1, Math.min(2, Math.floor(30_000 / bytes.length)));

if (real.length > 0)
  test('a sample of the tasks of every real plan is ticked by lines of its own, none refused by form', () => {
    const refused: string[] = [];
    let written = 0;
    for (const plan of real) {
      const held = holdTransitions(plan, mostOf(plan.bytes), () => ['done']);
      written += held.written;
      refused.push(...held.refused.map((one) => `${plan.name}:${one}`));
    }
    expect(refused).toEqual([]);
    expect(written).toBeGreaterThan(90);
  }, 60_000);
