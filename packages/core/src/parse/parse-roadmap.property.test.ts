import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Field, Roadmap, Span } from '../generated/roadmap.types.ts';
import { validateRoadmap } from '../generated/roadmap.validate.ts';
import { listTasks } from '../graph/tasks.ts';
import { parseRoadmap } from './index.ts';
import { foldLines } from './text-range.ts';

// The same cases in every run, so that a change is judged by what it changes; FC_SEED=<number> makes others.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_121) });

/** What real plans are made of, and what trips readers of them up. */
const FRAGMENTS = [
  '# Plan',
  '## Review checklist',
  '### P0 — Setup',
  '### P1 — Review handoff',
  '## Final report',
  '## Change log',
  '**Sign-off:**',
  '- [x] **P0.1** Ask',
  '- [ ] **P0.2** Do `<it>`',
  '- [X] P1.1: déjà vu',
  '* [~] half',
  '+ [❌] **FAILED:** no',
  '1. [✅] yes',
  '- [?] what',
  '  - Commit: abc1234',
  '  - Commit: `a1b2c3d..f6e5d4c`, o/r@abc1234 (note)',
  '  - Status: BLOCKED: no access',
  '  - **Result:** none',
  '\t- Owner: 山田',
  '  Status: PARTIAL',
  '  - Depends on: P0.1, P9.9',
  '  - Gate: yes',
  '    - [ ] nested',
  '- **Runner:** x',
  '- Name: <name>',
  '**Status:** ✅ Done',
  '**Detail:** [§2](docs/a.md#b)',
  'Total phases: 3',
  '| Date | Phase |',
  '| --- | --- |',
  '| 2026-01-01 | P0.1 |',
  '```',
  '~~~md',
  '<!-- roadmap-disable-next-line phase-order -- why -->',
  '<!--',
  '-->',
  '<details>',
  '</details>',
  '> - [ ] quoted',
  '> > text',
  '- - - [ ] deep',
  '',
  '',
  '   ',
  '---',
  'Setext',
  '===',
  '[x]: https://example.com',
  '[^1]: note',
  'text with *emphasis* and [link](a.md)',
  '\u202eeht',
  'e\u0301\u0301',
  '👩‍👩‍👧 family',
  '\u0000nul',
  'שלום עולם',
  '- [ ]',
  '- [x]no',
  '1) [ ] paren',
  '-\t[ ] tab',
  '     - [ ] code?',
] as const;

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');
const markdown = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...FRAGMENTS) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
      ),
      lineEnd,
    ),
    { maxLength: 40 },
  )
  .map((lines) => lines.map(([text, end]) => text + end).join(''));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const marked = fc.tuple(fc.boolean(), markdown).map(([mark, text]) => bytesOf((mark ? '\ufeff' : '') + text));

/** Every span of a graph with the text that its node claims to stand there; null where it claims none. */
function* claimsOf(graph: Roadmap): Generator<{ span: Span; text: string | null; line: number | null }> {
  const fields = function* (list: readonly Field[]): ReturnType<typeof claimsOf> {
    for (const { span, value, valueSpan, line } of list) {
      yield { span: valueSpan, text: value, line: null };
      yield { span, text: null, line };
    }
  };
  yield* fields(graph.fields);
  for (const phase of graph.phases) {
    yield { span: phase.span, text: null, line: phase.line };
    yield { span: phase.titleSpan, text: phase.title, line: null };
    yield* fields(phase.fields);
  }
  for (const node of [...listTasks(graph), ...graph.review]) {
    yield { span: node.span, text: null, line: node.line };
    yield { span: node.boxSpan, text: node.box, line: null };
    yield { span: node.titleSpan, text: node.title, line: null };
    if (node.idSpan !== null) yield { span: node.idSpan, text: node.id, line: null };
    yield* fields(node.fields);
  }
  for (const task of listTasks(graph)) {
    for (const { span, text, line } of [...task.claims, ...task.notes]) yield { span, text, line };
  }
  for (const item of graph.review)
    for (const { span, text, line } of item.requirements) yield { span, text, line };
  for (const list of graph.report?.lists ?? [])
    for (const { span, text, line } of list.items) yield { span, text, line };
  yield* fields([
    ...(graph.report?.entries ?? []),
    ...(graph.report?.groups ?? []).flatMap((group) => group.entries),
  ]);
  yield* fields(graph.signOff?.entries ?? []);
  for (const row of graph.changeLog?.rows ?? [])
    for (const cell of row.cells) yield { span: cell.span, text: cell.value, line: null };
  for (const { span, line } of [...graph.links, ...graph.silences]) yield { span, text: null, line };
  if (graph.outcome !== null) yield graph.outcome;
}

