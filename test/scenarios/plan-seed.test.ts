import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Roadmap, Task } from '@roadmap-as-code/core';
import { readFixture, readSeed } from '../support/checkout.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { type Run, runRoadmap } from '../support/run-roadmap.ts';

interface Expected {
  readonly name: string;
  readonly markdown: string;
  readonly states: Readonly<Record<string, number>>;
  /** Number of tasks under each heading that has any, by its title. */
  readonly phases: readonly (readonly [title: string, tasks: number])[];
  readonly results: number;
  /** Lines of each bold `**Status:**` outside of tasks and sign-off. A `Status:` in a list of facts is none. */
  readonly declared: readonly number[];
  readonly signOff: readonly string[];
  readonly summary: string;
}

const own: Expected = {
  name: 'a plan of our own in the shape of the seed',
  markdown: readFixture('plan-like.md'),
  states: { done: 4, todo: 4, failed: 2, partial: 1 },
  phases: [
    ['Before', 3],
    ['Deployment', 2],
    ['Function (❌ FAILED)', 4],
    ['Both', 2],
  ],
  results: 2,
  declared: [5],
  signOff: ['Prepared by', 'Deployed by', 'Status'],
  summary: '4 of 11 done, 0 with evidence; not done: 2 failed, 1 partial, 4 todo',
};

const seed: Omit<Expected, 'markdown'> = {
  name: 'the seed',
  states: { done: 5, todo: 3, failed: 4, partial: 1 },
  phases: [
    ['Pre-Deployment Checklist', 4],
    ['Deployment Success', 3],
    ['Functional Success (❌ FAILED)', 6],
  ],
  results: 4,
  declared: [5],
  signOff: ['Prepared by', 'Deployment Date', 'Deployed by', 'Status'],
  summary: '5 of 13 done, 0 with evidence; not done: 4 failed, 1 partial, 3 todo',
};

const markdown = readSeed('forgejo-runner-upgrade-plan.md');
const documents = markdown === null ? [own] : [own, { ...seed, markdown }];

describe.each(documents)('$name', (expected) => {
  let root: string;
  let roadmap: Roadmap;
  let checked: Run;

  beforeAll(async () => {
    root = makeRepository({ 'docs/plan.md': expected.markdown });
    const [exported, run] = await Promise.all([
      runRoadmap(root, ['export', 'docs/plan.md']),
      runRoadmap(root, ['check', 'docs/plan.md', '--json']),
    ]);
    ({ roadmap } = readOutput('roadmap', exported));
    checked = run;
  });

  const listTasks = (): Task[] => roadmap.phases.flatMap(({ tasks }) => tasks);

  test('is read in the plan dialect, with a phase for each heading that holds boxes', () => {
    expect(roadmap.dialect).toBe('plan');
    const holding = roadmap.phases.filter(({ tasks }) => tasks.length > 0);
    expect(holding.map(({ title, tasks }) => [title, tasks.length])).toEqual(expected.phases);
  });

  test('takes states from the boxes', () => {
    const counts: Record<string, number> = {};
    for (const { state } of listTasks()) counts[state] = (counts[state] ?? 0) + 1;
    expect(counts).toEqual(expected.states);
  });

  test('gives each task a handle of its own, by which it can be shown', async () => {
    const tasks = listTasks();
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
    expect(tasks.filter(({ derived }) => !derived)).toEqual([]);
    const last = tasks.at(-1);
    const shown = readOutput(
      'show',
      await runRoadmap(root, ['show', 'docs/plan.md', last?.id ?? '', '--json']),
    );
    expect(
      shown.roadmaps.flatMap(({ phases }) => phases.flatMap((phase) => phase.tasks.map(({ line }) => line))),
    ).toEqual([last?.line]);
  });

  test('has each nested Result as a field, and as the reason', () => {
    const results = listTasks().flatMap(({ fields, reason }) =>
      fields.filter(({ name }) => name === 'Result').map(({ value }) => ({ value, reason })),
    );
    expect(results).toHaveLength(expected.results);
    for (const { value, reason } of results) expect(reason).toBe(value);
  });

  test('has the declared Status lines and the sign-off', () => {
    const declared = [...roadmap.fields, ...roadmap.phases.flatMap(({ fields }) => fields)];
    const statuses = declared.filter(({ name }) => name === 'Status');
    expect(statuses.map(({ line }) => line)).toEqual(expected.declared);
    expect(roadmap.signOff?.entries.map(({ name }) => name)).toEqual(expected.signOff);
  });

  test('yields no finding, and a summary that says that it is not done and why', () => {
    const report = readOutput('check', checked);
    expect(report.diagnostics).toEqual([]);
    expect(report.summary.text).toBe(expected.summary);
    expect(checked.code).toBe(0);
  });

  test('tells the open tasks and their reasons to a person', async () => {
    const { code, stdout, stderr } = await runRoadmap(root, ['show', 'docs/plan.md']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(expected.summary.replace(', 0 with evidence', ''));
    for (const { id, state, title, reason } of listTasks()) {
      const line = stdout.split('\n').findIndex((one) => one.includes(` ${id} `));
      expect(stdout.split('\n')[line]).toMatch(new RegExp(`^ {2}${state} `));
      expect(stdout.split('\n')[line]).toContain(title);
      if (reason !== null && reason !== title) expect(stdout.split('\n')[line + 1]?.trim()).toBe(reason);
    }
  });
});
