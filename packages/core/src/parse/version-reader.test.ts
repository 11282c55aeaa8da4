import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseRoadmap } from './parse-roadmap.ts';
import { makeVersionReader, placeVersion } from './version-reader.ts';

const encoder = new TextEncoder();
const options = { path: 'ROADMAP.md', gates: ['P1.4'] };

interface Watched {
  /** Both of what is read and of what the parser says. */
  read(markdown: string): { readonly told: unknown; readonly parsed: unknown };
  /** Number of versions that were parsed in full. */
  full: number;
}

function watchReader(): Watched {
  let size = 0;
  const watched: Watched = {
    full: 0,
    read: (markdown) => {
      const bytes = encoder.encode(markdown);
      size = bytes.length;
      const found = readVersion(bytes);
      const { source: own, ...parsed } = parseRoadmap(bytes, options);
      if (found.kind === 'parsed')
        return { told: { ...found.parsed, source: null }, parsed: { ...parsed, source: null } };
      expect(unplace(found.version.loose)).toEqual(unplace(parsed.graph));
      const { source, ...told } = placeVersion(found.version) ?? { source: null };
      expect(source?.text).toBe(own?.text);
      return { told, parsed };
    },
  };
  const readVersion = makeVersionReader((bytes, dialect) => {
    if (dialect === undefined && bytes.length === size) watched.full += 1;
    return parseRoadmap(bytes, { ...options, dialect });
  });
  return watched;
}

/** A graph without its places. */
function unplace(graph: unknown): unknown {
  return JSON.parse(
    JSON.stringify(graph, (key, value: unknown) =>
      /^(?:line|silencedLine|span|.*Span|links)$/.test(key) ? null : value,
    ),
  );
}

function hold(read: Watched['read'], markdown: string): void {
  const { told, parsed } = read(markdown);
  expect([markdown, told]).toEqual([markdown, parsed]);
}

