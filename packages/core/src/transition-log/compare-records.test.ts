import { describe, expect, test } from '@jest/globals';
import { execution } from '../dialects/execution.ts';
import { plan } from '../dialects/plan.ts';
import { parseRoadmap } from '../parse/parse-roadmap.ts';
import { compareMerge, compareRecords, isSameRoadmap } from './compare-records.ts';
import { recordTasks, type TaskRecords } from './record-tasks.ts';

function read(markdown: string, dialect = execution): TaskRecords {
  const bytes = new TextEncoder().encode(markdown);
  return recordTasks(parseRoadmap(bytes, { path: 'ROADMAP.md', dialect }).graph, dialect);
}

/** A version from boxes, such as `x1 2`: P0.1 is done, P0.2 is todo. */
function write(...boxes: readonly string[]): TaskRecords {
  return read(`### P0 — A\n\n${boxes.map((box) => `- [${box[0]}] **P0.${box[1]}** Task\n`).join('')}`);
}

function compare(before: readonly TaskRecords[], after: TaskRecords): string[] {
  return compareRecords(before, after).map(({ task, from, to }) => `${task.id} ${from} ${to}`);
}

describe('what changed between versions', () => {
  test('is every state that is another, every task that came, and every task that went', () => {
    expect(compare([write(' 1', ' 2', 'x3')], write('x1', ' 2', ' 4'))).toEqual([
      'P0.1 todo done',
      'P0.4 null todo',
      'P0.3 done null',
    ]);
  });

  test('is everything where there was nothing', () => {
    expect(compare([], write(' 1', 'x2'))).toEqual(['P0.1 null todo', 'P0.2 null done']);
    expect(compare([new Map()], write(' 1'))).toEqual(['P0.1 null todo']);
  });

  test('in a merge is what no parent has', () => {
    const ours = write('x1', ' 2', ' 3', ' 5');
    const theirs = write(' 1', 'x2', ' 3', ' 4');
    expect(compare([ours, theirs], write('x1', 'x2', '~3', ' 4'))).toEqual(['P0.3 todo partial']);
    expect(compare([ours, theirs], write('x1', 'x2'))).toEqual(['P0.3 todo null']);
  });

  test('has the evidence and the status of the version after, without placeholders', () => {
    const before = read('### P0 — A\n\n- [ ] **P0.1** One\n  - Commit: <hash>\n  - Status: TBD\n');
    const after = read(
      '### P0 — A\n\n- [x] **P0.1** One\n  - Commit: abc1234, TBD\n  - Status: PASS: seen\n',
    );
    expect(compareRecords([], before)[0]?.task).toMatchObject({ evidence: [], status: null });
    expect(compareRecords([before], after)[0]?.task).toMatchObject({
      evidence: ['abc1234'],
      status: 'PASS: seen',
    });
  });

  test('of tasks without ids is told by their titles, wherever they come to stand', () => {
    const before = read('# Plan\n\n## Work\n\n- [ ] one\n- [ ] two\n- [ ] two\n', plan);
    const after = read('# Plan\n\n## Work\n\n- [ ] new\n- [ ] one\n- [ ] two\n- [x] two\n', plan);
    const changes = compareRecords([before], after);
    expect(changes.map(({ task, from, to }) => [task.title, from, to])).toEqual([
      ['new', null, 'todo'],
      ['two', 'todo', 'done'],
    ]);
  });
});

describe('a merge did by itself', () => {
  const merge = (base: TaskRecords, one: TaskRecords, other: TaskRecords, after: TaskRecords): string[] =>
    compareMerge([one, other], base, after).map(({ task, from, to }) => `${task.id} ${from} ${to}`);

  test.each([
    [
      'nothing, where it takes what each side has changed',
      [' 1', ' 2'],
      ['x1', ' 2'],
      [' 1', 'x2'],
      ['x1', 'x2'],
      [],
    ],
    ['what it left out', [' 1', ' 2'], ['x1', ' 2'], [' 1', 'x2'], ['x1', ' 2'], ['P0.2 done todo']],
    ['what no side has', [' 1'], [' 1'], [' 1'], ['x1'], ['P0.1 todo done']],
    [
      'nothing, where both sides have changed a task, and it takes either',
      [' 1'],
      ['x1'],
      ['~1'],
      ['~1'],
      [],
    ],
    ['what it made of a task that both have changed', [' 1'], ['x1'], ['~1'], [' 1'], ['P0.1 done todo']],
    ['nothing, where a side has undone a tick', ['x1'], [' 1'], ['x1'], [' 1'], []],
    ['the loss of a task that came on one side', [' 1'], [' 1', 'x2'], [' 1'], [' 1'], ['P0.2 done null']],
    ['nothing, where a side has taken a task out', [' 1', ' 2'], [' 1'], [' 1', ' 2'], [' 1'], []],
    ['the coming of a task', [], [], [], [' 1'], ['P0.1 null todo']],
    [
      'the return of a task that a side has taken out',
      [' 1', ' 2'],
      [' 1'],
      [' 1', ' 2'],
      [' 1', ' 2'],
      ['P0.2 null todo'],
    ],
  ])('%s', (_, base, one, other, after, changes) => {
    expect(merge(write(...base), write(...one), write(...other), write(...after))).toEqual(changes);
    expect(
      merge(write(...base), write(...other), write(...one), write(...after)).map(
        (line) => line.split(' ')[0],
      ),
    ).toEqual(changes.map((line) => line.split(' ')[0]));
  });
});

describe('a roadmap under another name', () => {
  test('has at least half of the tasks, by their titles', () => {
    expect(isSameRoadmap(write(' 1', ' 2'), write('x1', 'x2', ' 3'))).toBe(true);
    expect(isSameRoadmap(write(' 1', ' 2', ' 3'), write(' 1', ' 4', ' 5'))).toBe(false);
    expect(isSameRoadmap(write(), write())).toBe(false);
    expect(isSameRoadmap(write(' 1'), read('### P0 — A\n\n- [ ] **P0.1** Another\n'))).toBe(false);
  });
});
