import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dialects } from '../dialects/dialects.ts';
import type { Field } from '../generated/roadmap.types.ts';
import { findRun, readStatements, type SeenRun, uniteNotes } from './statements.ts';
import { listVerifyNames } from './verify-names.ts';

const COMMIT = 'a'.repeat(40);

function makeStatement(changes: object = {}, commit: string = COMMIT): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'ROADMAP.md P0.1', digest: { gitCommit: commit } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: 'PASSED',
      configuration: [{ name: 'roadmap.yaml tests', digest: { sha256: 'b'.repeat(64) } }],
      passedTests: ['tests'],
      failedTests: [],
      roadmap: {
        file: 'ROADMAP.md',
        task: 'P0.1',
        check: 'tests',
        startedOn: '2026-01-02T03:04:05.000Z',
        finishedOn: '2026-01-02T03:04:06.000Z',
        versions: { roadmap: '1.0.0', node: '20.19.0', git: '2.45.0' },
        runs: [],
      },
    },
    ...changes,
  };
}

test('a statement is read, with what a reader does not know beside it', () => {
  const note = `${JSON.stringify(makeStatement({ later: 1 }))}\n`;
  expect(readStatements(note, COMMIT)).toEqual([
    {
      commit: COMMIT,
      file: 'ROADMAP.md',
      task: 'P0.1',
      check: 'tests',
      isPass: true,
      at: '2026-01-02T03:04:06.000Z',
      definition: 'b'.repeat(64),
      exitCodes: [],
      version: '1.0.0',
    },
  ]);
});

test.each<[string, string]>([
  ['about another commit', JSON.stringify(makeStatement({}, 'c'.repeat(40)))],
  ['of another kind', JSON.stringify(makeStatement({ predicateType: 'https://example.org/' }))],
  ['without a predicate', JSON.stringify(makeStatement({ predicate: {} }))],
  ['about two commits', JSON.stringify(makeStatement({ subject: [1, 2] }))],
  ['that is too long', JSON.stringify(makeStatement({ x: 'x'.repeat(70_000) }))],
  ['that ends early', JSON.stringify(makeStatement()).slice(0, -1)],
  ['that is no object', 'null'],
])('a line says nothing %s, and keeps no other from being read', (_what, line) => {
  expect(readStatements(`${line}\n\n${JSON.stringify(makeStatement())}`, COMMIT)).toHaveLength(1);
});

test('any bytes of a note are read', () => {
  fc.assert(fc.property(fc.string(), (note) => readStatements(note, COMMIT).length === 0));
});

const notes = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'))
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

test('notes are united in any order, and as often as one likes', () => {
  fc.assert(
    fc.property(notes, notes, notes, (one, two, three) => {
      const both = uniteNotes(one, two);
      expect(uniteNotes(two, one)).toBe(both);
      expect(uniteNotes(both, two)).toBe(both);
      expect(uniteNotes(both, three)).toBe(uniteNotes(one, uniteNotes(two, three)));
      for (const line of `${one}${two}`.split('\n')) expect(both.split('\n')).toContain(line);
    }),
  );
});

function makeRun(changes: Partial<SeenRun>): SeenRun {
  const run = { commit: COMMIT, file: 'ROADMAP.md', task: 'P0.1', check: 'tests', isPass: true, at: '1' };
  return { ...run, definition: '', exitCodes: [], version: '', ...changes };
}

test('the newest run of a check at a cited commit counts, for whichever task it was', () => {
  const asked = { file: 'ROADMAP.md', task: 'P0.2', check: 'tests', commits: [COMMIT] };
  const [old, late] = [makeRun({ at: '2026-01-01' }), makeRun({ at: '2026-01-02', isPass: false })];
  expect(findRun([late, old], asked)).toBe(late);
  expect(findRun([old, makeRun({ at: '9', check: 'lint' })], asked)).toBe(old);
  expect(findRun([makeRun({ file: 'OTHER.md' }), makeRun({ commit: 'c' })], asked)).toBe(null);
});

test('without a cited commit, only a run of the task itself counts', () => {
  const asked = { file: 'ROADMAP.md', task: 'P0.2', check: 'tests', commits: [] };
  expect(findRun([makeRun({})], asked)).toBe(null);
  expect(findRun([makeRun({ task: 'P0.2' })], asked)).not.toBe(null);
});

test.each([
  ['tests', ['tests']],
  ['`tests`, lint ,tests', ['tests', 'lint']],
  ['', []],
  [' , ', []],
  ['by hand', ['by hand']],
])('a Verify field names checks: %j', (value, names) => {
  const [dialect] = dialects;
  if (dialect === undefined) throw new Error('there are no dialects');
  expect(listVerifyNames({ fields: [{ name: 'verify', value } as Field] }, dialect)).toEqual(names);
});
