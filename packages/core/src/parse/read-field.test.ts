import { describe, expect, test } from '@jest/globals';
import { readBoldField, readField } from './read-field.ts';

const whole = (text: string) => ({ start: 0, end: text.length });

describe('a field', () => {
  test.each([
    ['Commit: abc1234', 'Commit', 'abc1234'],
    ['Commit : abc1234', 'Commit', 'abc1234'],
    ['Depends on:\tP0.1', 'Depends on', 'P0.1'],
    ['Reviewed by: <name>', 'Reviewed by', '<name>'],
    ['Validation (P3): passed', 'Validation (P3)', 'passed'],
    ['Package + version: 1.0', 'Package + version', '1.0'],
    ['Größe: 5', 'Größe', '5'],
    ['担当: 山田', '担当', '山田'],
    ['**Commit:** abc1234', 'Commit', 'abc1234'],
    ['**Commit**: abc1234', 'Commit', 'abc1234'],
    ['__Commit__ : abc1234', 'Commit', 'abc1234'],
    ['**Status: done**', 'Status', 'done'],
    ['**Success Criteria** (what must be true): all', 'Success Criteria', 'all'],
    ['Status: one\n  two', 'Status', 'one\n  two'],
    ['Status: a: b', 'Status', 'a: b'],
    ['URL: https://example.com', 'URL', 'https://example.com'],
  ])('%j', (text, name, value) => {
    const field = readField(text, whole(text));
    expect(field?.name).toBe(name);
    expect(text.slice(field?.value.start, field?.value.end)).toBe(value);
  });
});

describe('no field', () => {
  test.each([
    'text',
    'https://example.com',
    'at 10:30',
    'a:b',
    ': a',
    '1st: a',
    'what we said about this before: nothing',
    '**bold** text',
    '**bold**',
    '`Commit:` abc1234',
    '- Commit: abc1234',
  ])('%j', (text) => {
    expect(readField(text, whole(text))).toBeNull();
  });
});

test.each(['Status:', 'Status:  ', '**Status:**', '**Status**: \t'])(
  'the empty value of %j stands right behind the colon and its marks',
  (text) => {
    const end = text.trimEnd().length;
    expect(readField(text, whole(text))?.value).toEqual({ start: end, end });
  },
);

test('a field stands within its range, and is placed in the whole text', () => {
  const text = '- Status: ok\n- Commit: none';
  expect(readField(text, { start: 2, end: 12 })).toEqual({
    name: 'Status',
    start: 2,
    value: { start: 10, end: 12 },
  });
});

test('only bold names count where plain text before a colon is prose', () => {
  const plain = 'Note: this is prose';
  const bold = '**Note:** this is a field';
  expect(readBoldField(plain, whole(plain))).toBeNull();
  expect(readBoldField(bold, whole(bold))?.name).toBe('Note');
});
