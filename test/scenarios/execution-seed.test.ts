import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckReport, Roadmap, Task } from '@roadmap-as-code/core';
import { readFixture, readSeed } from '../support/checkout.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { type Run, runRoadmap } from '../support/run-roadmap.ts';

type Finding = readonly [rule: string, severity: string, line: number, task: string | null];

interface Expected {
  readonly name: string;
  readonly markdown: string;
  readonly gates: readonly string[];
  /** Number of tasks of each phase. */
  readonly phases: readonly number[];
  /** Number of requirements of each review item. */
  readonly review: readonly number[];
  readonly notDone: Readonly<Record<string, string>>;
  readonly passed: string;
  readonly findings: readonly Finding[];
  readonly summary: string;
  /** Lines of the instructions that an agent is given, and of the fences in them. */
  readonly instructions: readonly (readonly [first: number, last: number])[];
}

const own: Expected = {
  name: 'a roadmap of our own in the shape of the seed',
  markdown: readFixture('execution-like.md'),
  gates: ['P1.4', 'P3.2'],
  phases: [3, 5, 3, 4, 3],
  review: [0, 0, 0, 3, 0],
  notDone: { 'P1.4': 'blocked', 'P3.2': 'blocked', 'P3.3': 'partial', 'P4.1': 'blocked', 'P4.3': 'todo' },
  passed:
    'Gate P1.4 is blocked, and 6 tasks were begun or done past it: P1.5, P2.1, P2.2, P2.3, P3.1 and P3.4',
  findings: [
    ['commit-absent', 'warning', 51, null],
    ['commit-absent', 'error', 51, 'P1.1'],
    ['gate-passed', 'error', 59, 'P1.4'],
    ['commit-absent', 'error', 64, 'P1.5'],
    ['commit-absent', 'error', 75, 'P2.2'],
    ['commit-absent', 'error', 78, 'P2.3'],
    ['commit-missing', 'warning', 104, 'P4.2'],
    ['no-placeholder', 'warning', 149, null],
    ['change-log-stale', 'warning', 185, null],
    ['no-placeholder', 'warning', 187, null],
  ],
  summary: '13 of 18 done, 8 with evidence; not done: 3 blocked, 1 partial, 1 todo',
  instructions: [
    [1, 31],
    [153, 181],
  ],
};

const seed: Omit<Expected, 'markdown'> = {
  name: 'the seed',
  gates: ['P3.6', 'P5.4'],
  phases: [4, 7, 3, 7, 5, 5, 3],
  review: [0, 0, 0, 0, 3, 0, 0, 0, 0],
  notDone: { 'P3.6': 'blocked', 'P5.3': 'partial', 'P5.4': 'blocked', 'P6.1': 'blocked', 'P6.3': 'todo' },
  passed:
    'Gate P3.6 is blocked, and 9 tasks were begun or done past it: P3.7, P4.1, P4.2, P4.3, P4.4, P4.5, P5.1, P5.2 and P5.5',
  findings: [
    ['commit-absent', 'warning', 77, null],
    ['commit-absent', 'error', 77, 'P2.1'],
    ['commit-absent', 'error', 91, 'P3.1'],
    ['commit-absent', 'error', 94, 'P3.2'],
    ['gate-passed', 'error', 105, 'P3.6'],
    ['commit-absent', 'error', 110, 'P3.7'],
    ['commit-absent', 'error', 121, 'P4.2'],
    ['commit-absent', 'error', 127, 'P4.4'],
    ['commit-absent', 'error', 130, 'P4.5'],
    ['commit-absent', 'error', 141, 'P5.2'],
    ['commit-missing', 'warning', 159, 'P6.2'],
    ['no-placeholder', 'warning', 227, null],
    ['change-log-stale', 'warning', 273, null],
    ['no-placeholder', 'warning', 275, null],
  ],
  summary: '29 of 34 done, 20 with evidence; not done: 3 blocked, 1 partial, 1 todo',
  instructions: [
    [1, 30],
    [231, 270],
  ],
};

const markdown = readSeed('gitea-runner-ROADMAP.md');
const documents = markdown === null ? [own] : [own, { ...seed, markdown }];

