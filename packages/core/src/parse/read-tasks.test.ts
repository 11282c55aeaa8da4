import { describe, expect, test } from '@jest/globals';
import type { State } from '../generated/roadmap.types.ts';
import { readExample } from '../graph/read-example.ts';

/** The first task of a phase, with these lines under it. */
const read = (box: string, title: string, ...under: string[]) =>
  readExample(
    `### P1 — A\n\n- [${box}] **P1.1** ${title}\n${under.map((line) => `  - ${line}\n`).join('')}`,
    {
      dialect: 'execution',
      gates: ['P9.1'],
    },
  ).task('P1.1');

describe('the state is that of the leading word of the Status, else of the title, else of the box', () => {
  test.each<[string, string, string[], State]>([
    [' ', 'do', [], 'todo'],
    ['x', 'do', [], 'done'],
    ['x', 'do', ['Status: PASS: fine'], 'done'],
    [' ', 'do', ['Status: IN PROGRESS'], 'doing'],
    [' ', 'do', ['Status: PARTIAL PASS / BLOCKED: half'], 'partial'],
    ['x', 'do', ['Status: BLOCKED on others'], 'blocked'],
    [' ', 'do', ['Status: DONE'], 'done'],
    [' ', '**FAILED:** do', [], 'failed'],
    [' ', '**FAILED:** do', ['Status: DROPPED: no need'], 'dropped'],
    ['❌', 'do', ['Status: seen'], 'failed'],
    ['?', 'do', [], 'unknown'],
  ])('[%s] %s %j is %s', (box, title, under, state) => {
    expect(read(box, title, ...under).state).toBe(state);
  });

  test('and of several Statuses the one counts that does not say done', () => {
    expect(read(' ', 'do', 'Status: BLOCKED: a', 'Status: DONE').state).toBe('blocked');
    expect(read('x', 'do', 'Status: DONE', 'Status: BLOCKED: a')).toMatchObject({
      state: 'blocked',
      reason: 'a',
    });
    expect(read('x', 'do', 'Status: PASS', 'Status: BLOCKED: a').state).toBe('blocked');
  });
});

describe('the reason', () => {
  test.each<[string, string, string[], string | null]>([
    [' ', 'do', ['Status: BLOCKED: no access'], 'no access'],
    [' ', 'do', ['Status: BLOCKED', 'Reason: no access'], 'no access'],
    [' ', 'do', ['Status: BLOCKED: <reason>', 'Blocked by: Ada'], 'Ada'],
    ['❌', 'do', ['**Result:** it broke'], 'it broke'],
    [' ', '**FAILED:** it broke', [], 'it broke'],
    ['-', 'do', [], null],
    ['x', 'do', ['Reason: why not'], null],
    [' ', 'do', ['Status: IN PROGRESS: since noon'], null],
  ])('of [%s] %s %j is %j', (box, title, under, reason) => {
    expect(read(box, title, ...under).reason).toBe(reason);
  });
});

test('the title stands behind a leading state word, and its span says where', () => {
  expect(read(' ', '**FAILED:** do').title).toBe('do');
  expect(read(' ', 'FAILED logins are shown').title).toBe('FAILED logins are shown');
});

describe('a gate', () => {
  test.each([
    ['Gate: yes', true],
    ['**Gate:** true, by the board', true],
    ['Gate: no', false],
    ['Gate: yesterday', false],
  ])('by its field: %s', (field, gate) => {
    expect(read(' ', 'do', field).gate).toBe(gate);
  });

  test("by the project's config", () => {
    const text = '### P9 — A\n\n- [ ] **P9.1** do\n- [ ] **P9.2** do\n';
    const { graph } = readExample(text, { dialect: 'execution', gates: ['P9.1'] });
    expect(graph.phases[0]?.tasks.map(({ gate }) => gate)).toEqual([true, false]);
  });
});

test('it depends on every id that its field names, once each', () => {
  expect(read(' ', 'do', 'Depends on: P0.1, `P0.2` and P0.1 (not P0.3xy, XP0.4)').dependsOn).toEqual([
    'P0.1',
    'P0.2',
  ]);
  expect(read(' ', 'do', 'Notes: see P0.1').dependsOn).toEqual([]);
});

test('it claims what each of its Commit fields says, at its place', () => {
  const task = read('x', 'do', 'Commit: abc1234, `def5678`', 'Commits: o/r@1234567');
  expect(task.claims.map(({ kind, text, line }) => [kind, text, line])).toEqual([
    ['commit', 'abc1234', 4],
    ['commit', 'def5678', 4],
    ['foreign', 'o/r@1234567', 5],
  ]);
});
