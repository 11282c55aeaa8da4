import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';
import { judgedRules, listLetBy, PLAN } from './judged-rules.ts';

/** A setting of the user's that has every git run hooks, which say that they ran, and refuse. */
function makeHooks(ran: string): Record<string, string> {
  const hooks = makeFolder('hooks');
  const script = `#!/bin/sh\necho "$0" >>'${ran}'\nexit 1\n`;
  for (const name of ['reference-transaction', 'pre-commit', 'post-index-change']) {
    writeFiles(hooks, { [name]: script });
    chmodSync(join(hooks, name), 0o755);
  }
  return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: hooks };
}

describe('selftest', () => {
  test('holds by every way in, runs no hook, touches nothing, and leaves nothing behind', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN, 'roadmap-selftest': 'a file of the user\n' });
    writeFiles(root, { 'other.txt': 'not staged\n' });
    const temporary = makeFolder('tmp');
    const ran = join(makeFolder(), 'ran');
    const run = await runAndCompare(root, ['selftest', '--json'], {
      ...makeHooks(ran),
      TMPDIR: temporary,
      GIT_DEFAULT_HASH: 'sha256',
    });
    expect([run.code, run.stderr, run.changed]).toEqual([0, '', []]);
    expect(existsSync(ran)).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
    const { tables, summary } = readOutput('selftest', run);
    expect(tables.map(({ roadmaps, dialect, order }) => ({ roadmaps, dialect, order }))).toEqual([
      { roadmaps: ['ROADMAP.md'], dialect: 'execution', order: 'phases' },
    ]);
    const plants = tables.flatMap((table) => table.plants);
    expect(summary).toEqual({
      planted: plants.length,
      right: plants.length - 2,
      letBy: 0,
      stopped: 0,
      notAsked: 2,
    });
    expect(plants.filter(({ verdict }) => verdict === 'not-asked').map(({ name }) => name)).toEqual([
      'a tick past a gate of roadmap.yaml',
      'the gate is taken out of roadmap.yaml',
    ]);
    expect(plants.find(({ name }) => name === 'a hash that is nowhere')?.cells).toEqual(
      ['pre-commit', 'range', 'pre-receive', 'audit'].map((way) => ({
        way,
        outcome: 'stopped',
        rules: ['commit-absent'],
      })),
    );
    // Every rule that judges ticks is put to the test.
    expect(judgedRules.filter((id) => !plants.some(({ rule }) => rule === id))).toEqual([]);
  });

  test('fails and names the rules that are switched off, which then catch nothing', async () => {
    const off = judgedRules.map((id) => `${id}: off`).join(', ');
    const root = makeRepository({
      'ROADMAP.md': PLAN,
      'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    rules: {${off}}\n`,
    });
    const run = await runRoadmap(root, ['selftest', '--json']);
    expect([run.code, run.stderr]).toEqual([1, '']);
    const { tables, summary } = readOutput('selftest', run);
    expect(tables.flatMap(listLetBy).sort()).toEqual([...judgedRules].sort());
    const letBy = tables.flatMap(({ plants }) => plants).filter(({ verdict }) => verdict === 'let-by');
    expect(summary.letBy).toBe(letBy.length);
    for (const { rule, why, cells } of letBy) {
      expect(why).toBe(`roadmap.yaml asks for less than the dialect execution: the rule ${rule} is off`);
      expect(cells.filter(({ outcome }) => outcome === 'stopped' || outcome === 'warned')).toEqual([]);
    }
  });
});

