import { describe, expect, test } from '@jest/globals';
import type { Field } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { type Asked, tryTransition } from './try-transition.ts';

/** The Status lines of a task after a transition, of which the first is written before it. */
function statusesOf(before: readonly string[], asked: Omit<Asked, 'task'>, box = ' '): string[] {
  const lines = before.map((value) => `  - Status: ${value}\n`).join('');
  const planned = tryTransition(
    `### P0 — A\n\n- [${box}] **P0.1** do\n${lines}`,
    { ...asked, task: 'P0.1' },
    { dialect: 'execution' },
  );
  if (planned.kind === 'refused') throw new Error(planned.refusals[0]?.message);
  const fields: Field[] = listTasks(planned.graph)[0]?.fields ?? [];
  return findFields(fields, 'status', planned.file.dialect).map(({ value }) => value);
}

describe('a tick without a status', () => {
  test.each([
    ['keeps what is there', ['PASS: works'], ['PASS: works']],
    ['keeps what says that it is done', ['DONE: works'], ['DONE: works']],
    [
      'keeps a sentence that begins with a state',
      ['Failed runs were repeated'],
      ['Failed runs were repeated'],
    ],
    ['takes the subject in place of a placeholder', ['<one line>'], ['Do it (#3)']],
    ['takes the subject in place of nothing', [''], ['Do it (#3)']],
    ['takes the subject where there is no line', [], ['Do it (#3)']],
    ['takes the subject in place of another state', ['IN PROGRESS: half'], ['Do it (#3)']],
    ['takes the subject in place of an undoing', ['REOPENED: wrong build'], ['Do it (#3)']],
    ['keeps the line of several that is no placeholder', ['TBD', 'works'], ['TBD', 'works']],
    [
      'takes the subject in place of the line that says another state',
      ['works', 'BLOCKED: no access'],
      ['works', 'Do it (#3)'],
    ],
  ])('%s', (_name, before, after) => {
    expect(statusesOf(before, { to: 'done', subject: ' Do it (#3) ' })).toEqual(after);
  });

  test('and without a subject takes out what says another state', () => {
    expect(statusesOf(['IN PROGRESS: half'], { to: 'done' })).toEqual(['']);
    expect(statusesOf(['works', 'BLOCKED: no access'], { to: 'done' })).toEqual(['works', '']);
    expect(statusesOf(['<one line>'], { to: 'done' })).toEqual(['']);
  });
});

describe('a status that is given', () => {
  test.each([
    ['done', null, 'works'],
    ['done', 'by hand', 'works — by hand'],
    ['doing', null, 'IN PROGRESS: works'],
    ['partial', 'one of two', 'PARTIAL: works — one of two'],
    ['blocked', null, 'BLOCKED: works'],
    ['failed', null, 'FAILED: works'],
    ['dropped', null, 'DROPPED: works'],
    ['todo', null, 'REOPENED: works'],
  ] as const)('is led by the word of the state: %s', (to, reason, status) => {
    expect(statusesOf(['TBD'], { to, status: ' works ', reason })).toEqual([status]);
  });

  test.each([
    ['blocked', 'BLOCKED — no access', 'BLOCKED — no access'],
    ['blocked', 'Blocked by the firewall', 'Blocked by the firewall'],
    ['dropped', 'SKIPPED: of no use', 'SKIPPED: of no use'],
    ['doing', '🚧 WIP: half', '🚧 WIP: half'],
    ['todo', 'REOPENED: no', 'REOPENED: no'],
    ['todo', 'TODO: again', 'REOPENED: TODO: again'],
    ['done', 'DONE: works', 'DONE: works'],
  ] as const)('that has a word for %s keeps it: %s', (to, status, written) => {
    expect(statusesOf(['TBD'], { to, status })).toEqual([written]);
  });

  test('goes into the first of several lines, or into the one that says another state', () => {
    expect(statusesOf(['one', 'two'], { to: 'done', status: 'works' })).toEqual(['works', 'two']);
    expect(statusesOf(['one', 'FAILED: two'], { to: 'done', status: 'works' })).toEqual(['one', 'works']);
    expect(statusesOf(['one', 'FAILED: two'], { to: 'failed', reason: 'no' })).toEqual([
      'FAILED: no',
      'FAILED: two',
    ]);
  });
});

describe('a reason', () => {
  test.each([
    ['todo', 'REOPENED: no access'],
    ['partial', 'PARTIAL: no access'],
    ['blocked', 'BLOCKED: no access'],
    ['failed', 'FAILED: no access'],
    ['dropped', 'DROPPED: no access'],
    ['done', 'no access'],
  ] as const)('alone is the status of a task that is %s', (to, status) => {
    expect(statusesOf(['PASS'], { to, reason: 'no access' }, to === 'todo' ? 'x' : ' ')).toEqual([status]);
  });
});

describe('a start', () => {
  test('says so, in place of what was there', () => {
    expect(statusesOf(['BLOCKED: no access'], { to: 'doing' })).toEqual(['IN PROGRESS']);
    expect(statusesOf([], { to: 'doing' })).toEqual(['IN PROGRESS']);
  });

  test('of what is going on already has nothing new to say, unless something is given', () => {
    expect(statusesOf(['WIP: half'], { to: 'doing' })).toEqual(['WIP: half']);
    expect(statusesOf(['WIP: half'], { to: 'doing', status: 'nearly' })).toEqual(['IN PROGRESS: nearly']);
  });
});

describe('an override', () => {
  test('is marked behind what the status says', () => {
    expect(statusesOf(['TBD'], { to: 'done', status: 'works', override: ' asked by A ' })).toEqual([
      'works (override: asked by A)',
    ]);
    expect(statusesOf(['works'], { to: 'done', override: 'asked by A' })).toEqual([
      'works (override: asked by A)',
    ]);
    expect(statusesOf([], { to: 'doing', override: 'asked by A' })).toEqual([
      'IN PROGRESS (override: asked by A)',
    ]);
  });

  test('is marked once', () => {
    const [marked = ''] = statusesOf(['works'], { to: 'done', override: 'why' });
    expect(statusesOf([marked], { to: 'done', override: 'why' })).toEqual([marked]);
  });

  test('lifts nothing for a state that no order binds', () => {
    expect(statusesOf([], { to: 'blocked', reason: 'no access', override: 'why' })).toEqual([
      'BLOCKED: no access',
    ]);
  });
});
