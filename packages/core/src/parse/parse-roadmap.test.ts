import { describe, expect, test } from '@jest/globals';
import { plan } from '../dialects/plan.ts';
import { parseLimits, parseRoadmap } from './parse-roadmap.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, path = 'ROADMAP.md') => parseRoadmap(bytesOf(text), { path });

describe('the dialect', () => {
  test.each([
    ['a phase and a task with an id', '### P0 — A\n- [ ] **P0.1** a\n', 'execution'],
    ['a phase alone', '### P0 — A\n- [ ] a\n', 'plan'],
    ['ids alone', '## A\n- [ ] **P0.1** a\n', 'plan'],
    ['an id in a fence', '### P0 — A\n```\n- [ ] **P0.1** a\n```\n', 'plan'],
    ['nothing', '', 'plan'],
  ])('of a file with %s is found', (_name, text, dialect) => {
    expect(parse(text).dialect.name).toBe(dialect);
    expect(parse(text).graph.dialect).toBe(dialect);
  });

  test('may be named', () => {
    const { graph } = parseRoadmap(bytesOf('### P0 — A\n- [ ] **P0.1** a\n'), {
      path: 'a.md',
      dialect: plan,
    });
    expect(graph.phases[0]).toMatchObject({ id: 'p0-a', derived: true });
  });
});

describe('a file past a limit', () => {
  test('of size is not even decoded', () => {
    const bytes = new Uint8Array(parseLimits.size + 1).fill(0xff);
    const { failure, source, graph } = parseRoadmap(bytes, { path: 'a.md' });
    expect(failure).toMatchObject({ code: 'too-large', line: 1 });
    expect([source, graph.phases]).toEqual([null, []]);
  });

  test('of depth is named with its line', () => {
    const { failure, graph } = parse(`# A\n\n- [ ] a\n${'- '.repeat(parseLimits.depth + 1)}a\n`);
    expect(failure).toMatchObject({ code: 'too-deep', line: 4 });
    expect(failure?.message).toContain('101 deep');
    expect(graph.phases).toEqual([]);
  });

  test('of depth is read up to the limit', () => {
    const { failure, graph } = parse(`${'- '.repeat(parseLimits.depth)}[ ] a\n`);
    expect(failure).toBeNull();
    expect(graph.phases[0]?.tasks).toHaveLength(1);
  });
});

test('a file that is no UTF-8 is not read, and the place is named', () => {
  const { failure, source } = parseRoadmap(Uint8Array.from([...bytesOf('a\né'), 0xff]), { path: 'a.md' });
  expect(failure).toMatchObject({ code: 'not-utf8', line: 2, column: 2 });
  expect(source).toBeNull();
});

test('marks at the head of the file, however many, are no part of its text', () => {
  const { graph } = parse('\ufeff\ufeff# A\n- [x] a\n');
  expect(graph.title).toBe('A');
  expect(graph.phases[0]?.tasks[0]).toMatchObject({ title: 'a', titleSpan: { start: 16, end: 17 } });
});

