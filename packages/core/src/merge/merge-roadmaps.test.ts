import { describe, expect, test } from '@jest/globals';
import { tryMerge } from './try-merge.ts';

const BASE = `# Boat — Execution Roadmap

Build a boat.

### P0 — Wood

- [ ] **P0.1** Fell a tree
  - Commit:
  - Status:
- [ ] **P0.2** Saw planks
  - Commit:
  - Status:
- [ ] **P0.3** Dry them
  - Commit:
  - Status:

### P1 — Hull

- [ ] **P1.1** Lay the keel
  - Commit:
  - Status:

## Final report

**Result:**

- Length: <m>
- Weight: <kg>

**Surprises:**

- <what went otherwise>

## Change log

| Date | Task | What | Commit |
| --- | --- | --- | --- |
| 2026-01-01 10:00 | P0.0 | planned | — |
`;

/** The base with parts of it replaced. */
function change(...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the base has no ${from}`);
    return text.replace(from, () => to);
  }, BASE);
}

const block = (id: string, title: string): string => `- [ ] **${id}** ${title}\n  - Commit:\n  - Status:\n`;
const ticked = (id: string, title: string, commit: string): string =>
  `- [x] **${id}** ${title}\n  - Commit: ${commit}\n  - Status: done, seen\n`;
const tick = (id: string, title: string, commit: string): [string, string] => [
  block(id, title),
  ticked(id, title, commit),
];
const LAST = '| 2026-01-01 10:00 | P0.0 | planned | — |\n';
const row = (date: string, id: string): string => `| 2026-01-01 ${date} | ${id} | complete | abc1234 |\n`;

/** The same with sides swapped: a merge knows no first side. */
function merge(ours: string, theirs: string, base = BASE): string {
  const { text, conflicts } = tryMerge(base, ours, theirs);
  const other = tryMerge(base, theirs, ours);
  expect(other.conflicts.length).toBe(conflicts.length);
  if (conflicts.length === 0) expect(other.text).toBe(text);
  return text;
}

describe('what never conflicts', () => {
  test('ticks of neighbouring tasks', () => {
    const ours = change(tick('P0.1', 'Fell a tree', '`aaaaaaa`'));
    const theirs = change(tick('P0.2', 'Saw planks', '`bbbbbbb`'));
    expect(merge(ours, theirs)).toBe(
      change(tick('P0.1', 'Fell a tree', '`aaaaaaa`'), tick('P0.2', 'Saw planks', '`bbbbbbb`')),
    );
  });

  test('fields of one task', () => {
    const from = '- [ ] **P0.1** Fell a tree\n  - Commit:\n  - Status:\n';
    const ours = change([from, '- [ ] **P0.1** Fell a tree\n  - Commit: abc1234\n  - Status:\n']);
    const theirs = change([from, '- [ ] **P0.1** Fell a tall tree\n  - Commit:\n  - Status: half way\n']);
    expect(merge(ours, theirs)).toBe(
      change([from, '- [ ] **P0.1** Fell a tall tree\n  - Commit: abc1234\n  - Status: half way\n']),
    );
  });

  test('rows of the change log, which come by date and then by text', () => {
    const ours = change([LAST, LAST + row('12:00', 'P0.1') + row('14:00', 'P0.3')]);
    const theirs = change([LAST, LAST + row('13:00', 'P0.2') + row('12:00', 'P0.2')]);
    expect(merge(ours, theirs)).toBe(
      change([
        LAST,
        LAST + row('12:00', 'P0.1') + row('12:00', 'P0.2') + row('13:00', 'P0.2') + row('14:00', 'P0.3'),
      ]),
    );
  });

  test('rows on top of a change log that has the newest first', () => {
    const base = BASE.replace(LAST, row('09:00', 'P0.1') + row('08:00', 'P0.0'));
    const add = (more: string): string => base.replace(row('09:00', 'P0.1'), more + row('09:00', 'P0.1'));
    expect(merge(add(row('10:00', 'P0.2')), add(row('11:00', 'P0.3')), base)).toBe(
      add(row('11:00', 'P0.3') + row('10:00', 'P0.2')),
    );
  });

  test('rows in the place of the one that the template left', () => {
    const blank = '| YYYY-MM-DD | <task> | <what> | <commit> |\n';
    const base = BASE.replace(LAST, blank);
    const write = (rows: string): string => BASE.replace(LAST, rows);
    expect(merge(write(row('10:00', 'P0.1')), write(row('11:00', 'P0.2')), base)).toBe(
      write(row('10:00', 'P0.1') + row('11:00', 'P0.2')),
    );
  });

  test('a row in a table that the other side has laid out anew', () => {
    const wide = '| 2026-01-01 10:00 | P0.0   | planned   | —   |\n';
    expect(merge(change([LAST, wide]), change([LAST, LAST + row('11:00', 'P0.1')]))).toBe(
      change([LAST, wide + row('11:00', 'P0.1')]),
    );
  });

  test('rows at the end of a file without a last line end', () => {
    const bare = (text: string): string => text.replace(/\n$/, '');
    expect(merge(bare(BASE + row('12:00', 'P0.1')), bare(BASE + row('13:00', 'P0.2')), bare(BASE))).toBe(
      bare(BASE + row('12:00', 'P0.1') + row('13:00', 'P0.2')),
    );
  });

  test('entries of the report, and surprises', () => {
    const ours = change(
      ['- Length: <m>', '- Length: 4 m'],
      ['- <what went otherwise>', '- The tree was hollow'],
    );
    const theirs = change(
      ['- Weight: <kg>', '- Weight: 90 kg'],
      ['- <what went otherwise>', '- The saw broke'],
    );
    expect(merge(ours, theirs)).toBe(
      change(
        ['- Length: <m>', '- Length: 4 m'],
        ['- Weight: <kg>', '- Weight: 90 kg'],
        ['- <what went otherwise>', '- The saw broke\n- The tree was hollow'],
      ),
    );
  });

  test('tasks that both sides put in one place', () => {
    const end = '- [ ] **P1.1** Lay the keel\n  - Commit:\n  - Status:\n';
    const ours = change([end, end + block('P1.10', 'Paint it')]);
    const theirs = change([end, end + block('P1.2', 'Bend the ribs')]);
    expect(merge(ours, theirs)).toBe(
      change([end, end + block('P1.2', 'Bend the ribs') + block('P1.10', 'Paint it')]),
    );
  });

  test('the same change on both sides', () => {
    const both = change(tick('P0.1', 'Fell a tree', 'aaaaaaa'));
    expect(merge(both, both)).toBe(both);
  });
});

describe('what one side has moved', () => {
  test('a task that the other has ticked is ticked where it stands now', () => {
    const task = block('P0.3', 'Dry them');
    const ours = change([task, ''], ['- [ ] **P1.1**', `${task}- [ ] **P1.1**`]);
    const theirs = change(tick('P0.3', 'Dry them', 'ccccccc'));
    const now = ticked('P0.3', 'Dry them', 'ccccccc');
    expect(merge(ours, theirs)).toBe(change([task, ''], ['- [ ] **P1.1**', `${now}- [ ] **P1.1**`]));
  });

  test('a task with another id and another title keeps the tick of the other', () => {
    const renumbered = change(['**P0.2** Saw planks', '**P0.7** Saw planks']);
    const ticking = change(tick('P0.2', 'Saw planks', 'bbbbbbb'));
    expect(merge(renumbered, ticking)).toBe(
      change([block('P0.2', 'Saw planks'), ticked('P0.7', 'Saw planks', 'bbbbbbb')]),
    );
    const retitled = change(['**P0.2** Saw planks', '**P0.2** Saw long planks']);
    expect(merge(retitled, ticking)).toBe(
      change([block('P0.2', 'Saw planks'), ticked('P0.2', 'Saw long planks', 'bbbbbbb')]),
    );
  });

  test('a task that both have moved to two places is a conflict at each, with the task in one of them', () => {
    const task = block('P0.1', 'Fell a tree');
    const ours = change([task, ''], ['- [ ] **P0.3**', `${task}- [ ] **P0.3**`]);
    const theirs = change([task, ''], ['- [ ] **P1.1**', `${task}- [ ] **P1.1**`]);
    const { conflicts } = tryMerge(BASE, ours, theirs);
    expect(conflicts.map(({ about }) => about)).toEqual(['P0.1', 'P0.1']);
  });

  test('a whole phase that moved takes the ticks of the other along', () => {
    const phase = `### P1 — Hull\n\n${block('P1.1', 'Lay the keel')}\n`;
    const ours = change([phase, ''], ['### P0 — Wood', `${phase}### P0 — Wood`]);
    const theirs = change(tick('P1.1', 'Lay the keel', 'ddddddd'));
    expect(merge(ours, theirs)).toContain(ticked('P1.1', 'Lay the keel', 'ddddddd'));
  });
});

