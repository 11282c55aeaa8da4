import { describe, expect, test } from '@jest/globals';
import { sliceLines } from './merged.ts';
import { renderMerged } from './render-merged.ts';
import { tryMerge } from './try-merge.ts';

const TASK =
  '# Boat — Execution Roadmap\n\n### P0 — Wood\n\n- [ ] **P0.1** Fell a tree\n  - Commit:\n  - Status:\n';
const LOG = `${TASK}
## Change log

| Date | Task | What | Commit |
| --- | --- | --- | --- |
| 2026-01-01 10:00 | P0.0 | planned | — |
`;
const ROW = '| 2026-01-02 10:00 | P0.1 | seen | — |\n';
const REPORT = `${TASK}
## Final report

**Surprises:**

- The saw broke
`;

/** The result, which must be clean and the same from either side. */
function merge(base: string, ours: string, theirs: string): string {
  const { text, conflicts } = tryMerge(base, ours, theirs);
  expect(conflicts).toEqual([]);
  expect(tryMerge(base, theirs, ours).text).toBe(text);
  return text;
}

describe('what is there twice', () => {
  test('rows that one side put in twice, and the other once', () => {
    expect(merge(LOG, LOG + ROW + ROW, LOG + ROW)).toBe(LOG + ROW + ROW);
    const other = '| 2026-01-03 10:00 | P0.1 | gone | — |\n';
    expect(merge(LOG, LOG + ROW + ROW, LOG + ROW + other)).toBe(LOG + ROW + ROW + other);
  });

  test('surprises that one side put in twice, and the other once', () => {
    expect(merge(REPORT, `${REPORT}- Rain\n- Rain\n`, `${REPORT}- Rain\n`)).toBe(`${REPORT}- Rain\n- Rain\n`);
  });

  test('a row that both sides put in, in two layouts, stays one', () => {
    const wide = ROW.replaceAll(' |', '  |');
    expect([LOG + ROW, LOG + wide]).toContain(merge(LOG, LOG + ROW, LOG + wide));
  });

  test('lines that both sides put in the same order keep it', () => {
    const both = `${REPORT}- Storm\n- Rain\n`;
    expect(merge(REPORT, `${both}- Hail\n`, both)).toBe(`${both}- Hail\n`);
    expect(merge(`${REPORT}- Wind\n`, `${both}- Wind\n`, both)).toBe(both);
  });
});

describe('line ends that one side has changed in the whole file', () => {
  const NEXT = '- [ ] **P0.2** Saw planks\n  - Commit:\n  - Status:\n';

  test('are those of what the other side has put in, and of what stands around it', () => {
    const theirs = `${TASK}${NEXT}  - Owner: Ada\n- [ ] **P0.3** Dry them\n`;
    expect(merge(TASK + NEXT, (TASK + NEXT).replaceAll('\n', '\r\n'), theirs)).toBe(
      theirs.replaceAll('\n', '\r\n'),
    );
  });

  test('are those of the marks and of both sides of a conflict', () => {
    const ours = TASK.replace('tree', 'fir').replaceAll('\n', '\r\n');
    expect(tryMerge(TASK, ours, TASK.replace('tree', 'oak')).text).not.toMatch(/[^\r]\n/);
  });
});

describe('a silence', () => {
  const SILENCE = '<!-- roadmap-disable-next-line commit-missing -- asked by phone -->\n';
  const [two, three] = ['- [ ] **P0.2** Saw planks\n', '- [ ] **P0.3** Dry them\n'];

  test('that one side put before a task goes where the other side moved the task', () => {
    expect(merge(TASK + two + three, TASK + three + two, TASK + SILENCE + two + three)).toBe(
      TASK + three + SILENCE + two,
    );
  });

  test('goes with the task that one side took out, and the other left', () => {
    expect(merge(TASK + SILENCE + two + three, TASK + three, `${TASK}${SILENCE}${two}${three}\nEnd.\n`)).toBe(
      `${TASK}${three}\nEnd.\n`,
    );
  });

  test('stays with its task where the other side puts one before that', () => {
    const four = '- [ ] **P0.4** Plane them\n';
    expect(merge(TASK + two, TASK + SILENCE + two, TASK + four + two)).toBe(TASK + four + SILENCE + two);
  });
});

describe('a side that took out the head of a task, whose lines went to the task before', () => {
  const nested =
    '- [ ] **P0.2** Saw planks\n  - [ ] Sharpen the saw\n    - Use the file\n    - Use the oil\n';
  const base = `# Boat — Execution Roadmap\n\n### P0 — Wood\n\n${nested}`;
  const ours = base.replace('planks\n', 'planks\n  - Owner: Ada\n');
  const theirs = base.replace('  - [ ] Sharpen the saw\n    - Use the file\n', '');

  test.each(['ours', 'theirs'] as const)('loses no line where %s is taken in the conflicts', (side) => {
    const { text } = tryMerge(base, ours, theirs);
    const chosen = text.replace(
      /<{7} ours\n([\s\S]*?)={7}\n([\s\S]*?)>{7} theirs\n/g,
      side === 'ours' ? '$1' : '$2',
    );
    expect(chosen.split('    - Use the oil\n')).toHaveLength(2);
    expect(chosen.includes('Sharpen the saw')).toBe(side === 'ours');
  });
});

test('a task that one side took out conflicts with the tasks in it that the other side did', () => {
  const outer = '- [ ] **P0.2** Saw planks\n  - [ ] Sharpen the saw\n';
  const { text } = tryMerge(TASK + outer, TASK, TASK + outer.replace('[ ] Sharpen', '[x] Sharpen'));
  expect(text).toBe(
    `${TASK}<<<<<<< ours\n=======\n${outer.replace('[ ] Sharpen', '[x] Sharpen')}>>>>>>> theirs\n`,
  );
});

test('more lines than a call has arguments', () => {
  const lines = Array.from({ length: 300_000 }, () => ({ text: 'a', end: '\n' }));
  const style = { markerSize: 7, labels: { ours: '', base: '', theirs: '' }, style: 'merge' } as const;
  const conflict = { base: [], ours: [sliceLines(lines)], theirs: [sliceLines(lines)], about: '' };
  const { text, conflicts } = renderMerged(
    [sliceLines(lines), { kind: 'conflict', ...conflict }],
    style,
    true,
    null,
  );
  expect(conflicts).toEqual([{ line: 300_001, about: '' }]);
  expect(text).toHaveLength(3 * 2 * 300_000 + 3 * 8);
});
