import { describe, expect, test } from '@jest/globals';
import { isPlaceholder } from './placeholder.ts';

describe('a placeholder as a whole', () => {
  test.each([
    '',
    ' \t',
    '<name>',
    '<YYYY-MM-DD HH:MM>',
    '<yes/no>',
    '{date}',
    'TBD',
    'tbc.',
    'TODO',
    'Pending',
    '**TBD**',
    '_pending_',
    '???',
    '...',
    '…',
    '____',
    'XXX',
  ])('%j', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });
});

describe('a value that only holds or resembles one', () => {
  test.each([
    'Pending human approval',
    'replaced <name> by Ada',
    '`<name>`',
    '<https://example.com>',
    '<ada@example.com>',
    '<a> and <b>',
    '{"ok": true}',
    '{a, b}',
    'TBDX',
    'todo list is done',
    '0',
    'x',
    '-',
  ])('%j', (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});

test("words of the team's own count as a whole, in any case", () => {
  expect(isPlaceholder('pin_this_digest', ['PIN_THIS_DIGEST'])).toBe(true);
  expect(isPlaceholder('replaced PIN_THIS_DIGEST', ['PIN_THIS_DIGEST'])).toBe(false);
});
