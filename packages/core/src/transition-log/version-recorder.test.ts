import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execution } from '../dialects/execution.ts';
import { plan } from '../dialects/plan.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import { parseRoadmap } from '../parse/parse-roadmap.ts';
import { recordTasks, type TaskRecords } from './record-tasks.ts';
import { makeVersionRecorder } from './version-recorder.ts';

const encoder = new TextEncoder();

interface Watched {
  read(markdown: string): TaskRecords | null;
  /** Lengths of what was parsed, in bytes. */
  readonly parsed: number[];
}

function watchReader(dialect: Dialect = execution): Watched {
  const parsed: number[] = [];
  const read = makeVersionRecorder((bytes) => {
    parsed.push(bytes.length);
    return parseRoadmap(bytes, { path: 'ROADMAP.md', dialect });
  }, dialect);
  return { read: (markdown) => read(encoder.encode(markdown)), parsed };
}

function parse(bytes: Uint8Array, dialect: Dialect): Roadmap | null {
  const { graph, failure } = parseRoadmap(bytes, { path: 'ROADMAP.md', dialect });
  return failure === null ? graph : null;
}

function readInFull(markdown: string, dialect: Dialect = execution): TaskRecords | null {
  const graph = parse(encoder.encode(markdown), dialect);
  return graph === null ? null : recordTasks(graph, dialect);
}

/** Tasks of two phases, a review checklist and a change log. */
function write(done: number, rows = done): string {
  const tasks = [1, 2, 3, 4].map(
    (at) =>
      `- [${at <= done ? 'x' : ' '}] **P${at % 2}.${at}** Task ${at}\n  - Commit: ${at <= done ? 'abc1234' : ''}\n  - Status:\n`,
  );
  const [one = '', two = '', three = '', four = ''] = tasks;
  const log = Array.from({ length: rows }, (_, at) => `| 2026-01-02 | P0.${at} | did |\n`).join('');
  return `# Plan\n\n### P0 — A\n\n${two}${four}\n### P1 — B\n\n${one}\n${three}\n## Review checklist\n\n- [ ] **R1** Seen\n\n## Change log\n\n| Date | Phase | Action |\n| --- | --- | --- |\n${log}`;
}

describe('of many versions', () => {
  test('one is parsed, and of the others what is written in a new way', () => {
    const { read, parsed } = watchReader();
    for (const done of [0, 1, 2, 3, 4, 3, 0, 4]) expect(read(write(done))).toEqual(readInFull(write(done)));
    expect(parsed.filter((length) => length > 100)).toHaveLength(1);
    // Each of four tasks in two ways, and four rows.
    expect(parsed).toHaveLength(1 + 4 + 4 + 4);
  });

  test('with other prose none is parsed again', () => {
    const { read, parsed } = watchReader();
    for (const prose of ['One.', 'Two\nlines.', 'P9 — no heading'])
      expect(read(`${write(1)}\n${prose}\n`)).toEqual(readInFull(`${write(1)}\n${prose}\n`));
    expect(parsed.filter((length) => length > 100)).toHaveLength(1);
  });

  test('with other line ends none is parsed again', () => {
    const { read, parsed } = watchReader();
    read(write(2));
    const count = parsed.length;
    const crlf = `\uFEFF${write(2).replaceAll('\n', '\r\n')}`;
    expect(read(crlf)).toEqual(readInFull(crlf));
    expect(parsed.length).toBe(count);
  });

  test('without ids each is parsed', () => {
    const { read, parsed } = watchReader(plan);
    const versions = ['- [ ] one\n- [ ] two\n', '- [x] one\n- [ ] two\n'].map(
      (list) => `# Plan\n\n## Work\n\n${list}`,
    );
    for (const version of versions) expect(read(version)).toEqual(readInFull(version, plan));
    expect(parsed.filter((length) => length > 20)).toHaveLength(2);
  });

  test('what is no text is nothing', () => {
    const read = makeVersionRecorder((bytes) => parseRoadmap(bytes, { path: 'ROADMAP.md' }), execution);
    expect(read(new Uint8Array([0xff, 0xfe]))).toBeNull();
  });
});

test.each([
  [
    'prose that is underlined',
    '- [ ] **P0.1** One\n\n',
    'Review checklist\n---\n\n- [ ] **P0.2** Two\n',
    /Review checklist/,
    'P1 — B',
  ],
  [
    'a row that is underlined',
    '- [ ] **P0.1** One\n\n',
    '| a |\n---\n\n- [ ] **P0.2** Two\n',
    /\| a \|/,
    '| Review checklist |',
  ],
  ['lines under a number', '1. [x] **P0.1** One\nStatus: FAILED\n', '', /FAILED/, 'BLOCKED'],
  ['lines under a deeper bullet', '- a\n  - [x] **P0.1** One\nStatus: FAILED\n', '', /FAILED/, 'BLOCKED'],
  [
    'a fence that ends earlier',
    '```\n- [ ] **P0.1** One\n```\n',
    '- [ ] **P0.2** Two\n',
    /One/,
    'One\n```\n```',
  ],
  ['the name of a link', '- [ ] **P0.1** One\n', '\n[x]: https://example.org\n', /\[ \]/, '[x]'],
  [
    'a heading',
    '- [ ] **P0.1** One\n',
    '## Review checklist\n\n- [ ] **P0.2** Two\n',
    /Review checklist/,
    'More',
  ],
])('where a task hangs on %s, the whole version is read', (_, one, two, from, to) => {
  const { read } = watchReader();
  const before = `### P0 — A\n\n${one}${two}`;
  const after = before.replace(from, to);
  for (const version of [before, after, before]) expect(read(version)).toEqual(readInFull(version));
  expect(readInFull(after)).not.toEqual(new Map());
});