/** A roadmap with all that one may have. */
function write(done: number, more: { readonly prose?: string; readonly review?: string } = {}): string {
  const { prose = 'Prose\nof two lines.', review = ' ' } = more;
  const task = (at: number): string =>
    `- [${at <= done ? 'x' : ' '}] **P${at % 2}.${at}** Aufgabe ${at} — 山田 ${'x'.repeat(at === done ? 40 : 0)}\n  - Commit:${at <= done ? ' abc1234 (ü)' : ''}\n  - Status:${at <= done ? ` PASS [log](a.md#${at})\n  - [x] part without an id` : ''}\n`;
  const rows = Array.from({ length: done }, (_, at) => `| 2026-01-02 | P0.${at} | did [it](b.md) |\n`).join(
    '',
  );
  return `# Plan\n\n**Status:** going\n\n## Outcome\n\nAll is well.\nSeen.\n\nTotal phases: 2\n\n### P0 — A\n\n${prose}\n\n${task(2)}<!-- roadmap-disable-next-line no-id-gap -- why -->\n${task(4)}\n- [ ] no id\n\n**Detail:** [x](docs/a.md)\n\n### P1 — B\n\n${task(1)}\n${task(3)}\n## Review checklist\n\n- [${review}] **R1** Seen, ${prose.length}\n  - P0.2\n\n## Final report\n\n- **Runner:** me\n\n**Surprises:**\n\n- one\n- two\n\n## Change log\n\n| Date | Phase | Action |\n| --- | --- | --- |\n${rows}\n${prose}\n\n## Sign-off\n\n- Name: <name>\n`;
}

describe('of many versions', () => {
  test('one is parsed in full, and the others are told from it', () => {
    const watched = watchReader();
    for (const done of [0, 1, 2, 3, 4, 3, 0, 4]) hold(watched.read, write(done));
    expect(watched.full).toBe(1);
  });

  test('one that has other prose is told, too', () => {
    const watched = watchReader();
    for (const prose of ['One.', 'Two\nlines.', 'P9 — no heading']) hold(watched.read, write(1, { prose }));
    expect(watched.full).toBe(3);
    for (const prose of ['Three.', 'Four\nlines']) hold(watched.read, write(1, { prose, review: 'x' }));
    expect(watched.full).toBe(5);
  });

  test('one of a long file that differs in places far apart is told, too', () => {
    const watched = watchReader();
    const long = (ticked: readonly number[], ...rows: string[]): string => {
      const tasks = Array.from({ length: 90 }, (_, at) => {
        const isDone = ticked.includes(at);
        return `- [${isDone ? 'x' : ' '}] **P0.${at + 1}** Task ${at} of ü\n  - Commit:${isDone ? ' this' : ''}\n  - Status:\n`;
      });
      const [first, second] = [tasks.slice(0, 40).join(''), tasks.slice(40).join('')];
      return `# Plan\n\n### P0 — A\n\n${first}\nProse ${rows.length}.\n\n${second}\n## Change log\n\n| A | B |\n| --- | --- |\n${rows.map((row) => `${row}\n`).join('')}`;
    };
    const versions = [
      long([]),
      long([3], '| 1 | a |'),
      long([3, 88], '| 1 | a |', '| 2 | b |'),
      long([3, 4, 5, 41, 88], '| 1 | a |', '| 2 | b |'),
      long([88], '| 2 | b |'),
      long([0, 89], '| 2 | b |', '| 3 |'),
    ];
    for (const version of versions) hold(watched.read, version);
    expect(watched.full).toBe(1);
  });

  test('those that differ in anything else are parsed', () => {
    const watched = watchReader();
    hold(watched.read, write(1));
    hold(watched.read, write(1, { review: 'x' }));
    hold(watched.read, write(1).replaceAll('\n', '\r\n'));
    hold(watched.read, write(1).replace('- two', '- three'));
    expect(watched.full).toBe(4);
  });
});

test.each([
  [
    'a label in the next column',
    '- [ ] **P0.1** One\n\n **Notes:**\n- [ ] **P0.2** Two\n',
    'Notes',
    'Review checklist',
  ],
  ['a line that goes on lazily', '- [ ] **P0.1** One\n  <!-- x -->\nlazily\n', '<!-- x -->', 'more'],
  ['a fence that is left open', '- [ ] **P0.1** One\n  so\n\n\n\n- [ ] **P0.2** Two\n', '  so', '  ```'],
  ['a link in prose', '- [ ] **P0.1** One\n\nText.\n', 'Text', 'See https://example.org'],
  ['a count of phases', '- [ ] **P0.1** One\n\nText.\n', 'Text.', 'Total phases: 3'],
  ['prose that is underlined', '- [ ] **P0.1** One\n\nText\n---\n', 'Text', 'P1 — B'],
  ['prose that goes on with a value', '**Status:** one\ntwo\n\n- [ ] **P0.1** One\n', 'two', 'three'],
  ['prose of the outcome', '- [ ] **P0.1** One\n\n## Outcome\n\nWell.\n', 'Well', 'Better'],
  [
    'an anchor in a row',
    '- [ ] **P0.1** One\n\n## Change log\n\n| A |\n| --- |\n| b |\n',
    'b',
    '<a id="b"></a>',
  ],
  ['the head of a table', '- [ ] **P0.1** One\n\n## Change log\n\n| A |\n| --- |\n| b |\n', 'A', 'C'],
  [
    'a bullet of another list',
    '**Review checklist:**\n\n- [ ] **R1** One\n* [ ] **P0.2** Two\n',
    '* [',
    '- [',
  ],
  ['an anchor under a task', '- [ ] **P0.1** One\n\n  text\n', 'text', '<a id="b"></a>'],
  ['a handle that is taken', '- [ ] **P0.1** A\n  so\n- [ ] **P0.1** B\n  - [ ] c\n', 'so', '- [ ] so'],
  [
    'a comment behind a task',
    '- [ ] **P0.1** A\n<!-- roadmap-disable-next-line x -- y -->\n- [ ] **P0.2** B\n',
    'A',
    'C D',
  ],
])('what hangs on %s is told as the parser tells it', (_, text, from, to) => {
  const { read } = watchReader();
  const before = `### P0 — A\n\n${text}`;
  const at = before.lastIndexOf(from);
  const after = `${before.slice(0, at)}${to}${before.slice(at + from.length)}`;
  for (const version of [before, after, before]) hold(read, version);
  expect(parseRoadmap(encoder.encode(after), options).graph).not.toEqual(
    parseRoadmap(encoder.encode(before), options).graph,
  );
});

/** Lines that make other things of what is around them, and lines that do not. */
const LINES = [
  '- [ ] **P0.1** One',
  '- [x] **P0.2** Two',
  '- [x] P1.1: déjà vu',
  '* [~] **P0.3** half',
  '- [x] **P1.2** FAILED: One',
  '1. [✅] **P0.4** Four',
  '  - [ ] **P0.5** Nested',
  '  - [ ] nested without an id',
  '- [ ] no id',
  '  - Commit: abc1234',
  '  - Commit: `a1b2c3d..f6e5d4c`, [o](r@abc1234) (note)',
  '  - Status: BLOCKED: no access',
  '  - Status: PASS: 山田 ',
  '  - Gate: yes',
  '  Status: PARTIAL',
  'Status: FAILED',
  '**Status:** DONE',
  '**Surprises:**',
  '**Review checklist:**',
  '**Sign-off:**',
  '- Name: <name>',
  'lazily',
  'Text with `code`.',
  'Total phases: 3',
  'see https://example.org',
  '### P0 — A',
  '### P1 — B [x](y)',
  '## Outcome',
  '## Review checklist',
  '## Final report',
  '## Change log',
  '| Date | Phase |',
  '| --- | --- |',
  '| 2026-01-02 | P0.1 |',
  '| 2026-01-03 | [P0.2](a.md) | more |',
  '| 2026-01-04',
  '| <!-- so | --> |',
  '---',
  '===',
  '  ---',
  '```',
  '  ```',
  '<!--',
  '-->',
  '  <!-- roadmap-disable-next-line no-id-gap -- why -->',
  '<!-- roadmap-disable-next-line phase-order -- why -->',
  '<details>',
  '  <a id="here"></a>',
  '[x]: https://example.org',
  '> quoted',
  '1. one',
  '2. two',
  '- no box',
  '    deep',
  '\tdeep',
  ' narrow',
  '   ',
  '',
  '',
  '',
  '',
] as const;

const FIXTURES = ['seeds-like/execution-like.md', 'seeds-like/template.md', 'seeds-like/plan-like.md'].map(
  (path) => readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url), 'utf8'),
);
const STARTS = [write(2), ...FIXTURES];

