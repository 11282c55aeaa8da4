import { expect, test } from '@jest/globals';
import { readStatements } from './read-statements.ts';

const COMMIT = 'a1'.repeat(20);

function makeStatement(details: object, changes: object = {}): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'commit', digest: { gitCommit: COMMIT } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: { result: 'PASSED', roadmap: { task: 'P0.1', check: 'tests', ...details } },
    ...changes,
  });
}

const run = { name: 'npm test', verdict: 'pass', exitCode: 0 };

test('each run of a statement is told', () => {
  const note = makeStatement({
    finishedOn: '2026-01-02T03:04:05Z',
    runs: [run, { name: 'npm run lint', verdict: 'fail', exitCode: 1 }],
  });
  expect(readStatements(note, COMMIT)).toEqual([
    {
      task: 'P0.1',
      commit: COMMIT,
      finished: '2026-01-02T03:04:05Z',
      name: 'tests: npm test',
      exitCode: 0,
      passed: true,
    },
    {
      task: 'P0.1',
      commit: COMMIT,
      finished: '2026-01-02T03:04:05Z',
      name: 'tests: npm run lint',
      exitCode: 1,
      passed: false,
    },
  ]);
});

test('of several about the same, the last one counts', () => {
  const note = [
    makeStatement({ runs: [run] }),
    makeStatement({ runs: [{ ...run, verdict: 'fail', exitCode: 7 }] }),
  ].join('\n');
  expect(readStatements(note, COMMIT)).toMatchObject([{ exitCode: 7, passed: false }]);
});

test.each([
  ['no JSON', 'x'],
  ['no object', '[1, "a", null]'],
  ['another type', makeStatement({}, { _type: 'x' })],
  ['another commit', makeStatement({}, { subject: [{ digest: { gitCommit: 'b2'.repeat(20) } }] })],
  ['no subject', makeStatement({}, { subject: 'x' })],
  ['no predicate', makeStatement({}, { predicate: null })],
  ['no check', makeStatement({ check: 7 })],
])('a line that is none is let be: %s', (_what, line) => {
  expect(readStatements(`${line}\n${makeStatement({ runs: 'x', task: 7 })}\n`, COMMIT)).toEqual([
    { task: null, commit: COMMIT, finished: null, name: 'tests', exitCode: null, passed: true },
  ]);
});
