import { describe, expect, test } from '@jest/globals';
import { type CommitFact, makeFact, noFacts } from '../facts/facts.ts';
import { readExample } from './read-example.ts';
import { countTasks, hasEvidence, summarize } from './summarize.ts';

const commits = new Map<string, CommitFact>([
  ['abc1234', makeFact('landed', { changes: 'work' })],
  ['abc1234..abc1234', makeFact('landed', { changes: 'nothing' })],
  ['dead123', makeFact('absent')],
  ['fade123', makeFact('unknown', { reason: 'shallow' })],
]);
const facts = { ...noFacts, commits };

describe('evidence', () => {
  test.each([
    ['abc1234', true],
    ['abc1234..abc1234', false],
    ['none (by hand)', true],
    ['this', false],
    ['acme/app@dead123', true],
    ['dead123', false],
    ['fade123', false],
    ['abc1234, dead123', false],
    ['abc1234..dead123', false],
    ['cafe123', false],
    ['TBD', false],
    ['', false],
    ['see the log', false],
  ])('%j is good: %s', (value, good) => {
    const { task } = readExample(`### P0 — A\n- [x] **P0.1** a\n  - Commit: ${value}\n`);
    expect(hasEvidence(task('P0.1'), facts)).toBe(good);
  });

  test('is none without a claim', () => {
    expect(hasEvidence(readExample('### P0 — A\n- [x] **P0.1** a\n').task('P0.1'), facts)).toBe(false);
  });
});

describe('the plain truth', () => {
  const count = (...boxes: string[]): ReturnType<typeof countTasks> => {
    const tasks = boxes
      .map((box, index) => `- [${box}] **P0.${index + 1}** a\n  - Commit: none (x)\n`)
      .join('');
    return countTasks([
      { graph: readExample(`### P0 — A\n${tasks}`, { dialect: 'execution' }).graph, facts },
    ]);
  };

  test('counts each state, and evidence of what is done alone', () => {
    expect(count('x', 'x', ' ', '/', '~', '!', '❌', '-', '?')).toEqual({
      total: 9,
      done: 2,
      todo: 1,
      doing: 1,
      partial: 1,
      blocked: 1,
      failed: 1,
      dropped: 1,
      unknown: 1,
      withEvidence: 2,
    });
  });

  test.each([
    [[], 'no tasks'],
    [[' '], '0 of 1 done; not done: 1 todo'],
    [['x'], '1 of 1 done, 1 with evidence'],
    [['x', '-'], '1 of 2 done, 1 dropped, 1 with evidence'],
    [
      ['x', ' ', ' ', '/', '~', '!', '❌', '?'],
      '1 of 8 done, 1 with evidence; not done: 1 failed, 1 blocked, 1 partial, 1 doing, 2 todo, 1 unknown',
    ],
  ])('of %j is said in one line', (boxes, says) => {
    expect(summarize(count(...boxes))).toBe(says);
  });

  test('leaves evidence out where nothing was looked up', () => {
    expect(summarize({ ...count('x', ' '), withEvidence: null })).toBe('1 of 2 done; not done: 1 todo');
  });

  test('adds several roadmaps up', () => {
    const { graph } = readExample('### P0 — A\n- [x] **P0.1** a\n');
    expect(
      countTasks([
        { graph, facts },
        { graph, facts },
      ]),
    ).toMatchObject({ total: 2, done: 2, withEvidence: 0 });
    expect(countTasks([])).toMatchObject({ total: 0 });
  });
});
