import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { isDue, isReviewDone, isWorkDone, isWorkOver } from './due.ts';

test.each([
  [' ', false],
  ['?', false],
  ['x', true],
  ['/', true],
  ['~', true],
  ['!', true],
  ['❌', true],
  ['-', true],
])('the fields of a task with the box [%s] are due: %s', (box, due) => {
  expect(isDue(readExample(`### P0 — A\n- [${box}] **P0.1** a\n`).task('P0.1'))).toBe(due);
});

describe('what closes the work', () => {
  const judge = (boxes: string, review = ''): [boolean, boolean, boolean] => {
    const tasks = [...boxes].map((box, index) => `- [${box}] **P0.${index + 1}** a\n`).join('');
    const items = [...review].map((box, index) => `- [${box}] **R${index + 1}** a\n`).join('');
    const { graph } = readExample(
      `### P0 — A\n${tasks}### P1 — Review\n- [ ] **P1.1** a\n${items === '' ? '' : `## Review checklist\n${items}`}`,
    );
    return [isWorkOver(graph), isWorkDone(graph), isReviewDone(graph)];
  };

  test('is nothing while some of it is to do or going on', () => {
    expect(judge('x ')).toEqual([false, false, false]);
    expect(judge('x/')).toEqual([false, false, false]);
    expect(judge('x?')).toEqual([false, false, false]);
  });

  test('is over where nothing is left, though some of it failed', () => {
    expect(judge('x!~❌')).toEqual([true, false, false]);
  });

  test('is done where all of it is done or dropped; tasks of the review do not count', () => {
    expect(judge('xx-')).toEqual([true, true, true]);
  });

  test('is reviewed where each item is done or dropped', () => {
    expect(judge('x', 'x ')).toEqual([true, true, false]);
    expect(judge('x', 'x-')).toEqual([true, true, true]);
  });

  test('is never reached by a file without any work', () => {
    const { graph } = readExample('### P0 — Review\n- [x] **P0.1** a\n', { dialect: 'execution' });
    expect([isWorkOver(graph), isWorkDone(graph), isReviewDone(graph)]).toEqual([false, false, false]);
  });
});