describe.each(documents)('$name', (expected) => {
  let report: CheckReport;
  let roadmap: Roadmap;
  let printed: Run;

  beforeAll(async () => {
    const root = makeRepository({
      'ROADMAP.md': expected.markdown,
      'docs/runbook.md': '# Runbook\n',
      'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    gates: [${expected.gates.join(', ')}]\n`,
    });
    const runs = await Promise.all([
      runRoadmap(root, ['check', '--json']),
      runRoadmap(root, ['export']),
      runRoadmap(root, ['check']),
    ]);
    report = readOutput('check', runs[0]);
    ({ roadmap } = readOutput('roadmap', runs[1]));
    printed = runs[2];
  });

  const listTasks = (): Task[] => roadmap.phases.flatMap(({ tasks }) => tasks);

  test('is read in the execution dialect, phase by phase', () => {
    expect(roadmap.dialect).toBe('execution');
    expect(roadmap.phases.map(({ id }) => id)).toEqual(expected.phases.map((_, index) => `P${index}`));
    expect(roadmap.phases.map(({ tasks }) => tasks.length)).toEqual(expected.phases);
    expect(roadmap.phases.map(({ kind }) => kind)).toEqual(
      expected.phases.map((_, index) => (index === expected.phases.length - 1 ? 'review' : 'work')),
    );
  });

  test('has tasks where boxes are tasks, and none out of fences, quotations and comments', () => {
    const ids = expected.phases.flatMap((count, phase) =>
      Array.from({ length: count }, (_, index) => `P${phase}.${index + 1}`),
    );
    expect(listTasks().map(({ id }) => id)).toEqual(ids);
  });

  test('takes states from the words of the Status', () => {
    const notDone = listTasks().filter(({ state }) => state !== 'done');
    expect(Object.fromEntries(notDone.map(({ id, state }) => [id, state]))).toEqual(expected.notDone);
    expect(notDone.filter(({ state, reason }) => state !== 'todo' && reason === null)).toEqual([]);
  });

  test('has its review, report, sign-off and change log', () => {
    expect(roadmap.review.map(({ id }) => id)).toEqual(expected.review.map((_, index) => `R${index + 1}`));
    expect(roadmap.review.map(({ requirements }) => requirements.length)).toEqual(expected.review);
    expect(roadmap.report?.groups.length).toBeGreaterThanOrEqual(2);
    expect(roadmap.report?.lists.map(({ items }) => items.length > 0)).toEqual([true, true]);
    expect(roadmap.report?.entries).toHaveLength(1);
    expect(roadmap.signOff?.entries.map(({ name }) => name)).toEqual(['Reviewed by', 'Date', 'Approved']);
    expect(roadmap.changeLog?.rows).toHaveLength(1);
    expect(roadmap.outcome?.text).toMatch(/^\S/);
  });

  test('yields these findings and no others', () => {
    expect(report.diagnostics.map(({ rule, severity, line, task }) => [rule, severity, line, task])).toEqual(
      expected.findings,
    );
  });

  test('names what went past the gate', () => {
    expect(report.diagnostics.find(({ rule }) => rule === 'gate-passed')?.message).toBe(expected.passed);
  });

  test('says that this may be the wrong repository', () => {
    const whole = report.diagnostics.find(({ rule, task }) => rule === 'commit-absent' && task === null);
    expect(whole?.message).toMatch(/may be the wrong repository/);
  });

  test('says nothing of the instructions, of what a title or a fence holds, or of the phase count', () => {
    for (const [first, last] of expected.instructions) {
      expect(report.diagnostics.filter(({ line }) => line >= first && line <= last)).toEqual([]);
    }
    expect(roadmap.phaseCount?.count).toBe(expected.phases.length - 1);
    expect(report.diagnostics.filter(({ rule }) => rule === 'phase-count-mismatch')).toEqual([]);
  });

  test('says the plain truth, and fails', () => {
    expect(report.summary.text).toBe(expected.summary);
    expect(report.files.map(({ path, summary }) => [path, summary])).toEqual([
      ['ROADMAP.md', expected.summary],
    ]);
    expect(report.facts.map(({ fact }) => fact)).toEqual(
      expected.findings
        .filter(([rule, , , task]) => rule === 'commit-absent' && task !== null)
        .map(() => 'absent'),
    );
    expect(printed.code).toBe(1);
    expect(printed.stderr).toBe('');
  });

  test('is printed with place, severity, message, rule and what to do', () => {
    for (const { line, column, severity, message, rule, help } of report.diagnostics) {
      const first = `  ROADMAP.md:${line}:${column}  ${severity}  ${message}  ${rule}\n`;
      expect(printed.stdout).toContain(`${first}      → ${help}\n`);
    }
    const errors = expected.findings.filter(([, severity]) => severity === 'error').length;
    const warnings = expected.findings.length - errors;
    expect(printed.stdout).toMatch(
      new RegExp(
        `\\nROADMAP\\.md: ${expected.summary}\\n  evidence  \\d+ absent: P.+\\n${errors} errors, ${warnings} warnings\\n$`,
      ),
    );
  });

  test('slices each place out of the file as the graph claims it', () => {
    const bytes = Buffer.from(expected.markdown);
    for (const { boxSpan, box, titleSpan, title, fields } of listTasks()) {
      expect(bytes.subarray(boxSpan.start, boxSpan.end).toString()).toBe(box);
      expect(bytes.subarray(titleSpan.start, titleSpan.end).toString()).toBe(title);
      for (const { valueSpan, value } of fields)
        expect(bytes.subarray(valueSpan.start, valueSpan.end).toString()).toBe(value);
    }
  });
});