function sliceBytes(bytes: Uint8Array, { start, end }: Span): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end));
}

describe('parsing', () => {
  test('ends on any bytes and gives a graph that fits its schema', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(
          validateRoadmap({ schemaVersion: 1, roadmap: parseRoadmap(bytes, { path: 'a.md' }).graph }),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('gives a graph that fits its schema, whose spans slice the bytes to what the nodes claim, on their lines', () => {
    fc.assert(
      fc.property(marked, (bytes) => {
        const { graph, source } = parseRoadmap(bytes, { path: 'a.md' });
        expect(validateRoadmap({ schemaVersion: 1, roadmap: graph })).toBe(true);
        for (const { span, text, line } of claimsOf(graph)) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          if (text !== null) expect(foldLines(sliceBytes(bytes, span))).toBe(text);
          if (line !== null) expect(source?.placeOf(span.start).line).toBe(line);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('gives every task and review item a handle of its own where the author wrote no id', () => {
    fc.assert(
      fc.property(marked, (bytes) => {
        const { graph } = parseRoadmap(bytes, { path: 'a.md' });
        const handles = [...listTasks(graph), ...graph.review]
          .filter(({ derived }) => derived)
          .map(({ id }) => id);
        expect(new Set(handles).size).toBe(handles.length);
      }),
      { numRuns: 300 },
    );
  });
});

/** The graph without places: what must not change when only the bytes around the words do. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !/^(?:line|silencedLine|span|.*Span)$/.test(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPlaces(inner)]));
}

const graphOf = (text: string): unknown => withoutPlaces(parseRoadmap(bytesOf(text), { path: 'a.md' }).graph);

describe('a graph does not change', () => {
  const lines = fc.array(fc.constantFrom(...FRAGMENTS.filter((one) => !one.includes('\u0000'))), {
    maxLength: 30,
  });
  // The blank lines behind text that spans lines (HTML, the outcome) are part of it, with their line ends.
  const plain = lines.map((list) => list.filter((one) => !one.startsWith('<')).join('\n'));

  test('with CR LF line ends, a byte order mark, or a missing line end at the end', () => {
    fc.assert(
      fc.property(plain, (text) => {
        const graph = graphOf(text);
        expect(graphOf(text.replaceAll('\n', '\r\n'))).toEqual(graph);
        expect(graphOf(`\ufeff${text}`)).toEqual(graph);
        expect(graphOf(`${text}\n`)).toEqual(graph);
      }),
      { numRuns: 300 },
    );
  });

  test('with tabs for the indentation and behind the bullet', () => {
    const text =
      '### P0 — A\n\n- [x] **P0.1** a\n    - Commit: abc1234\n    - [ ] nested\n        - Owner: me\n';
    const tabbed = text
      .replaceAll('        -', '\t\t-')
      .replaceAll('    -', '\t-')
      .replace('- [x]', '-\t[x]')
      .replace('- [ ]', '-\t[ ]');
    expect(graphOf(tabbed)).toEqual(graphOf(text));
  });

  test('of tasks that are nested deeper in bullets without a box', () => {
    const tasks = '- [x] **P0.1** a\n  - Commit: abc1234\n  - Status: ok\n- [ ] **P0.2** b\n';
    for (const depth of [1, 2, 5, 20]) {
      const bullets = Array.from(
        { length: depth },
        (_, level) => `${'  '.repeat(level)}- group ${level}\n`,
      ).join('');
      const nested = tasks.replace(/^/gm, '  '.repeat(depth)).trimEnd();
      expect(graphOf(`### P0 — A\n\n${bullets}${nested}\n`)).toEqual(graphOf(`### P0 — A\n\n${tasks}`));
    }
  });

  test.each(['👩‍👩‍👧 family', 'e\u0301te\u0301', 'שלום עולם', 'مرحبا', '日本語', 'a\u202eb', '𝒳 astral'])(
    'but for the title, with %j in it',
    (words) => {
      const withTitle = (title: string): unknown =>
        graphOf(
          `### P0 — A\n\n- [x] **P0.1** ${title}\n  - Commit: abc1234\n  - Status: ${title}\n- [ ] **P0.2** b\n`,
        );
      expect(JSON.stringify(withTitle(words)).replaceAll(words, 'plain')).toBe(
        JSON.stringify(withTitle('plain')),
      );
    },
  );
});
