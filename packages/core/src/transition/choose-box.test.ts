import { describe, expect, test } from '@jest/globals';
import type { RoadmapConfig } from '../generated/config.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Goal } from './transition.ts';
import { tryTransition } from './try-transition.ts';

/** What stands in the first box of a list after it went to a state. */
function boxOf(
  boxes: readonly string[],
  to: Goal,
  dialect: 'execution' | 'plan',
  config: Omit<RoadmapConfig, 'path'> = {},
): string | undefined {
  const markdown = `### P0 — A\n\n${boxes.map((box, at) => `- [${box}] **P0.${at + 1}** do\n`).join('')}`;
  const task = 'P0.1';
  const reason = to === 'done' || (to === 'doing' && boxes[0] !== 'x') ? null : 'why';
  const planned = tryTransition(markdown, { task, to, reason }, { ...config, dialect });
  if (planned.kind === 'refused') throw new Error(planned.refusals[0]?.message);
  return listTasks(planned.graph)[0]?.box;
}

const GOALS: readonly Goal[] = ['todo', 'doing', 'done', 'partial', 'blocked', 'failed', 'dropped'];

describe('a box that nobody in the file uses', () => {
  test.each([
    ['execution', [' ', ' ', 'x', ' ', ' ', ' ', ' ']],
    ['plan', [' ', '/', 'x', '~', '!', '❌', '-']],
  ] as const)('is that of the dialect: %s', (dialect, expected) => {
    expect(GOALS.map((to) => boxOf([' '], to, dialect))).toEqual(expected);
  });

  test('is opened again for every state that the dialect has no mark for', () => {
    expect(GOALS.map((to) => boxOf(['x'], to, 'execution'))).toEqual([' ', ' ', 'x', ' ', ' ', ' ', ' ']);
  });
});

describe('of several boxes that mean a state', () => {
  test.each([
    ['X', [' ', 'X'], 'done', 'plan'],
    ['✅', [' ', 'x', '✅', '✅'], 'done', 'plan'],
    ['x', [' ', 'x', 'X'], 'done', 'execution'],
    ['✗', [' ', '✗'], 'failed', 'plan'],
    ['-', [' ', '-'], 'dropped', 'execution'],
  ] as const)('%s is what the file uses most: %j', (box, boxes, to, dialect) => {
    expect(boxOf(boxes, to, dialect)).toBe(box);
  });

  test('the one that is there stays', () => {
    expect(boxOf(['✔', 'x', 'x'], 'done', 'plan')).toBe('✔');
    expect(boxOf(['\t', ' '], 'blocked', 'execution')).toBe('\t');
  });

  test('the config says what they mean', () => {
    expect(boxOf([' ', '>', '/'], 'doing', 'plan', { states: { '>': 'doing', '/': 'blocked' } })).toBe('>');
    expect(boxOf([' '], 'blocked', 'plan', { states: { '!': 'todo' } })).toBe(' ');
  });
});
