import { expect, test } from '@jest/globals';
import type { Diagnostic, Outline } from '@roadmap-as-code/engine';
import { fingerprintFindings } from './fingerprint.ts';

const finding: Diagnostic = {
  rule: 'status-missing',
  severity: 'error',
  message: 'P1.2 has no Status',
  help: 'Write one.',
  file: 'ROADMAP.md',
  line: 7,
  column: 3,
  endLine: 7,
  endColumn: 9,
  offset: 80,
  endOffset: 86,
  task: 'P1.2',
};

function outline(tasks: Readonly<Record<string, string>>, derived: boolean): Outline {
  const entries = Object.entries(tasks).map(
    ([id, title]) => [id, { title, state: 'done', derived, line: 1 }] as const,
  );
  return new Map([['ROADMAP.md', new Map(entries)]]);
}

const [plain = ''] = fingerprintFindings([finding], new Map());

test('a fingerprint stays when the finding moves', () => {
  const moved = { ...finding, line: 9, endLine: 9, offset: 99, endOffset: 105 };
  expect(fingerprintFindings([moved], new Map())).toEqual([plain]);
  expect(plain).toMatch(/^[0-9a-f]{16}:1$/);
});

test('another file, task, rule or message makes another one', () => {
  const others = [
    { ...finding, file: 'docs/ROADMAP.md' },
    { ...finding, task: 'P1.3' },
    { ...finding, rule: 'no-placeholder' },
    { ...finding, message: 'P1.3 has no Status' },
    { ...finding, message: 'git has no commit 1234567' },
    { ...finding, message: 'git has no commit 7654321' },
  ];
  const found = fingerprintFindings([finding, ...others], new Map());
  expect(new Set(found).size).toBe(7);
});

test('a line number and a count in a message make no other one', () => {
  const message = (line: number, count: number): Diagnostic => ({
    ...finding,
    message: `P1.2 is on line ${line}, ${count} tasks passed it`,
  });
  const [before] = fingerprintFindings([message(4, 2)], new Map());
  expect(fingerprintFindings([message(12, 31)], new Map())).toEqual([before]);
});

test('equal findings are counted', () => {
  const found = fingerprintFindings([finding, finding, finding], new Map());
  expect(found).toEqual([plain, plain.replace(/1$/, '2'), plain.replace(/1$/, '3')]);
});

test('a task without an id is known by its title, in the message as well', () => {
  const of = (task: string): Diagnostic => ({ ...finding, task, message: `${task} has no Status` });
  const before = fingerprintFindings([of('work:1')], outline({ 'work:1': 'Do it' }, true));
  const after = fingerprintFindings([of('work:2')], outline({ 'work:1': 'New', 'work:2': 'Do it' }, true));
  const other = fingerprintFindings([of('work:1')], outline({ 'work:1': 'New', 'work:2': 'Do it' }, true));
  expect(after).toEqual(before);
  expect(other).not.toEqual(before);
});
