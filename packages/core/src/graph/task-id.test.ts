import { describe, expect, test } from '@jest/globals';
import { execution } from '../dialects/execution.ts';
import { plan } from '../dialects/plan.ts';
import { findIds, makeIdReader } from './task-id.ts';

test.each([
  ['P0.1', { phase: 'P0', number: 1 }],
  ['P12.034', { phase: 'P12', number: 34 }],
  ['P3.4.5', { phase: 'P3', number: 4 }],
  ['P3.4b', { phase: 'P3', number: 4 }],
  ['P3', null],
  ['XP3.4', null],
  ['P3.4 ', null],
  ['R5', null],
])('%j is read as %j', (id, read) => {
  expect(makeIdReader(execution)(id)).toEqual(read);
});

describe('ids in a text', () => {
  test.each([
    ['P0.1, P0.2 and (P1.10)', ['P0.1', 'P0.2', 'P1.10']],
    ['P0.1–P0.4', ['P0.1', 'P0.2', 'P0.3', 'P0.4']],
    ['P0.1-P0.3', ['P0.1', 'P0.2', 'P0.3']],
    ['P0.1..P0.3', ['P0.1', 'P0.2', 'P0.3']],
    ['`P0.1` through `P0.3`', ['P0.1', 'P0.2', 'P0.3']],
    ['P0.10, P0.1 → P0.3', ['P0.10', 'P0.1', 'P0.2', 'P0.3']],
    ['P0.08 to P0.10', ['P0.08', 'P0.09', 'P0.10']],
    ['P0.3–P0.1, P0.3–P1.5', ['P0.3', 'P0.1', 'P1.5']],
    ['P0.1–P0.9999', ['P0.1', 'P0.9999']],
    ['P0.2-T and P0.3-4', []],
    ['P0.1 twice: P0.1', ['P0.1']],
    ['the end is P0.1.', ['P0.1']],
    ['P3.4.5 and P3.4b', ['P3.4.5', 'P3.4b']],
    ['v1.P0.1 XP0.1 P0.1x2 P0', []],
    ['', []],
  ])('%j are %j', (text, ids) => {
    expect(findIds(text, execution)).toEqual(ids);
  });

  test('are none in a dialect without ids', () => {
    expect(findIds('P0.1', plan)).toEqual([]);
    expect(makeIdReader(plan)('P0.1')).toBeNull();
  });
});