describe('conflicts', () => {
  test('the same field in two ways, in just that line', () => {
    const ours = change(tick('P0.1', 'Fell a tree', 'aaaaaaa'));
    const theirs = change(tick('P0.1', 'Fell a tree', 'bbbbbbb'));
    const { text, conflicts } = tryMerge(BASE, ours, theirs);
    expect(conflicts).toEqual([{ line: 8, about: 'P0.1 Commit' }]);
    expect(text).toBe(
      change([
        block('P0.1', 'Fell a tree'),
        `- [x] **P0.1** Fell a tree
<<<<<<< ours
  - Commit: aaaaaaa
=======
  - Commit: bbbbbbb
>>>>>>> theirs
  - Status: done, seen
`,
      ]),
    );
  });

  test('a task that one side did and the other blocked, with all that says so', () => {
    const ours = change(tick('P0.1', 'Fell a tree', 'aaaaaaa'));
    const theirs = change([
      '- [ ] **P0.1** Fell a tree\n  - Commit:\n  - Status:\n',
      '- [ ] **P0.1** Fell a tree\n  - Commit:\n  - Status: BLOCKED — no axe\n',
    ]);
    const { text, conflicts } = tryMerge(BASE, ours, theirs, { style: 'diff3' });
    expect(conflicts).toHaveLength(1);
    expect(text).toContain(`<<<<<<< ours
- [x] **P0.1** Fell a tree
  - Commit: aaaaaaa
  - Status: done, seen
||||||| base
- [ ] **P0.1** Fell a tree
  - Commit:
  - Status:
=======
- [ ] **P0.1** Fell a tree
  - Commit:
  - Status: BLOCKED — no axe
>>>>>>> theirs
`);
  });

  test('a task that one side took out and the other ticked', () => {
    const ours = change([block('P0.2', 'Saw planks'), '']);
    const theirs = change(tick('P0.2', 'Saw planks', 'bbbbbbb'));
    const { text, conflicts } = tryMerge(BASE, ours, theirs);
    expect(conflicts.map(({ about }) => about)).toEqual(['P0.2']);
    expect(text).toContain(
      `<<<<<<< ours\n=======\n${ticked('P0.2', 'Saw planks', 'bbbbbbb')}>>>>>>> theirs\n`,
    );
  });

  test('text that both have written anew', () => {
    const { text } = tryMerge(BASE, change(['a boat', 'a ship']), change(['a boat', 'a raft']));
    expect(text).toContain('<<<<<<< ours\nBuild a ship.\n=======\nBuild a raft.\n>>>>>>> theirs\n');
  });

  test('a row that both have written anew', () => {
    const { conflicts } = tryMerge(BASE, change(['planned', 'thought of']), change(['planned', 'dreamt of']));
    expect(conflicts).toHaveLength(1);
  });

  test('all that differs, where a merge by pieces would lose a task', () => {
    // Each side alone leaves a fence that is closed; together they would swallow what stands between.
    const base = 'a\n\n- [ ] **P0.1** One\n\nb\n\n- [ ] **P0.2** Two\n\nc\n';
    const { text, conflicts } = tryMerge(
      `# R\n\n### P0 — A\n\n${base}`,
      `# R\n\n### P0 — A\n\n${base.replace('a\n', '```\na\n```\n').replace('c\n', 'c\n\n```\nc\n```\n')}`,
      `# R\n\n### P0 — A\n\n${base.replace('a\n', '~~~\na\n')}`,
    );
    expect(conflicts.length).toBeGreaterThan(0);
    expect(text).toContain('**P0.1** One');
  });
});

describe('bytes', () => {
  test('line ends that one side has changed, under the ticks of the other', () => {
    const ours = BASE.replaceAll('\n', '\r\n');
    const theirs = change(tick('P0.1', 'Fell a tree', 'aaaaaaa'));
    expect(merge(ours, theirs)).toBe(theirs.replaceAll('\n', '\r\n'));
  });

  test('a byte order mark that one side has put there', () => {
    const theirs = change(tick('P0.1', 'Fell a tree', 'aaaaaaa'));
    expect(merge(`\ufeff${BASE}`, theirs)).toBe(`\ufeff${theirs}`);
  });

  test('an empty base: what both have added in two ways is a conflict', () => {
    const { conflicts } = tryMerge('', BASE, change(tick('P0.1', 'Fell a tree', 'aaaaaaa')));
    expect(conflicts.length).toBeGreaterThan(0);
  });
});
