import { describe, expect, test } from '@jest/globals';
import { tryTransition, writeText } from './try-transition.ts';

/** Whether a row came to the table, and how the table reads then. */
function logOf(table: string, title = 'do it', end = '\n'): string {
  const markdown = `### P0 — A\n\n- [ ] **P0.1** ${title}\n  - Commit:\n  - Status:\n\n## Change log\n\n${table}`;
  const written = writeText(
    markdown.replaceAll('\n', end),
    { task: 'P0.1', to: 'done', commit: 'abc1234', status: 'works' },
    { dialect: 'execution' },
  );
  const heading = `## Change log${end}${end}`;
  return written.slice(written.indexOf(heading) + heading.length);
}

const head = '| Date | Phase | Action | Commit |\n| --- | --- | --- | --- |\n';
const row = '| 2026-03-04 05:06 | P0.1 | complete: do it | abc1234 |';
const older = '| 2026-01-02 03:04 | P0.0 | complete: ask | none |';
const newer = '| 2026-02-03 04:05 | P0.9 | fail: see | — |';

describe('a row', () => {
  test.each([
    [
      'takes the place of the placeholder',
      `${head}| <YYYY-MM-DD HH:MM> | P0.1 | Checks passed | system |\n`,
      `${head}${row}\n`,
    ],
    ['takes the place of an empty one', `${head}| | | | |\n`, `${head}${row}\n`],
    [
      'takes the place of placeholders alone, between others',
      `${head}${older}\n| {date} | TBD | … | <hash> |\n${newer}\n`,
      `${head}${older}\n${row}\n${newer}\n`,
    ],
    [
      'leaves a row that lacks its commit alone',
      `${head}| 2026-01-02 03:04 | P0.0 | ask | TBD |\n`,
      `${head}| 2026-01-02 03:04 | P0.0 | ask | TBD |\n${row}\n`,
    ],
    ['goes behind the last', `${head}${older}\n${newer}\n`, `${head}${older}\n${newer}\n${row}\n`],
    ['goes behind the only one', `${head}${older}`, `${head}${older}\n${row}`],
    [
      'goes on top where the newest is there',
      `${head}${newer}\n${older}\n`,
      `${head}${row}\n${newer}\n${older}\n`,
    ],
    ['goes under the line of dashes where there is none', head, `${head}${row}\n`],
    ['goes under the line of dashes at the end of the file', head.trimEnd(), `${head.trimEnd()}\n${row}`],
    [
      'is indented as the table is',
      `${head.replaceAll('| D', '  | D').replaceAll('| ---', '  | ---')}  ${older}\n`,
      `${head.replaceAll('| D', '  | D').replaceAll('| ---', '  | ---')}  ${older}\n  ${row}\n`,
    ],
    [
      'has no outer pipes where the table has none',
      'Date | Action\n--- | ---\n2026-01-02 03:04 | P0.0 ask\n',
      'Date | Action\n--- | ---\n2026-01-02 03:04 | P0.0 ask\n2026-03-04 05:06 | P0.1 complete: do it\n',
    ],
    [
      'has its last pipe where the last cell is empty',
      'Date | Action | By\n--- | --- | ---\n2026-01-02 03:04 | P0.0 ask | me\n',
      'Date | Action | By\n--- | --- | ---\n2026-01-02 03:04 | P0.0 ask | me\n2026-03-04 05:06 | P0.1 complete: do it |  |\n',
    ],
    [
      'has its pipe where the first cell is empty',
      'By | What\n--- | ---\nme | asked\n',
      'By | What\n--- | ---\nme | asked\n|  | P0.1 complete: do it |\n',
    ],
  ])('%s', (_name, before, after) => {
    expect(logOf(before)).toBe(after);
  });

  test.each([
    ['CR LF', '\r\n'],
    ['a lone CR', '\r'],
  ])('ends with %s where the table does', (_name, end) => {
    expect(logOf(`${head}${older}\n`, 'do it', end)).toBe(`${head}${older}\n${row}\n`.replaceAll('\n', end));
  });
});

