import { describe, expect, test } from '@jest/globals';
import type { Field } from '../generated/roadmap.types.ts';
import { readExample } from '../graph/read-example.ts';

const read = (...lines: string[]) => readExample(lines.join('\n'), { dialect: 'execution' }).graph;
const readPlan = (...lines: string[]) => readExample(lines.join('\n'), { dialect: 'plan' }).graph;
const pairs = (fields: readonly Field[] = []): string[][] => fields.map(({ name, value }) => [name, value]);

describe('phases of the execution dialect', () => {
  test('go by the form of their headings, in order; what has boxes elsewhere is a list', () => {
    const { phases } = read(
      '# Plan',
      '### P0 — First',
      '- [ ] **P0.1** a',
      '## Extras',
      '- [ ] loose',
      '### Phase 1: Second',
      '### P2 — Review handoff',
    );
    expect(phases.map(({ id, title, order, kind, derived }) => [id, title, order, kind, derived])).toEqual([
      ['P0', 'First', 0, 'work', false],
      ['extras', 'Extras', 1, 'list', true],
      ['P1', 'Second', 2, 'work', false],
      ['P2', 'Review handoff', 3, 'review', false],
    ]);
  });

  test('go on under the headings in them, and hold the labelled lines of those', () => {
    const [phase] = read(
      '## P0 — First',
      '**Detail:** §2',
      '### Part one',
      '- [ ] **P0.1** a',
      '### Part two',
      '**Owner:** Ada',
      '- [ ] b',
    ).phases;
    expect(phase?.tasks.map(({ id }) => id)).toEqual(['P0.1', 'P0:2']);
    expect(pairs(phase?.fields)).toEqual([
      ['Detail', '§2'],
      ['Owner', 'Ada'],
    ]);
  });

  test('leave their id to the author where a heading would give the same handle', () => {
    const { phases } = read('## p0', '- [ ] a', '## P0', '- [ ] **P0.1** b');
    expect(new Set(phases.map(({ id }) => id)).size).toBe(phases.length - 1);
  });
});

describe('phases of a plan', () => {
  test('are the headings that hold boxes, at any depth, with a handle of their path', () => {
    const { phases } = readPlan(
      '- [ ] first',
      '# Title',
      '- [ ] top',
      '## Setup',
      'text',
      '### Install *it*',
      '- [ ] a',
      '## Setup',
      '### Install it',
      '- [ ] b',
    );
    expect(phases.map(({ id, depth, headings }) => [id, depth, headings])).toEqual([
      ['tasks', 0, []],
      ['tasks-2', 1, []],
      ['setup/install-it', 3, ['Setup']],
      ['setup/install-it-2', 3, ['Setup']],
    ]);
  });

  test('are not made of headings without boxes', () => {
    expect(readPlan('# Title', '## Setup', '- a', '```', '- [ ] a', '```').phases).toEqual([]);
  });
});

describe('the review checklist', () => {
  const { review, phases } = read(
    '## 🔍 Review checklist for the human',
    '- [ ] **R1** no `<placeholder>` left',
    '- [x] **R5** the workflow:',
    '  - pins the image',
    '  - Mounts: read-only',
    '  - [x] is on main',
    '    - [ ] for real',
    '  - Status: BLOCKED: no access',
    '- [ ] what has no id',
  );

  test('is no phase', () => {
    expect(phases).toEqual([]);
  });

  test('has items with ids, or handles', () => {
    expect(review.map(({ id, title, state, derived }) => [id, title, state, derived])).toEqual([
      ['R1', 'no `<placeholder>` left', 'todo', false],
      ['R5', 'the workflow:', 'blocked', false],
      ['review:3', 'what has no id', 'todo', true],
    ]);
  });

  test('has requirements of what is nested in an item, in order, but for fields that the dialect knows', () => {
    expect(review[1]?.requirements.map(({ text, box, state }) => [text, box, state])).toEqual([
      ['pins the image', null, null],
      ['Mounts: read-only', null, null],
      ['is on main', 'x', 'done'],
      ['for real', ' ', 'todo'],
    ]);
    expect(pairs(review[1]?.fields)).toEqual([['Status', 'BLOCKED: no access']]);
  });
});