test('a plan of another dialect is held to what that asks for', async () => {
  const path = 'specs/001-lamp/tasks.md';
  const root = makeRepository({
    [path]: '# Tasks: Lamp\n\n## Phase 1: Light\n\n- [ ] T001 Cut the wick\n',
    'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ${path}\n`,
  });
  const run = await runRoadmap(root, ['selftest', '--json']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  const { tables, summary } = readOutput('selftest', run);
  expect(tables.map(({ dialect }) => dialect)).toEqual(['spec-kit']);
  expect([summary.letBy, summary.right > 30]).toEqual([0, true]);
});

describe('what a config asks for', () => {
  test('is held against what the dialect has by default', async () => {
    const root = makeRepository({
      'a.md': PLAN,
      'b.md': PLAN,
      'c.md': PLAN,
      'd.md': PLAN,
      'e.md': '# List\n\n## Work\n\n- [ ] Do it\n',
      'f.md': PLAN,
      'roadmap.yaml': `version: 1
roadmaps:
  - path: a.md
    order: off
  - path: b.md
    rules: {commit-pending: warning}
  - path: c.md
    order: strict
    gates: [P0.1]
    rules: {commit-reused: error}
  - path: d.md
    rules: {no-placeholder: [error, {words: ["PASS: equal"]}]}
  - path: e.md
  - path: f.md
    order: strict
    gates: [P0.1]
    rules: {commit-reused: error}
`,
    });
    const run = await runRoadmap(root, ['selftest', '--json']);
    expect([run.code, run.stderr]).toEqual([1, '']);
    const { tables } = readOutput('selftest', run);
    expect(tables.map((table) => [table.roadmaps, listLetBy(table)])).toEqual([
      [['a.md'], ['phase-order']],
      [['b.md'], ['commit-pending']],
      [['c.md', 'f.md'], []],
      [['d.md'], []],
      [['e.md'], []],
    ]);
    const find = (table: number, name: string): unknown =>
      tables[table]?.plants.find((plant) => plant.name === name);
    expect(find(0, 'a tick past a phase')).toMatchObject({
      wanted: 'stop',
      verdict: 'let-by',
      why: 'roadmap.yaml asks for less than the dialect execution: order is off',
    });
    expect(find(1, 'a commit of another branch')).toMatchObject({ wanted: 'stop', verdict: 'let-by' });
    expect(find(2, 'a tick past a gate of roadmap.yaml')).toMatchObject({ wanted: 'stop', verdict: 'right' });
    expect(find(2, 'the commit of another task')).toMatchObject({ wanted: 'stop', verdict: 'right' });
    expect(find(3, 'a tick with evidence')).toMatchObject({
      verdict: 'stopped',
      why: 'no-placeholder stopped it, and it is good',
    });
    expect(find(4, 'a tick past a phase')).toMatchObject({ wanted: 'nothing', verdict: 'not-asked' });
    expect(find(4, 'a commit of another branch')).toMatchObject({ wanted: 'stop', verdict: 'right' });
  });

  test('is said in a table, with what got by and why', async () => {
    const root = makeRepository({
      'ROADMAP.md': PLAN,
      'roadmap.yaml':
        'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    order: off\n    rules: {commit-pending: warning}\n',
    });
    const shown = await runRoadmap(root, ['selftest']);
    expect([shown.code, shown.stderr]).toEqual([1, '']);
    expect(shown.stdout).toMatch(/^ROADMAP\.md {2}dialect execution, order off\n/);
    expect(shown.stdout).toMatch(/^ {2}a tick with evidence +let by +let by +let by +let by +ok\n/m);
    expect(shown.stdout).toMatch(
      /^ {2}a commit of another branch +warned +warned +warned +warned +GOT BY +commit-pending\n {6}→ .*: the rule commit-pending is warning\n/m,
    );
    expect(shown.stdout).toMatch(
      /^ {2}a tick past a phase +let by +let by +let by +let by +GOT BY +phase-order\n {6}→ .*: order is off\n/m,
    );
    expect(shown.stdout).toMatch(
      /\nthe gate does not hold: \d+ changes planted, \d+ as they ought to, 4 bad that got by/,
    );
  });
});

describe('a repository', () => {
  test('without a commit, with hashes of 64 digits', async () => {
    const root = makeUnbornRepository();
    runGit(root, 'init', '--quiet', '--template=', '--object-format=sha256', join(root, 'inner'));
    const inner = join(root, 'inner');
    writeFiles(inner, { 'ROADMAP.md': PLAN });
    runGit(inner, 'add', 'ROADMAP.md');
    expect(await runRoadmap(inner, ['selftest'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('with no temporary folder is told so', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const run = await runRoadmap(root, ['selftest'], { TMPDIR: join(makeFolder(), 'gone') });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('no folder can be made there (ENOENT)');
  });

  test('that can not tell, or that git is led away from, is refused', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    commitFiles(root, { 'a.txt': 'a\n' }, 'Work');
    const clone = join(makeFolder(), 'clone');
    runGit(root, 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
    const cut = await runRoadmap(clone, ['selftest']);
    expect([cut.code, cut.stdout]).toEqual([2, '']);
    expect(cut.stderr).toContain('git fetch --unshallow');
    const led = await runAndCompare(root, ['selftest'], { GIT_DIR: join(root, '.git'), GIT_WORK_TREE: root });
    expect([led.code, led.stdout, led.changed]).toEqual([2, '', []]);
    expect(led.stderr).toContain('GIT_DIR is set');
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing behind at %s', async (signal) => {
  const root = makeRepository({ 'ROADMAP.md': PLAN });
  const temporary = makeFolder('tmp');
  const child = spawn(process.execPath, [binary, 'selftest'], {
    cwd: root,
    env: makeEnvironment({ TMPDIR: temporary }),
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', (_code, by) => resolve(by)));
  while (readdirSync(temporary).length === 0) await wait(5);
  await wait(100);
  child.kill(signal);
  expect([await ended, readdirSync(temporary)]).toEqual([signal, []]);
});
