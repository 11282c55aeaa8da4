import { describe, expect, test } from '@jest/globals';
import { execution } from '../dialects/execution.ts';
import { plan } from '../dialects/plan.ts';
import { makePolicy } from './policy.ts';

describe('a policy', () => {
  test('is the one of the dialect where the config says nothing', () => {
    expect(makePolicy(execution, null)).toMatchObject({ order: 'phases', required: true, gates: [] });
    expect(makePolicy(plan, {})).toMatchObject({ order: 'off', required: false, gates: [] });
  });

  test('is overruled by the config, key by key', () => {
    const policy = makePolicy(plan, {
      order: 'strict',
      gates: ['a:1'],
      states: { '?': 'blocked', x: 'partial' },
      rules: { 'commit-unreadable': 'error' },
    });
    expect(policy).toMatchObject({ order: 'strict', gates: ['a:1'], required: false });
    expect([policy.boxes.get('?'), policy.boxes.get('x'), policy.boxes.get('~')]).toEqual([
      'blocked',
      'partial',
      'partial',
    ]);
    expect(policy.rules.get('commit-unreadable')).toEqual({ severity: 'error', options: {} });
    expect(policy.rules.get('no-unknown-state')).toEqual({ severity: 'info', options: {} });
  });

  test('takes severity and options of a rule apart', () => {
    const { rules } = makePolicy(execution, {
      rules: { 'no-placeholder': ['warning', { words: ['LATER'] }], 'phase-order': 'off' },
    });
    expect(rules.get('no-placeholder')).toEqual({ severity: 'warning', options: { words: ['LATER'] } });
    expect(rules.get('phase-order')).toEqual({ severity: 'off', options: {} });
  });
});
