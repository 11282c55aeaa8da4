import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listTasks } from '../graph/tasks.ts';
import { type Parsed, parseRoadmap } from '../parse/index.ts';
import type { Source } from '../source/source.ts';
import { applyEdits, invertEdits } from '../transition/edit.ts';
import { type PlannedIds, planIds } from './plan-ids.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const PATH = 'docs/TODO.md';

const read = (bytes: Uint8Array, path: string): Parsed & { readonly source: Source } => {
  const parsed = parseRoadmap(bytes, { path });
  if (parsed.source === null) throw new Error(parsed.failure?.message);
  return { ...parsed, source: parsed.source };
};

/** Plans the ids of a file, and holds what is planned: insertions, which their inverse takes back, and nothing left to do. */
function plan(bytes: Uint8Array, path = PATH): PlannedIds {
  const parse = (one: Uint8Array): Parsed['graph'] => read(one, path).graph;
  const before = read(bytes, path);
  const planned = planIds(before, parse);
  if (planned.kind !== 'planned') return planned;
  const { edits, bytes: written } = planned;
  expect(edits.filter(({ start, end }) => start !== end)).toEqual([]);
  expect(applyEdits(written, invertEdits(bytes, edits))).toEqual(bytes);
  const again = planIds(read(written, path), parse);
  expect([again.kind, again.kind === 'planned' ? again.edits : []]).toEqual(['planned', []]);
  const says = (graph: Parsed['graph']): unknown =>
    listTasks(graph).map(({ form, title, state, box, line, dependsOn, claims, fields }) => [
      ...[form === 'row' ? '' : title, state, box, line, dependsOn],
      claims.map(({ kind, text }) => [kind, text]),
      fields.map(({ name, value }) => [name, value]),
    ]);
  expect(says(parse(written))).toEqual(says(before.graph));
  return planned;
}

function write(markdown: string, path = PATH): string {
  const planned = plan(encoder.encode(markdown), path);
  return planned.kind === 'planned' ? decoder.decode(planned.bytes) : `${planned.message} → ${planned.help}`;
}

describe('ids', () => {
  test.each([
    [
      'of letters of the headings, and of the task around',
      '# Shop\n\n## Shop window\n\n- [x] Bread (4f1d2c9)\n* [ ] Hours\n  - [ ] On Sundays\n\n## Till\n\n1. [ ] Cash\n',
      '# Shop\n\n## Shop window\n\n- [x] **SW-1** Bread (4f1d2c9)\n* [ ] **SW-2** Hours\n  - [ ] **SW-2.1** On Sundays\n\n## Till\n\n1. [ ] **T-1** Cash\n',
    ],
    [
      'of other letters, where these stand before a number already',
      '## Till window\n\n- [ ] See TW-3 of the old plan\n- [ ] A T1 line\n',
      '## Till window\n\n- [ ] **TI-1** See TW-3 of the old plan\n- [ ] **TI-2** A T1 line\n',
    ],
    [
      'that go on with those of the phase',
      '## Till\n\n- [ ] **K-1** Cash\n- [ ] Cards\n- [ ] **K-7** Coins\n- [ ] Vouchers, unlike K-3\n',
      '## Till\n\n- [ ] **K-1** Cash\n- [ ] **K-2** Cards\n- [ ] **K-7** Coins\n- [ ] **K-4** Vouchers, unlike K-3\n',
    ],
    [
      'of a file without headings',
      '- [ ] one\r\n- [ ] two\r\n',
      '- [ ] **T-1** one\r\n- [ ] **T-2** two\r\n',
    ],
    [
      'before words that say a state, bold text and struck text',
      '- [ ] BLOCKED: no key\n- [ ] **Bold** one\n- [x] ~~struck~~\n',
      '- [ ] **T-1** BLOCKED: no key\n- [ ] **T-2** **Bold** one\n- [x] **T-3** ~~struck~~\n',
    ],
    [
      'in the empty cells of a table',
      '## Till\n\n| ID | Task | Status |\n|---|---|---|\n|   | Cash | done |\n| | Cards | open |\n|| Coins | open |\n',
      '## Till\n\n| ID | Task | Status |\n|---|---|---|\n| T-1  | Cash | done |\n| T-2 | Cards | open |\n|T-3| Coins | open |\n',
    ],
    [
      'not between the two of a range, which would name it',
      '- [ ] **A1** a\n- [ ] b\n- [ ] **A3** c\n- [ ] **A4** d (depends on A1–A3)\n- [ ] e\n',
      '- [ ] **A1** a\n- [ ] b\n- [ ] **A3** c\n- [ ] **A4** d (depends on A1–A3)\n- [ ] **T-1** e\n',
    ],
    ['not where all have one', '- [ ] **A-1** a\n', '- [ ] **A-1** a\n'],
    [
      'behind a byte order mark',
      '\uFEFF- [ ] ünï\n- [ ] zwei\n',
      '\uFEFF- [ ] **T-1** ünï\n- [ ] **T-2** zwei\n',
    ],
  ])('%s', (_what, before, after) => {
    expect(write(before)).toBe(after);
  });

  test('are named as left out where a table has no place for them', () => {
    const planned = plan(encoder.encode('| Task | Status |\n|---|---|\n| Cash | done |\n\n- [ ] Coins\n'));
    if (planned.kind !== 'planned') throw new Error(planned.message);
    expect([...planned.left].map(([{ title }, why]) => `${title}: ${why}`)).toEqual([
      'Cash: its table has no empty cell in a column for ids',
    ]);
    expect([...planned.given.values()]).toEqual(['T-1']);
  });

  test.each([
    ['an execution roadmap', '### P0 — A\n\n- [ ] **P0.1** a\n- [ ] b\n', 'execution'],
    [
      'steps of superpowers',
      '### Task 1: A\n\n- [ ] **Step 1: b**\n\n### Task 2: B\n\n- [ ] **Step 1: c**\n',
      'superpowers',
    ],
  ])('are none for %s, where all that has none is left out', (_what, markdown, dialect) => {
    const planned = plan(encoder.encode(markdown));
    if (planned.kind !== 'planned') throw new Error(planned.message);
    const bare = listTasks(read(encoder.encode(markdown), PATH).graph).filter(({ derived }) => derived);
    expect([planned.edits.length, planned.left.size]).toEqual([0, bare.length]);
    expect([...new Set(planned.left.values())]).toEqual([`the dialect ${dialect} has no place for such ids`]);
  });
});

const fixtures = join(import.meta.dirname, '../../../../test/fixtures');
const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.md'),
);

test.each(files)('ids of %s touch nothing else', (path) => {
  expect(plan(readFileSync(join(fixtures, path)), path).kind).toBe('planned');
});