describe('the columns', () => {
  test.each([
    ['Date | What changed | Author', '2026-03-04 05:06 | P0.1 complete: do it | '],
    ['Date | Time (UTC) | Item | Notes | SHA', '2026-03-04 | 05:06 | P0.1 | complete: do it | abc1234'],
    ['When | Phase | Task | Event', '2026-03-04 05:06 | P0 | P0.1 | complete: do it'],
    ['Evidence | Description | Step', 'abc1234 | complete: do it | P0.1'],
    ['Action | Date | Notes', 'P0.1 complete: do it | 2026-03-04 05:06 | '],
  ])('%s are filled by what they are for, each kind once', (columns, cells) => {
    const dashes = columns.split('|').map(() => '---');
    const table = `| ${columns} |\n| ${dashes.join(' | ')} |\n`;
    expect(logOf(table)).toBe(`${table}| ${cells} |\n`);
  });

  test('without one for what was done make a table of something else', () => {
    const table = '| Version | Date |\n| --- | --- |\n| 1.0 | 2026-01-02 |\n';
    expect(logOf(table)).toBe(table);
  });
});

describe('a date', () => {
  test.each([
    ['2026-01-02', '2026-03-04'],
    ['2026-01-02 03:04', '2026-03-04 05:06'],
    ['2026-01-02 03:04 UTC', '2026-03-04 05:06 UTC'],
    ['2026-01-02T03:04Z', '2026-03-04T05:06Z'],
    ['2 January', '2026-03-04 05:06'],
  ])('is written as the last one is: %s', (like, date) => {
    const table = `| Date | Action |\n|---|---|\n| ${like} | P0.0 ask |\n`;
    expect(logOf(table)).toBe(`${table}| ${date} | P0.1 complete: do it |\n`);
  });

  test('by the day has its time in a column beside it', () => {
    const table = '| Date | Time | Action |\n|---|---|---|\n| 2026-01-02 | 03:04 | P0.0 ask |\n';
    expect(logOf(table)).toBe(`${table}| 2026-03-04 | 05:06 | P0.1 complete: do it |\n`);
  });

  test('by the day is what the placeholder asks for', () => {
    const table = '| Date | Action |\n|---|---|\n| <YYYY-MM-DD> | <what> |\n';
    expect(logOf(table)).toContain('| 2026-03-04 | P0.1');
  });
});

test('a pipe in a title is escaped once, and the row is read with all of its cells', () => {
  const title = String.raw`run \`a | b\` and a \| b \\| c`.replaceAll('\\`', '`');
  const planned = tryTransition(
    `### P0\n\n- [ ] **P0.1** ${title}\n\n## Change log\n\n${head}`,
    { task: 'P0.1', to: 'done', status: 'works' },
    { dialect: 'execution' },
  );
  const cells = planned.kind === 'planned' ? planned.graph.changeLog?.rows[0]?.cells : [];
  expect(cells?.map(({ value }) => value)).toEqual([
    '2026-03-04 05:06',
    'P0.1',
    String.raw`complete: run ~a \| b~ and a \| b \\\| c`.replaceAll('~', '`'),
    '—',
  ]);
});

describe('no row is written', () => {
  const markdown = `### P0\n\n- [x] **P0.1** do\n  - Commit: abc1234\n  - Status: works\n\n## Change log\n\n${head}`;

  test('where the task says it all already', () => {
    const planned = tryTransition(
      markdown,
      { task: 'P0.1', to: 'done', commit: 'abc1234' },
      { dialect: 'execution' },
    );
    expect(planned).toMatchObject({ kind: 'planned', edits: [], status: 'works' });
  });

  test('where the file keeps no change log', () => {
    const bare = markdown.slice(0, markdown.indexOf('\n## Change log'));
    expect(writeText(bare, { task: 'P0.1', to: 'done', status: 'seen' }, { dialect: 'execution' })).toBe(
      bare.replace('works', 'seen'),
    );
  });
});

test('the row of a tick that keeps the Commit names it, a placeholder none', () => {
  const tick = (commit: string): string =>
    writeText(
      `### P0\n\n- [ ] **P0.1** do\n  - Commit: ${commit}\n\n## Change log\n\n${head}`,
      { task: 'P0.1', to: 'done', status: 'works' },
      { dialect: 'execution' },
    );
  expect(tick('`abc1234` (main)')).toContain('| complete: do | `abc1234` (main) |');
  expect(tick('<hash>')).toContain('| complete: do | — |');
});

test.each([
  ['doing', 'start'],
  ['blocked', 'block'],
  ['failed', 'fail'],
  ['partial', 'partial'],
  ['dropped', 'drop'],
  ['todo', 'reopen'],
] as const)('the row of a task that is %s says %s', (to, verb) => {
  const markdown = `### P0\n\n- [ ] **P0.1** do\n\n## Change log\n\n${head}`;
  expect(writeText(markdown, { task: 'P0.1', to, reason: 'why' }, { dialect: 'execution' })).toContain(
    `| P0.1 | ${verb}: do | — |`,
  );
});
