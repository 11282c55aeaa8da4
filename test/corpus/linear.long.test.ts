import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseRoadmap } from '@roadmap-as-code/core/parse';

const corpus = join(import.meta.dirname, '../../../shared/corpus');
/** A smaller file says more of the compiler's warming up than of its own size. */
const LARGE = 60_000;
/** Four times the text takes four times as long where time is linear, and sixteen times where it is quadratic. */
const TIMES = 4;
const MOST = 12;

/** The least of a few runs, in milliseconds: what disturbs a run only makes it longer. */
function measure(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const runs = [1, 2, 3].map(() => {
    const started = performance.now();
    expect(parseRoadmap(bytes, { path: 'ROADMAP.md' }).failure).toBeNull();
    return performance.now() - started;
  });
  return Math.min(...runs);
}

const repeat = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

/** Each grows with one kind of line alone. */
const GENERATED: Readonly<Record<string, (size: number) => string>> = {
  'tasks of one list': (size) => `# Plan\n\n${repeat(size, (at) => `- [ ] task ${at}\n`)}`,
  'tasks with fields': (size) =>
    `### P0 — A\n\n${repeat(size / 2, (at) => `- [x] **P0.${at}** do\n  - Commit: abc1234\n  - Status: PASS\n`)}`,
  'lists of one task': (size) => repeat(size / 2, (at) => `- [ ] task ${at}\n\ntext\n\n`),
  'phases of one task': (size) => repeat(size / 2, (at) => `## Same\n\n- [ ] task ${at}\n\n`),
  'nested tasks': (size) => repeat(size / 4, () => '- [ ] a\n  - [ ] b\n    - [ ] c\n'),
  'entries of a report': (size) =>
    `### P0\n\n- [ ] **P0.1** a\n\n## Final report\n\n${repeat(size, () => '- Key: value\n')}`,
  'rows of a change log': (size) =>
    `### P0\n\n- [ ] **P0.1** a\n\n## Change log\n\n| a | b |\n|---|---|\n${repeat(size, () => '| x | y |\n')}`,
  'links and anchors': (size) => repeat(size / 2, (at) => `<a id="a${at}"></a> [b](c.md#d)\n\n`),
};

test.each(Object.entries(GENERATED))('time is linear in %s', (_name, print) => {
  const once = measure(print(3000));
  expect(measure(print(3000 * TIMES)) / once).toBeLessThan(MOST);
});

const large = !existsSync(corpus)
  ? []
  : readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.md') && statSync(join(corpus, name)).size >= LARGE,
    );

for (const name of large) {
  test(`time is linear in the size of ${name}`, () => {
    const text = `${readFileSync(join(corpus, name), 'utf8')}\n\n`;
    expect(measure(text.repeat(TIMES)) / measure(text)).toBeLessThan(MOST);
  });
}

test('marks nested past the stack of the Markdown parser are refused, and nothing is thrown', () => {
  const text = `![${'*a '.repeat(4000)}${'b*'.repeat(4000)}](c)\n`;
  expect(parseRoadmap(new TextEncoder().encode(text), { path: 'a.md' }).failure?.code).toBe('too-deep');
});
