import { describe, expect, test } from '@jest/globals';
import type { RoadmapConfig } from '../generated/config.types.ts';
import { readExample } from '../graph/read-example.ts';
import { findNext } from './next.ts';

const find = (markdown: string, config: Omit<RoadmapConfig, 'path'> = {}): string | null => {
  const { graph, policy } = readExample(markdown, config);
  return findNext(graph, policy).task?.id ?? null;
};

/** One task for each box, three to a phase. */
const write = (boxes: string): string =>
  [...boxes]
    .map((box, index) => {
      const phase = Math.floor(index / 3);
      const heading = index % 3 === 0 ? `### P${phase} — A\n` : '';
      return `${heading}- [${box}] **P${phase}.${(index % 3) + 1}** a\n`;
    })
    .join('');

describe('the next task', () => {
  test.each([
    ['the first that is to do', 'xx    ', 'P0.3'],
    ['the one that is going on', '  /   ', 'P0.3'],
    ['of the next phase once one is closed', 'x-x   ', 'P1.1'],
    ['past one that is stuck in its phase', 'x! ', 'P0.3'],
    ['a failed one after all others', 'x❌x   ', 'P0.2'],
    ['a partial one after all others', '~xx   ', 'P0.1'],
    ['never a blocked one', 'xx!   ', null],
    ['none that its phase is not up to, going on or not', 'xx!/  ', null],
    ['none where all is closed', 'xx-', null],
    ['none with a box that has no meaning', '?xx', null],
  ])('is %s', (_what, boxes, id) => {
    expect(find(write(boxes))).toBe(id);
  });

  test('is bound by gates and dependencies under every policy', () => {
    const markdown =
      '### P0 — A\n- [ ] **P0.1** a\n  - Depends on: P0.3\n- [ ] **P0.2** b\n- [ ] **P0.3** c\n';
    expect(find(markdown, { order: 'off' })).toBe('P0.2');
    expect(find(markdown, { order: 'off', gates: ['P0.1'] })).toBeNull();
    expect(find(markdown, { order: 'off', gates: ['P0.2'] })).toBe('P0.2');
  });

  test('comes with what is stuck, and with the first that is held up', () => {
    const { graph, policy } = readExample(write('! ~ '));
    const { task, phase, stuck, heldUp, finished } = findNext(graph, policy);
    expect([task?.id, phase?.id, finished]).toEqual(['P0.2', 'P0', false]);
    expect(stuck.map(({ id }) => id)).toEqual(['P0.1', 'P0.3']);
    expect([heldUp?.task.id, heldUp?.blockers.map((one) => one.task.id)]).toEqual([
      'P1.1',
      ['P0.1', 'P0.2', 'P0.3'],
    ]);
  });
});
