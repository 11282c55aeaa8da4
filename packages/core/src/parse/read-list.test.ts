import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { listTasks } from '../graph/tasks.ts';

const readTasks = (markdown: string, dialect: 'execution' | 'plan' = 'plan') =>
  listTasks(readExample(markdown, { dialect }).graph);

/** Each task with what holds it. */
const readTree = (markdown: string): string[] =>
  readTasks(markdown).map(
    ({ title, id, parent }) => `${title}: ${id}${parent === null ? '' : ` in ${parent}`}`,
  );

describe('boxes in boxes', () => {
  test('belong to the nearest box around them, in document order', () => {
    expect(readTree('- [ ] a\n  - [ ] b\n    - group\n      - [ ] c\n  - [ ] d\n- [ ] e\n')).toEqual([
      'a: tasks:1',
      'b: tasks:1.1 in tasks:1',
      'c: tasks:1.1.1 in tasks:1.1',
      'd: tasks:1.2 in tasks:1',
      'e: tasks:2',
    ]);
  });

  test('under a bullet without a box stand on the first level', () => {
    expect(readTree('- group\n  - [ ] a\n    1. [ ] b\n- [ ] c\n')).toEqual([
      'a: tasks:1',
      'b: tasks:1.1 in tasks:1',
      'c: tasks:2',
    ]);
  });

  test('are counted on through the lists of a phase', () => {
    expect(readTree('- [ ] a\n\ntext\n\n1. [ ] b\n\n* [ ] c\n')).toEqual([
      'a: tasks:1',
      'b: tasks:2',
      'c: tasks:3',
    ]);
  });

  test('of two equal titles get handles of their own', () => {
    expect(readTree('## A\n\n- [ ] a\n\n## A\n\n- [ ] a\n')).toEqual(['a: a:1', 'a: a-2:1']);
  });
});

describe('what is nested under a box', () => {
  const [task] = readTasks(
    [
      '- [x] title',
      '  that goes on',
      '  Commit: abc1234',
      '  Status: one',
      '  two',
      '  - **Result:** fine',
      '  - Owner: Ada',
      '  - a note',
      '    over lines',
      '    - Deeper: is not read',
      '  - `Code:` is a note',
      '',
      '  A paragraph, too.',
      '',
      '  ```',
      '  - [ ] a fence',
      '  ```',
      '',
      '  > - [ ] a quote',
    ].join('\n'),
  );

  test('is a title up to the first field', () => {
    expect(task?.title).toBe('title that goes on');
  });

  test('are fields, where a bullet begins with a name or a line with one that the dialect knows', () => {
    expect(task?.fields.map(({ name, value, line }) => [name, value, line])).toEqual([
      ['Commit', 'abc1234', 3],
      ['Status', 'one two', 4],
      ['Result', 'fine', 6],
      ['Owner', 'Ada', 7],
    ]);
  });

  test('are notes otherwise, but nothing in a fence or a quote', () => {
    expect(task?.notes.map(({ text, line }) => [text, line])).toEqual([
      ['a note over lines', 8],
      ['`Code:` is a note', 11],
      ['A paragraph, too.', 13],
    ]);
  });
});

test('a line of a title that only looks like a field stays in it', () => {
  expect(readTasks('- [ ] title\n  Note: of a name that no dialect knows\n')[0]).toMatchObject({
    title: 'title Note: of a name that no dialect knows',
    fields: [],
  });
});

test('a bold label below the list is about the list, and not about its last item', () => {
  expect(readTasks('- [ ] a\n**Status:** BLOCKED\n')[0]).toMatchObject({
    title: 'a',
    fields: [],
    state: 'todo',
  });
});

describe('an id at the head of a title', () => {
  const read = (title: string) => readTasks(`### P1 — A\n\n- [ ] ${title}\n`, 'execution')[0];

  test.each([
    ['**P1.1** do', 'P1.1', 'do'],
    ['**P1.1 — Do it**', 'P1.1', 'Do it'],
    ['**P1.1 Do** it **now**', 'P1.1', 'Do it **now**'],
    ['**P1.1** do **it**', 'P1.1', 'do **it**'],
    ['P1.1', 'P1.1', ''],
  ])('%s', (text, id, title) => {
    expect(read(text)).toMatchObject({ id, title, derived: false });
  });

  test('stands where its span says', () => {
    const { bytes, graph } = readExample('### P1 — É\n\n- [ ] **P1.1** do\n', { dialect: 'execution' });
    const span = graph.phases[0]?.tasks[0]?.idSpan;
    expect(new TextDecoder().decode(bytes.subarray(span?.start, span?.end))).toBe('P1.1');
  });
});

test('a bold label below the list ends the last field of its last item, whose own lines are indented', () => {
  const [task] = readTasks('- [x] a\n  - Commit: abc1234\n  - Status: works\n    as it did\n**Next**: b\n');
  expect(task?.fields.map(({ name, value }) => [name, value])).toEqual([
    ['Commit', 'abc1234'],
    ['Status', 'works as it did'],
  ]);
});