describe('boxes 10,000 deep are refused within a second', () => {
  const DEPTH = 10_000;
  const staircase = (indent: string, item: string, end = '\n'): string => {
    const lines: string[] = [];
    // Each line of a staircase is as long as it is deep, so that no 10,000 of them fit into the limit of size.
    for (let level = 0, length = 0; length < parseLimits.size - 4 * DEPTH; level += 1) {
      lines.push(indent.repeat(level) + item);
      length += level * indent.length + item.length + end.length;
    }
    return lines.join(end);
  };
  test.each([
    ['by bullets on one line', `${'- '.repeat(DEPTH)}[ ] a`],
    ['by numbers on one line', `${'1. '.repeat(DEPTH)}[ ] a`],
    ['by quotes', `${'> '.repeat(DEPTH)}- [ ] a`],
    ['by quotes without blanks', `${'>'.repeat(DEPTH)}- [ ] a`],
    ['by quotes and bullets', `${'> - '.repeat(DEPTH / 2)}[ ] a`],
    ['by footnotes', `${'[^a]: '.repeat(DEPTH)}- [ ] a`],
    ['by footnotes and bullets', `${'[^a]: - '.repeat(DEPTH / 2)}[ ] a`],
    ['by bullets and tabs', `${'-\t'.repeat(DEPTH)}[ ] a`],
    ['behind a line that may go on lazily', `- a\n# h\n2. ${'- '.repeat(DEPTH)}[ ] a`],
    ['behind a fence in an item', `- a\n\`\`\`\n\`\`\`\n2. ${'- '.repeat(DEPTH)}[ ] a`],
    ['behind lone CRs', `a\r\r${'- '.repeat(DEPTH)}[ ] a`],
    ['by indentation', staircase('  ', '- [ ] a')],
    ['by tabs', staircase('\t', '-\t[ ] a')],
    ['by indentation and CRs', staircase('  ', '- [ ] a', '\r')],
    ['by indentation with lazy lines between', staircase('  ', '- [ ] a\nlazy')],
    ['by indentation with blank lines between', staircase('   ', '1. [ ] a\n')],
  ])('%s', (_name, text) => {
    const started = performance.now();
    expect(parse(text).failure?.code).toBe('too-deep');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

test.each([
  ['bold words', '**a** '.repeat(12_000)],
  ['links', '[x]('.repeat(12_000)],
])('a paragraph of too many %s is refused with its place', (_name, text) => {
  const started = performance.now();
  expect(parse(`# A\n\n- [ ] a\n\n${text}`).failure).toMatchObject({ code: 'too-deep', line: 5 });
  expect(performance.now() - started).toBeLessThan(1000);
});

describe('text that a careless pattern takes ages for is read within a second', () => {
  const MANY = 40_000;
  test.each([
    ['blanks behind a box', `- [ ]${' '.repeat(MANY)}`],
    ['blanks in a title', `- [ ] a${' '.repeat(MANY)}b`],
    ['blanks in a heading of a phase', `### P0${' '.repeat(MANY)}a\u2028b\n- [ ] **P0.1** a`],
    ['stars in a reason', `- [ ] a\n  - Status: BLOCKED: a\\${'*'.repeat(MANY)}b`],
    ['brackets in a Commit', `- [ ] a\n  - Commit: ${'('.repeat(MANY)}`],
    ['ids in a dependency', `### P0\n- [ ] **P0.1** a\n  - Depends on: P1${'.1'.repeat(MANY)}é`],
    ['blank lines', '  \n'.repeat(MANY / 4)],
    ['blanks behind a pull request', `- [x] a PR #12${' '.repeat(MANY)}x`],
    [
      'a code that is none',
      `| ID | Task | Status |\n|---|---|---|\n| ${'A1'.repeat(MANY / 2)}! | a | Done |`,
    ],
    [
      'numbers in a cell for commits',
      `| ID | Task | Status | Commit |\n|---|---|---|---|\n| 1 | a | Done | ${'1234567 '.repeat(MANY / 8)} |`,
    ],
    ['an endless word', `- [x] ${'a1'.repeat(MANY)}`],
    ['parentheses at the end', `- [x] a ${'(b) '.repeat(MANY / 8)}`],
    ['ids in words', `- [ ] **P-1** a (depends on ${'P-1 – '.repeat(MANY / 8)}é`],
    [
      'headings, and rows that sum them up',
      `${Array.from({ length: 400 }, (_, at) => `## Part number ${at}\n`).join('')}\n| Part | Status |\n|---|---|\n${Array.from({ length: 400 }, (_, at) => `| Part number ${at} | Done |\n`).join('')}`,
    ],
    ['comments that do not end', '<!--roadmap-disable-next-line '.repeat(MANY / 2)],
    ['tags that do not end', `<div ${'id="'.repeat(MANY)}`],
    [
      'keys in front matter',
      `---\n${Array.from({ length: MANY / 2 }, (_, at) => `k${at}: v`).join('\n')}\n---\n`,
    ],
  ])('%s', (_name, text) => {
    const started = process.cpuUsage();
    expect(parse(text).failure).toBeNull();
    // Of the processor, which a busy machine does not change.
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});
