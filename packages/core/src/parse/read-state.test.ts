import { describe, expect, test } from '@jest/globals';
import { execution } from '../dialects/execution.ts';
import { compileForms } from '../dialects/forms.ts';
import type { State } from '../generated/roadmap.types.ts';
import { readStatusWord, readTitleWord, stateOfBox } from './read-state.ts';

const forms = compileForms(execution);

test.each([
  [' ', 'todo'],
  ['\t', 'todo'],
  ['\r\n', 'todo'],
  ['x', 'done'],
  ['X', 'done'],
  ['❌', 'failed'],
  ['~', 'partial'],
  ['-', 'dropped'],
  ['!', 'blocked'],
  ['/', 'doing'],
  ['?', 'unknown'],
] as const)('the box %j means %s', (marker, state) => {
  expect(stateOfBox(marker, forms)).toBe(state);
});

test('what the config says of an empty box counts for each way to write it', () => {
  const own = compileForms(execution, { ' ': 'blocked' });
  expect([' ', '\t', '\n'].map((marker) => stateOfBox(marker, own))).toEqual([
    'blocked',
    'blocked',
    'blocked',
  ]);
});

describe('the word that leads a Status', () => {
  test.each<[string, State, State, string]>([
    ['BLOCKED: no access', 'todo', 'blocked', 'no access'],
    ['BLOCKED on the corp side', 'todo', 'blocked', 'on the corp side'],
    ['PARTIAL PASS / BLOCKED: half', 'todo', 'partial', 'PASS / BLOCKED: half'],
    ['**FAILED** — no disk', 'todo', 'failed', 'no disk'],
    ['❌ **FAILED:** no disk', 'todo', 'failed', 'no disk'],
    ['IN PROGRESS', 'todo', 'doing', ''],
    ['Not started', 'done', 'todo', ''],
    ['done.', 'todo', 'done', ''],
    ['Blocked (no access)', 'done', 'blocked', '(no access)'],
    ['Failed to connect', 'todo', 'failed', 'to connect'],
    ['FAIL: 3 of 7 tests', 'done', 'failed', '3 of 7 tests'],
    ['NOT DONE: no disk', 'done', 'todo', 'no disk'],
    ['IN-PROGRESS', 'todo', 'doing', ''],
    ['WIP', 'todo', 'doing', ''],
    ['Blocked by the firewall', 'done', 'blocked', 'by the firewall'],
    ['failed on the second host', 'done', 'failed', 'on the second host'],
    ['REOPENED: it broke', 'todo', 'todo', 'it broke'],
    ['Cancelled, not needed', 'todo', 'dropped', 'not needed'],
  ])('%j in a box that says %s is %s', (value, boxState, state, rest) => {
    const word = readStatusWord(value, boxState, forms);
    expect(word?.state).toBe(state);
    expect(value.slice(word?.rest)).toBe(rest);
  });
});

describe('no state word leads a Status', () => {
  test.each<[string, State]>([
    ['PASS: all green', 'done'],
    ['Pending review', 'todo'],
    ['Failed runs were repeated', 'done'],
    ['Partial on purpose', 'done'],
    ['Blocked bytes are counted', 'done'],
    ['Done when the host answers', 'todo'],
    ['To do: BLOCKED', 'todo'],
    ['BLOCKEDLY', 'todo'],
    ['DONE2', 'todo'],
    ['`BLOCKED`', 'todo'],
    ['<BLOCKED>', 'todo'],
    ['', 'done'],
  ])('%j in a box that says %s', (value, boxState) => {
    expect(readStatusWord(value, boxState, forms)).toBeNull();
  });
});

describe('the word that leads a title', () => {
  test.each([
    ['**FAILED:** CPU is idle', 'failed', 'CPU is idle'],
    ['**PARTIAL** cache', 'partial', 'cache'],
    ['BLOCKED: no access', 'blocked', 'no access'],
    ['DROPPED — not needed', 'dropped', 'not needed'],
  ])('%j', (title, state, rest) => {
    const word = readTitleWord(title, forms);
    expect(word?.state).toBe(state);
    expect(title.slice(word?.rest)).toBe(rest);
  });

  test.each(['FAILED logins are shown', 'Failed: logins', 'DONE-ness', 'Show BLOCKED: tasks'])(
    'is none in %j',
    (title) => {
      expect(readTitleWord(title, forms)).toBeNull();
    },
  );
});