/** Ways of writing one task, for better or worse. */
const WAYS: readonly ((id: string) => string)[] = [
  (id) => `- [ ] **${id}** One\n  - Commit: abc1234\n  - Status: seen\n`,
  (id) => `- [x] **${id}** One\n  - Commit: abc1234\n`,
  (id) => `- [x] **${id}** FAILED: One\n`,
  (id) => `- [x] **${id}**\n`,
  (id) => `- [x] **${id}** One\n  - [ ] **${id}.1** Nested\n    - Status: BLOCKED: why\n`,
  (id) => `- [x] **${id}** One\n  - [ ] **P0.1** Again\n`,
  (id) => `- [x] **${id}** One\n  - [ ] nested without an id\n`,
  (id) => `- [x] **${id}** One\nlazily\n`,
  (id) => `- [x] **${id}** One\nStatus: FAILED\n`,
  (id) => `1. [x] **${id}** One\nStatus: BLOCKED\n`,
  (id) => `2. [x] **${id}** One\nStatus: FAILED\n`,
  (id) => `- [x] **${id}** One\n\n  more\n\n`,
  (id) => `- [x] **${id}** One\n---\n`,
  (id) => `- [x] **${id}** One\n===\n`,
  (id) => `- [x] **${id}** One\n| a | b |\n`,
  (id) => `* [~] ${id}: One\n`,
  (id) => `  - [x] **${id}** One\n`,
  (id) => `    - [x] **${id}** One\n`,
  (id) => `> - [x] **${id}** One\n`,
  (id) => `- [x] **${id}-T** Other\n`,
  (id) => `- [x]  **${id}** Two\n`,
  (id) => `- [x] \`${id}\` Two\n`,
  (id) => `- [x] **${id}** Two \`\n`,
  (id) => `- [x] **${id}** Two <!-- so\n`,
  (id) => `- [x] **${id}** Two\n<!--\n`,
  (id) => `- [x] **${id}** Two\n-->\n`,
  (id) => `- [x] **${id}** Two\n\`\`\`\n`,
  (id) => `- [x] **${id}** Two\n  \`\`\`\n`,
  (id) => `- [x] **${id}** Two\n  - [x]: https://example.org\n`,
  (id) => `- [x] **${id}** Two\n      deep\n`,
  () => '',
];
/** What can stand around tasks. */
const AROUND = [
  '',
  '',
  '### P0 — A\n\n',
  '### P1 — B\n\n',
  '## Review checklist\n\n',
  '## Final report\n\n**Surprises:**\n\n',
  '## Change log\n\n| Date | Phase |\n| --- | --- |\n| 2026-01-02 | P0.1 |\n',
  '| 2026-01-03 | P0.2 |\n',
  '| P2 — A |\n',
  'Text.\n',
  'Other text\nof two lines\n',
  'P3 — C\n',
  'Status: DONE\n',
  '**Status:** DONE\n',
  '\n',
  '---\n',
  '```\n',
  '<!--\n',
  '-->\n',
  '<details>\n',
  '[x]: https://example.org\n',
  '> quoted\n',
  '1. one\n',
  '- no box\n',
  '- [ ] **R1** Review\n',
  '- [ ] no id\n',
] as const;
const IDS = ['P0.1', 'P0.2', 'P1.3', 'P1.4'] as const;

/** The places of a version: what stands around a task and the task in turn. */
const first = fc.array(fc.nat({ max: AROUND.length - 1 }), {
  minLength: IDS.length * 2,
  maxLength: IDS.length * 2,
});
/** What is changed from version to version: most often a task. */
const step = fc.record({
  place: fc.nat({ max: IDS.length - 1 }),
  isTask: fc.constantFrom(true, true, true, false),
  to: fc.nat({ max: 999 }),
});
const history = fc.record({ first, steps: fc.array(step, { minLength: 4, maxLength: 16 }) });

function print(places: readonly number[]): string {
  const parts = IDS.map((id, at) => {
    const way = WAYS[(places[at * 2 + 1] ?? 0) % WAYS.length];
    return `${AROUND[places[at * 2] ?? 0] ?? ''}${way?.(id) ?? ''}`;
  });
  return `### P0 — A\n\n${parts.join('')}`;
}

test('is told of random histories what the parser tells', () => {
  fc.assert(
    fc.property(fc.noBias(history), ({ first: start, steps }) => {
      const { read } = watchReader();
      const places = [...start];
      for (const { place, isTask, to } of steps) {
        places[place * 2 + (isTask ? 1 : 0)] = to % (isTask ? WAYS : AROUND).length;
        const markdown = print(places);
        const told = read(markdown);
        expect([markdown, told === null ? null : [...told]]).toEqual([
          markdown,
          [...(readInFull(markdown) ?? [])],
        ]);
      }
    }),
    { seed: Number(process.env['FC_SEED'] ?? 20_261_121), numRuns: 60 },
  );
});