describe('the final report', () => {
  const { report, phases } = read(
    '## 📊 Final report',
    '**Runner:**',
    '',
    '- Name: host',
    '- what has no key',
    '- Image: node:20',
    '',
    '**Verdict:** NOT YET PROVEN',
    '',
    '**Surprises / deviations:**',
    '',
    '- Ports: were taken',
    '- one thing',
    '  over lines',
    '',
    '**Open ends:**',
    '',
    '- nothing has a key here',
    '',
    '### Release',
    '',
    '- Version: 1.0',
  );

  test('has named groups of keys and values, with a heading or a label', () => {
    expect(report?.groups.map(({ name, line, entries }) => [name, line, pairs(entries)])).toEqual([
      [
        'Runner',
        2,
        [
          ['Name', 'host'],
          ['Image', 'node:20'],
        ],
      ],
      ['Release', 20, [['Version', '1.0']]],
    ]);
  });

  test('has lists where the label says so, or nothing has a key', () => {
    expect(report?.lists.map(({ name, items }) => [name, items.map(({ text }) => text)])).toEqual([
      ['Surprises / deviations', ['Ports: were taken', 'one thing over lines']],
      ['Open ends', ['nothing has a key here']],
    ]);
  });

  test('has the labelled lines of no group as entries, and no phase', () => {
    expect(pairs(report?.entries)).toEqual([['Verdict', 'NOT YET PROVEN']]);
    expect(phases).toEqual([]);
  });
});

describe('the sign-off', () => {
  test('may stand under a label in another part', () => {
    const { signOff, review } = read(
      '## Review checklist',
      '- [ ] **R1** a',
      '',
      '**Sign-off:**',
      '',
      '- Reviewed by: <name>',
      '- Date: 2026-01-01',
    );
    expect(review).toHaveLength(1);
    expect(signOff).toMatchObject({ title: 'Sign-off', line: 4 });
    expect(pairs(signOff?.entries)).toEqual([
      ['Reviewed by', '<name>'],
      ['Date', '2026-01-01'],
    ]);
  });

  test('may be a section of labelled lines', () => {
    const { signOff, phases } = readPlan(
      '# Plan',
      '## Approval & Sign-off',
      '**Prepared by:** Ada',
      '**Status:** ✅ Deployed,',
      'mostly',
      '',
      '**Notes:**',
    );
    expect(signOff?.title).toBe('Approval & Sign-off');
    expect(pairs(signOff?.entries)).toEqual([
      ['Prepared by', 'Ada'],
      ['Status', '✅ Deployed, mostly'],
    ]);
    expect(phases).toEqual([]);
  });
});

describe('the change log', () => {
  const table = ['| Date | Commit |', '|---|---|', '| 2026-01-01 | `a` \\| b |', '|  | x |'];

  test('is the first table under its heading', () => {
    const { changeLog } = read('## Change log (kept by the agent)', ...table, '', '| other |', '|---|');
    expect(changeLog).toMatchObject({
      title: 'Change log (kept by the agent)',
      line: 2,
      columns: ['Date', 'Commit'],
    });
    expect(changeLog?.rows.map(({ line, cells }) => [line, ...cells.map(({ value }) => value)])).toEqual([
      [4, '2026-01-01', '`a` \\| b'],
      [5, '', 'x'],
    ]);
  });

  test('may stand under a label', () => {
    expect(read('## Notes', '**Change log:**', '', ...table).changeLog?.title).toBe('Change log');
  });

  test('is no other table', () => {
    expect(read('## Notes', ...table).changeLog).toBeNull();
  });
});

test('the outcome is all that stands under its heading', () => {
  const { outcome } = read('## 🎯 Outcome', '', 'One.', '', '- two', '', '## Next');
  expect(outcome).toEqual({ text: 'One.  - two', line: 3, span: { start: 17, end: 28 } });
});

test.each([
  ['Total phases: 6 (P0 → P5) + review', 6],
  ['Number of phases: 12', 12],
  ['There are 6 phases', undefined],
])('the number of phases that %j claims is %p', (line, count) => {
  expect(read('# Plan', '', line).phaseCount?.count).toBe(count);
});

test('labelled lines of the preamble belong to the roadmap, each up to the next', () => {
  const { fields, title } = readPlan(
    '# Plan',
    '',
    '**Date:** 2026-01-01',
    '**Status:** ⚠️ **DEPLOYED**,',
    'with issues',
    '',
    '## Summary',
    '',
    '**Why:** not here',
  );
  expect(title).toBe('Plan');
  expect(pairs(fields)).toEqual([
    ['Date', '2026-01-01'],
    ['Status', '⚠️ **DEPLOYED**, with issues'],
  ]);
});
