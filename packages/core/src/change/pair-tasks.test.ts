import { expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { pairTasks } from './pair-tasks.ts';

/** Phases by their headings, each with the lines of its tasks. */
function write(phases: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(phases)
    .map(([heading, tasks]) => `### ${heading}\n\n${tasks.map((task) => `- [ ] ${task}\n`).join('')}\n`)
    .join('');
}

/** `<id before> <id after>` of each pair, then what is gone. */
function pair(before: string, after: string, dialect: 'execution' | 'plan' = 'execution'): string[] {
  const [old, now] = [before, after].map((text) => readExample(text, { dialect }).graph);
  if (old === undefined || now === undefined) throw new Error('there are two');
  const { before: pairs, gone } = pairTasks(old, now);
  const told = [...pairs].map(([is, was]) => `${was.id} ${is.id}`).sort();
  return [...told, ...[...gone.values()].map(({ id }) => `${id} gone`)];
}

const one = '**P0.1** One';
const two = '**P0.2** Two';

test.each([
  ['that stay as they are', [one, two], [one, two], ['P0.1 P0.1', 'P0.2 P0.2']],
  ['with other titles, by their ids', [one, two], ['**P0.1** Another', two], ['P0.1 P0.1', 'P0.2 P0.2']],
  [
    'counted anew behind a new one',
    [one, two],
    ['**P0.1** New', '**P0.2** One', '**P0.3** Two'],
    ['P0.1 P0.2', 'P0.2 P0.3'],
  ],
  ['that changed their ids', [one, two], ['**P0.1** Two', '**P0.2** One'], ['P0.1 P0.2', 'P0.2 P0.1']],
  ['of which one is gone, and another has its id', [one, two], ['**P0.1** Two'], ['P0.2 P0.1', 'P0.1 gone']],
  [
    'of one title, by their ids',
    ['**P0.1** Test', '**P0.2** Test'],
    ['**P0.2** Test', '**P0.3** Test'],
    ['P0.2 P0.2', 'P0.1 P0.3'],
  ],
  ['without a title', ['**P0.1**', '**P0.2**'], ['**P0.2**', '**P0.3**'], ['P0.2 P0.2', 'P0.1 gone']],
])('tasks %s', (_name, before, after, pairs) => {
  expect(pair(write({ 'P0 — A': before }), write({ 'P0 — A': after })).sort()).toEqual([...pairs].sort());
});

test('tasks of a phase that is counted anew, though each phase has such a one', () => {
  const before = write({ 'P0 — A': ['**P0.1** Test'], 'P1 — B': ['**P1.1** Test'] });
  const after = write({
    'P0 — A': ['**P0.1** Test'],
    'P1 — New': ['**P1.1** Test'],
    'P2 — B': ['**P2.1** Test'],
  });
  expect(pair(before, after)).toEqual(['P0.1 P0.1', 'P1.1 P2.1']);
});

test('tasks without ids of a phase with another name, in their order where they are called the same', () => {
  const before = '# Plan\n\n## Work\n\n- [ ] test\n- [ ] test\n- [ ] do\n';
  expect(pair(before, before.replace('Work', 'Other'), 'plan')).toEqual([
    'work:1 other:1',
    'work:2 other:2',
    'work:3 other:3',
  ]);
});
