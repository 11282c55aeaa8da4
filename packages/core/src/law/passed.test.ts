import { describe, expect, test } from '@jest/globals';
import type { RoadmapConfig } from '../generated/config.types.ts';
import { readExample } from '../graph/read-example.ts';
import { makeOrderLaw } from './order.ts';

function list(markdown: string, config: Omit<RoadmapConfig, 'path'>): string[] {
  const { graph, policy } = readExample(markdown, config);
  return makeOrderLaw(graph, policy)
    .listPassed(() => true)
    .map(({ open, clause, tasks }) => `${open.id} ${clause}: ${tasks.map(({ id }) => id).join(' ')}`);
}

const markdown = `### P0 — A
- [ ] **P0.1** gate
- [ ] **P0.2** open
- [x] **P0.3** done
### P1 — B
- [ ] **P1.1** second gate
- [x] **P1.2** done
`;

describe('open tasks that others went past', () => {
  test('are one by one those that the order explains', () => {
    expect(list(markdown, { order: 'phases' })).toEqual(['P0.1 phases: P1.2', 'P0.2 phases: P1.2']);
    expect(list(markdown, { order: 'strict' })).toEqual([
      'P0.1 strict: P0.3 P1.2',
      'P0.2 strict: P0.3 P1.2',
      'P1.1 strict: P1.2',
    ]);
  });

  test('are left out where an open gate explains them, other gates included', () => {
    expect(list(markdown, { gates: ['P0.1', 'P1.1'] })).toEqual(['P0.1 gate: P0.3 P1.2']);
  });

  test('are said where they stand before the gate', () => {
    expect(list(markdown, { gates: ['P1.1'] })).toEqual([
      'P0.1 phases: P1.2',
      'P0.2 phases: P1.2',
      'P1.1 gate: P1.2',
    ]);
  });

  test('are said where something went past them that did not go past the gate', () => {
    const dependent = markdown.replace(
      '### P0 — A\n',
      '### P0 — A\n- [x] **P0.0** early\n  - Depends on: P1.1\n',
    );
    expect(list(dependent, { gates: ['P0.1'] })).toEqual(['P0.1 gate: P0.3 P1.2', 'P1.1 dependency: P0.0']);
  });

  test('are none where all is done', () => {
    expect(list(markdown.replaceAll('[ ]', '[x]'), { order: 'strict', gates: ['P0.1'] })).toEqual([]);
  });
});
