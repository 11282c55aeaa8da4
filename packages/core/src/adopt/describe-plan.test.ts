import { describe, expect, test } from '@jest/globals';
import { type CommitFact, makeFact } from '../facts/facts.ts';
import type { AdoptedPlan } from '../generated/adopt.types.ts';
import type { State } from '../generated/roadmap.types.ts';
import { parseRoadmap } from '../parse/index.ts';
import { describePlan, listBesides } from './describe-plan.ts';

function adopt(
  markdown: string,
  known: Readonly<Record<string, CommitFact>> = {},
  states: Readonly<Record<string, State>> = {},
): AdoptedPlan & { readonly asked: readonly string[] } {
  const parsed = parseRoadmap(new TextEncoder().encode(markdown), { path: 'docs/TODO.md', states });
  if (parsed.source === null) throw new Error('the example is no UTF-8');
  const file = { ...parsed, source: parsed.source, states };
  const plan = describePlan(file, { commits: new Map(Object.entries(known)), target: 'HEAD' });
  return { ...plan, asked: listBesides(file).map(({ text }) => text) };
}

/** What could not be placed, as `line:column kind message → help`. */
function listUnplaced(...example: Parameters<typeof adopt>): string[] {
  return adopt(...example).unplaced.map(
    ({ kind, line, column, message, help }) => `${line}:${column} ${kind} ${message} → ${help}`,
  );
}

test('what was understood', () => {
  const { asked, ...plan } = adopt(
    '# Shop\n\n`[~]` in progress · `[>]` deferred\n\n## Window\n\n- [x] **W-1** Bread (4f1d2c9)\n- [~] Hours (depends on W-1)\n- [x] Door (PR #12)\n\n## Till\n\n- [x] Cash\n  - Commit: 4f1d2c9..8b0c3aa\n',
    { '4f1d2c9': makeFact('landed', { changes: 'work' }), '4f1d2c9..8b0c3aa': makeFact('absent') },
  );
  expect(plan).toEqual({
    path: 'docs/TODO.md',
    dialect: 'plan',
    why: ['it fits none of the others'],
    title: 'Shop',
    summary: '3 of 4 done, 2 with evidence; not done: 1 doing',
    phases: [
      { id: 'window', derived: true, title: 'Window', line: 5, states: { done: 2, doing: 1 } },
      { id: 'till', derived: true, title: 'Till', line: 11, states: { done: 1 } },
    ],
    withId: 1,
    withoutId: 3,
    evidence: [
      { source: 'text', kind: 'commit', count: 1 },
      { source: 'text', kind: 'pull-request', count: 1 },
      { source: 'field', kind: 'range', count: 1 },
    ],
    facts: [
      { fact: 'landed', count: 1, claims: ['4f1d2c9'] },
      { fact: 'absent', count: 1, claims: ['4f1d2c9..8b0c3aa'] },
    ],
    target: 'HEAD',
    legend: { '~': 'doing', '>': 'dropped' },
    dependent: 1,
    unplaced: [],
  });
  expect(asked).toEqual([]);
});