/** What is done to a line: most often it says something else, as a tick does. */
const edit = fc.record({
  at: fc.nat({ max: 9999 }),
  line: fc.nat({ max: LINES.length - 1 }),
  kind: fc.constantFrom('tick', 'tick', 'say', 'say', 'insert', 'replace', 'remove', 'swap'),
});
type Edit = { readonly at: number; readonly line: number; readonly kind: string };

function change(lines: string[], { at: place, line, kind }: Edit): void {
  const at = place % (lines.length + 1);
  const old = lines[at] ?? '';
  if (kind === 'insert') lines.splice(at, 0, LINES[line] ?? '');
  else if (kind === 'replace') lines[at] = LINES[line] ?? '';
  else if (kind === 'remove') lines.splice(at, 1);
  else if (kind === 'swap') lines.splice(at, 2, lines[at + 1] ?? '', old);
  else if (kind === 'say') lines[at] = `${old} é${line}`;
  else lines[at] = old.includes('[ ]') ? old.replace('[ ]', '[x]') : old.replace('[x]', '[ ]');
}

/** Versions of which each is made of one before, not always of the last one. */
const history = (starts: fc.Arbitrary<string>, steps: number): fc.Arbitrary<readonly string[]> =>
  fc
    .tuple(starts, fc.array(fc.tuple(edit, fc.nat({ max: 3 })), { minLength: 2, maxLength: steps }))
    .map(([start, edits]) => {
      const versions = [start];
      for (const [one, back] of edits) {
        const lines = (versions.at(-1 - (back === 3 ? 1 : 0)) ?? start).split('\n');
        change(lines, one);
        versions.push(lines.join('\n'));
      }
      return versions;
    });

const SEED = Number(process.env['FC_SEED'] ?? 20_261_121);
const drawn = fc
  .array(fc.nat({ max: LINES.length - 1 }), { minLength: 4, maxLength: 24 })
  .map((lines) => `### P0 — A\n\n${lines.map((line) => `${LINES[line] ?? ''}\n`).join('')}`);

test.each([
  ['of a few lines', drawn, 8, 80],
  ['of roadmaps', fc.constantFrom(...STARTS), 12, 10],
])('of random histories %s, what is told is what the parser tells', (_, starts, steps, runs) => {
  fc.assert(
    fc.property(fc.noBias(history(starts, steps)), (versions) => {
      const { read } = watchReader();
      for (const version of versions) hold(read, version);
    }),
    { seed: SEED, numRuns: Number(process.env['FC_RUNS'] ?? runs) },
  );
});
