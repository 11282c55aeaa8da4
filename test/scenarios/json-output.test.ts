import { describe, expect, test } from '@jest/globals';
import { readFixture, readSeed } from '../support/checkout.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const STRANGE = `---
title: [a
---
- [?] before any heading \u001b[31m
# \u202eTitle
### P0 — First
- [x] **P0.1**
  - Commit: <hash>, abc1234..def5678 and acme/app@abc1234
  - Status:
  - Depends on: P0.2, P9.9
- [~] **P0.1** twice
### P0 — Again
- [X] **P7.1** misplaced
  - [ ] nested
    - [x] deeper \`code\`
- [ ] **P0.99999999999999999999** far
## Review checklist
- [ ] **R1** P0.1 and P8.8
- [ ] no id
  - [x] a box in it
## Final report
- A: b
**Group:**
- C: TBD
## Sign-off
- By: <name>
## Change log
| a |
|---|
| <x> | too many |
`;

/** Roadmaps of many kinds, by the path that each gets. */
function collect(): Record<string, string> {
  const own = ['execution-like.md', 'plan-like.md', 'template.md'].map((name) => [name, readFixture(name)]);
  const seeds = ['gitea-runner-ROADMAP.md', 'forgejo-runner-upgrade-plan.md'].map((name) => [
    name,
    readSeed(name),
  ]);
  const made = [
    ['strange.md', STRANGE],
    ['crlf.md', `\uFEFF${STRANGE.replaceAll('\n', '\r\n')}`],
    ['empty.md', ''],
  ];
  return Object.fromEntries([...own, ...seeds, ...made].filter(([, content]) => content !== null));
}

const files = collect();
const paths = Object.keys(files);
const root = makeRepository({ ...files, 'ROADMAP.md': STRANGE });

describe('--json of each command fits its schema', () => {
  test('check', async () => {
    const run = await runRoadmap(root, ['check', '--json', ...paths]);
    expect([run.code, run.stderr]).toEqual([1, '']);
    const report = readOutput('check', run);
    expect(report.files.map(({ path }) => path)).toEqual(paths);
    const { errors, warnings, infos } = report.summary;
    expect(errors + warnings + infos).toBe(report.diagnostics.length);
    for (const { file, line, column, endLine, offset, endOffset } of report.diagnostics) {
      const lines = files[file]?.split('\n') ?? [];
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      expect([endLine >= line, endOffset >= offset]).toEqual([true, true]);
    }
  });

  test('show', async () => {
    const run = await runRoadmap(root, ['show', ...paths, '--json']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(readOutput('show', run).roadmaps.map(({ path }) => path)).toEqual(paths);
  });

  test('next', async () => {
    const run = await runRoadmap(root, ['next', ...paths, '--json']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(readOutput('next', run).roadmaps.map(({ file }) => file)).toEqual(paths);
  });

  test('export', async () => {
    for (const path of paths) {
      const [run, asked] = await Promise.all([
        runRoadmap(root, ['export', path]),
        runRoadmap(root, ['export', '--json', path]),
      ]);
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(readOutput('roadmap', run).roadmap.path).toBe(path);
      expect(asked).toEqual(run);
    }
  });

  test('explain', async () => {
    const all = readOutput('explain', await runRoadmap(root, ['explain', '--json']));
    expect(all.rules.length).toBeGreaterThan(20);
    const one = readOutput('explain', await runRoadmap(root, ['explain', 'gate-passed', '--json']));
    expect(one.rules).toEqual(all.rules.filter(({ id }) => id === 'gate-passed'));
  });
});

test('what is wrong goes to stderr alone', async () => {
  for (const args of [
    ['check', 'gone.md'],
    ['show', 'P9.9'],
    ['next', '--nonsense'],
    ['explain', 'nonsense'],
  ]) {
    const { code, stdout, stderr } = await runRoadmap(root, [...args, '--json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  }
});

test('every rule has a page that says what it finds, and a line in the list', async () => {
  const { rules } = readOutput('explain', await runRoadmap(root, ['explain', '--json']));
  const { stdout } = await runRoadmap(root, ['explain']);
  expect(stdout.trim().split('\n')).toHaveLength(rules.length);
  for (const { id, severity, description, page } of rules) {
    expect(stdout).toMatch(new RegExp(`^${id} +${severity} +\\S`, 'm'));
    expect(page).toContain(`# ${id}\n`);
    expect(page).toContain(description);
  }
});

test('the text of a command and its JSON tell the same', async () => {
  const args = ['execution-like.md', 'strange.md'];
  const report = readOutput('check', await runRoadmap(root, ['check', ...args, '--json']));
  const { stdout } = await runRoadmap(root, ['check', ...args]);
  expect(stdout.match(/^ {2}\S+:\d+:\d+ {2}(?:error|warning|info) {2}/gm)).toHaveLength(
    report.diagnostics.length,
  );
  for (const { path, summary } of report.files) expect(stdout).toContain(`\n${path}: ${summary}\n`);
  expect(stdout).toContain(`\nall: ${report.summary.text}\n`);
});