describe('what could not be placed', () => {
  test('a box and a cell that name no state', () => {
    const markdown =
      '- [@] one\n- [@] two\n- [ ] three\n\n| Task | Status |\n|---|---|\n| a | live |\n| b | done |\n| c | open |\n';
    expect(listUnplaced(markdown)).toEqual([
      '1:4 state 2 tasks have [@], and nothing says what it means → Say it in roadmap.yaml: `states: {"@": doing}`, or whatever it is.',
      '7:7 state 1 task has "live", and nothing says what it means → Say it in roadmap.yaml: `states: {"live": doing}`, or whatever it is.',
    ]);
    expect(listUnplaced(markdown, {}, { '@': 'doing', live: 'done' })).toEqual([]);
  });

  test('what looks like a box', () => {
    const boxes = [
      '- [x]nothing behind',
      '- []none in it',
      '- [ x] too wide',
      '- \\[ ] escaped',
      '- [ ]',
      '- [b] a letter',
      '- [1] a source',
      '- [text](target)',
      '- [ref][target]',
      '- [^1] a footnote',
      '- [P2]: no',
    ];
    const told = listUnplaced(`${boxes.join('\n\nText\n\n')}\n\n> - [ ] quoted\n\n[x] no bullet\n`);
    expect(told).toEqual([
      '1:3 box [x] looks like a box, and is none as it is written; so are 2 more → Write `[ ]` and a space behind it, if it is one.',
      '13:4 box [ ] is a box that a backslash makes text of → Take the backslash out, if it is a task.',
      '17:3 box [ ] is a box with nothing behind it → Write what is to be done, or take it out.',
      '21:3 box [b] looks like a box, and nothing says that it is one → If it is, say so in roadmap.yaml: `states: {"b": doing}`, or whatever it means.',
      '43:5 box [ ] is a box in a quotation, which holds no tasks → Take the `>` away, if it is a task.',
      '45:1 box [x] is a box without a bullet, which is no task → Write `- ` before it, if it is one.',
    ]);
  });

  test('no box of a legend, of code or of a link', () => {
    expect(
      listUnplaced('## Legend\n\n- [b] begun\n\n## Work\n\n```\n- [x]code\n```\n\n- [ ] [link](to)\n'),
    ).toEqual([]);
  });

  test('tables with a column for states', () => {
    const strange = '| Item | Status |\n|---|---|\n| a | live |\n| b | GA |\n| c | done |\n';
    const telling = '## Window\n\n- [ ] x\n\n## Till box\n\n- [ ] y\n\n';
    const repeated = '| Phase | Status |\n|---|---|\n| Window | done |\n| Till box | open |\n';
    expect(listUnplaced(`${telling}## Tables\n\n${strange}\nText\n\n${repeated}`)).toEqual([
      '11:1 table the rows of this table are no tasks, though it has a column "Status": most of its cells name no state that is known: "live" and "GA" → If they do, say so in roadmap.yaml: `states: {"live": doing}`, or whatever they mean.',
      '19:1 table the rows of this table are no tasks, though it has a column "Status": it repeats headings or boxes of the file, or is about something else → Nothing, if its rows are no work of their own.',
    ]);
  });

  test('hashes of done tasks that are no evidence, and that git is asked about', () => {
    const markdown =
      '- [x] **W-1** Since 4f1d2c9 it was slow, and now it is not\n  - measured at 8b0c3aa; image sha256:1234abcd\n- [x] **W-2** Done 3fa9c17\n- [ ] **W-3** After 5c1d2e3 it broke\n';
    expect(adopt(markdown).asked).toEqual(['4f1d2c9', '8b0c3aa']);
    const help =
      "If it did the task, put it at the end of the task's own text, in parentheses, or write a line `Commit: …` under it.";
    expect(listUnplaced(markdown, { '8b0c3aa': makeFact('landed'), '4f1d2c9': makeFact('absent') })).toEqual([
      `2:17 hash 8b0c3aa in W-1 was not taken for its evidence, and git has a commit of that hash → ${help}`,
      `1:21 hash 4f1d2c9 in W-1 was not taken for its evidence, and git has no commit of that hash → ${help}`,
    ]);
    expect(listUnplaced(markdown)[0]).toBe(
      `1:21 hash 4f1d2c9 in W-1 was not taken for its evidence → ${help}`,
    );
  });

  test('ids that stand twice, and what nobody can wait for', () => {
    expect(
      listUnplaced(
        '- [ ] **W-1** one\n- [ ] **W-1** two\n- [ ] **W-2** three (depends on W-9)\n  - Depends on: W-2, W-8, week 2\n',
      ),
    ).toEqual([
      '2:3 id W-1 leads 2 tasks, the first on line 1, and so is the id of none → Give each an id of its own.',
      '3:3 dependency W-2 waits for W-8, and there is no such task → Correct the id: is W-2 meant?',
      '3:3 dependency W-2 waits for W-9, and there is no such task → Correct the id: is W-2 meant?',
    ]);
  });
});
