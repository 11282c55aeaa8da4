import { describe, expect, test } from '@jest/globals';
import type { NextReport } from '@roadmap-as-code/core';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

interface Answer {
  readonly report: NextReport;
  readonly stdout: string;
}

async function ask(files: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<Answer> {
  const root = makeRepository(files);
  const [json, text] = await Promise.all([
    runRoadmap(root, ['next', ...args, '--json']),
    runRoadmap(root, ['next', ...args]),
  ]);
  for (const run of [json, text]) expect([run.code, run.stderr]).toEqual([0, '']);
  return { report: readOutput('next', json), stdout: text.stdout };
}

/** A roadmap from lines such as `x P0.1` and `  P1.2 BLOCKED: why`; a new phase where the id says so. */
function write(...tasks: readonly string[]): string {
  let phase = '';
  return tasks
    .map((task) => {
      const [, box = ' ', id = '', status = '', more = ''] =
        /^(.) (\S+)(?: ([^|]*))?(?:\|(.*))?$/.exec(task) ?? [];
      const [own = ''] = id.split('.');
      const heading = own === phase ? '' : `\n### ${own} — Part ${own.slice(1)}\n\n`;
      phase = own;
      const fields = [
        ...(status === '' ? [] : [`Status: ${status}`]),
        ...(more === '' ? [] : more.split('|')),
      ];
      return `${heading}- [${box}] **${id}** Task ${id}\n${fields.map((field) => `  - ${field.trim()}\n`).join('')}`;
    })
    .join('');
}

const configure = (lines: string): string => `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    ${lines}\n`;

describe('what comes next', () => {
  test('in a fresh roadmap is its first task, with all that it takes', async () => {
    const markdown = write('  P0.1 |Owner: Ada|Look at the log first.', '  P0.2').replace(
      '### P0 — Part 0\n',
      '### P0 — Part 0\n\n**Detail:** [the runbook](docs/runbook.md)\n',
    );
    const { report, stdout } = await ask({ 'ROADMAP.md': markdown, 'docs/runbook.md': '# Runbook\n' });
    expect(report.next).toMatchObject({
      file: 'ROADMAP.md',
      line: 6,
      phase: 'P0 — Part 0',
      task: 'P0.1',
      title: 'Task P0.1',
      state: 'todo',
      gate: false,
      details: ['[the runbook](docs/runbook.md)'],
      notes: ['Owner: Ada', 'Look at the log first.'],
      command: 'roadmap tick P0.1 --commit <hash> --status "<what was seen>"',
    });
    expect(report.next?.evidence).toHaveLength(2);
    expect(stdout).toBe(`Next: P0.1  Task P0.1
  phase     P0 — Part 0
  place     ROADMAP.md:6
  detail    [the runbook](docs/runbook.md)
  note      Owner: Ada
  note      Look at the log first.
  evidence  ${report.next?.evidence[0]}
            ${report.next?.evidence[1]}
  start     roadmap start P0.1
  then run  roadmap tick P0.1 --commit <hash> --status "<what was seen>"
`);
  });

  test('is what is going on already, wherever it stands', async () => {
    const { report, stdout } = await ask({
      'ROADMAP.md': write('  P0.1', '  P0.2', '  P0.3 IN PROGRESS: half'),
    });
    expect(report.next).toMatchObject({ task: 'P0.3', state: 'doing' });
    expect(stdout).toMatch(/^Go on with: P0\.3 /);
  });

  test('passes by what is stuck within a phase, and names it', async () => {
    const { report, stdout } = await ask({ 'ROADMAP.md': write('  P0.1 BLOCKED: no access', '  P0.2') });
    expect(report.next?.task).toBe('P0.2');
    expect(report.roadmaps[0]?.stuck).toMatchObject([
      { task: 'P0.1', state: 'blocked', reason: 'no access' },
    ]);
    expect(stdout).toMatch(/Stuck meanwhile:\n {2}blocked {2}P0\.1 {2}Task P0\.1\n {11}no access\n$/);
  });

  test('is a failed task once nothing else is left', async () => {
    const files = { 'ROADMAP.md': write('x P0.1 seen', '  P0.2 FAILED: timeout', '  P1.1') };
    const { report, stdout } = await ask(files);
    expect(report.next).toMatchObject({ task: 'P0.2', state: 'failed' });
    expect(stdout).toMatch(/^Try again: P0\.2 /);
    expect(stdout).not.toMatch(/Stuck/);
  });

  test('under the strict order is the first open task of its phase alone', async () => {
    const markdown = write('  P0.1 BLOCKED: no access', '  P0.2');
    const { report } = await ask({ 'ROADMAP.md': markdown, 'roadmap.yaml': configure('order: strict') });
    expect(report.next).toBeNull();
    expect(report.roadmaps[0]?.heldUp).toMatchObject({
      task: 'P0.2',
      by: [{ task: 'P0.1', clause: 'strict' }],
    });
  });

  test('under no order goes past a phase that is stuck', async () => {
    const markdown = write('  P0.1 BLOCKED: no access', '  P1.1');
    const { report } = await ask({ 'ROADMAP.md': markdown, 'roadmap.yaml': configure('order: off') });
    expect(report.next?.task).toBe('P1.1');
  });

  test('waits for what a task depends on', async () => {
    const { report } = await ask({ 'ROADMAP.md': write('  P0.1 |Depends on: P0.3', '  P0.2', '  P0.3') });
    expect(report.next?.task).toBe('P0.2');
    expect(report.roadmaps[0]?.heldUp).toEqual({
      task: 'P0.1',
      title: 'Task P0.1',
      by: [{ task: 'P0.3', state: 'todo', clause: 'dependency' }],
    });
  });

  test('of a review phase does not wait for the phases before it', async () => {
    const markdown = write('  P0.1 BLOCKED: no access', '  P1.1').replace('Part 1', 'Review handoff');
    const { report } = await ask({ 'ROADMAP.md': markdown });
    expect(report.next?.task).toBe('P1.1');
  });

  test('says that it is a gate', async () => {
    const { report, stdout } = await ask({ 'ROADMAP.md': write('  P0.1 |Gate: yes', '  P0.2') });
    expect(report.next).toMatchObject({ task: 'P0.1', gate: true });
    expect(stdout).toMatch(/\n {2}gate {6}nothing after it may pass until it is done\n/);
  });

  test('quotes a handle so that a shell takes the printed line as it is', async () => {
    const plan = "# Plan\n\n## It's $(touch x) time\n\n- [ ] do\n";
    const { report } = await ask({ 'plan.md': plan }, ['plan.md']);
    expect(report.next?.command).toMatch(/^roadmap tick [\p{L}\p{N}:/.'"-]+ plan\.md --commit <hash>$/u);
    expect(report.next?.command).not.toContain('$(');
  });
});

describe('why nothing comes next', () => {
  test('a phase is held up by a blocked one', async () => {
    const { report, stdout } = await ask({
      'ROADMAP.md': write('x P0.1 seen', '  P0.2 BLOCKED: no access', '  P1.1'),
    });
    expect(report.next).toBeNull();
    expect(report.roadmaps[0]).toMatchObject({
      finished: false,
      heldUp: { task: 'P1.1', by: [{ task: 'P0.2', state: 'blocked', clause: 'phases' }] },
    });
    expect(stdout).toBe(`ROADMAP.md: nothing can be done now: 1 of 3 done; not done: 1 blocked, 1 todo
  P1.1 waits for P0.2 (blocked)

Someone has to clear:
  blocked  P0.2  Task P0.2
           no access
`);
  });

  test('a gate stands, whatever the order policy is', async () => {
    const markdown = write('  P0.1 BLOCKED: no access', '  P0.2', '  P1.1');
    const config = configure('order: off\n    gates: [P0.1]');
    const { report, stdout } = await ask({ 'ROADMAP.md': markdown, 'roadmap.yaml': config });
    expect(report.next).toBeNull();
    expect(report.roadmaps[0]?.heldUp).toMatchObject({
      task: 'P0.2',
      by: [{ task: 'P0.1', clause: 'gate' }],
    });
    expect(stdout).toMatch(/ {2}blocked {2}P0\.1 {2}gate {2}Task P0\.1\n/);
  });

  test('a dropped gate is not done', async () => {
    const markdown = write('- P0.1 DROPPED: not wanted|Gate: yes', '  P0.2');
    const { report } = await ask({ 'ROADMAP.md': markdown });
    expect(report.next).toBeNull();
    expect(report.roadmaps[0]?.heldUp).toMatchObject({
      task: 'P0.2',
      by: [{ task: 'P0.1', state: 'dropped' }],
    });
  });

  test('everything is done or dropped', async () => {
    const { report, stdout } = await ask({
      'ROADMAP.md': write('x P0.1 seen', '- P0.2 DROPPED: not wanted'),
    });
    expect(report.roadmaps[0]).toMatchObject({ finished: true, heldUp: null, stuck: [] });
    expect(stdout).toBe('ROADMAP.md: nothing is left to do: 1 of 2 done, 1 dropped\n');
  });

  test('tasks wait for each other', async () => {
    const markdown = write('  P0.1 |Depends on: P0.2', '  P0.2 |Depends on: P0.1');
    const { report, stdout } = await ask({ 'ROADMAP.md': markdown });
    expect(report.next).toBeNull();
    expect(stdout).toContain('P0.1 waits for P0.2 (todo)');
  });
});

describe('with two roadmaps', () => {
  const open = write('  P0.1', '  P0.2');
  const finished = write('x P0.1 seen');
  const stuck = write('  P0.1 BLOCKED: no access');

  test('the first that has something to do comes first, and the line to run names its file', async () => {
    const { report } = await ask({ 'a/ROADMAP.md': stuck, 'b b/ROADMAP.md': open });
    expect(report.next).toMatchObject({
      file: 'b b/ROADMAP.md',
      command: `roadmap tick P0.1 'b b/ROADMAP.md' --commit <hash> --status "<what was seen>"`,
    });
    expect(report.roadmaps.map(({ file }) => file)).toEqual(['a/ROADMAP.md', 'b b/ROADMAP.md']);
  });

  test('one can be asked for, and the line to run leads to it', async () => {
    const { report } = await ask({ 'a/ROADMAP.md': open, 'b/ROADMAP.md': open }, ['b/ROADMAP.md']);
    expect(report.next).toMatchObject({
      file: 'b/ROADMAP.md',
      command: 'roadmap tick P0.1 b/ROADMAP.md --commit <hash> --status "<what was seen>"',
    });
    expect(report.roadmaps).toHaveLength(1);
  });

  test('the line to run fits the folder that it is printed in', async () => {
    const root = makeRepository({ 'a/ROADMAP.md': stuck, 'b/ROADMAP.md': open, 'b/src/one.txt': '' });
    const commands = await Promise.all(
      ['a', 'b', 'b/src'].map(async (folder) => {
        const run = await runRoadmap(`${root}/${folder}`, ['next', '--json']);
        return readOutput('next', run).next?.command.split(' ')[3];
      }),
    );
    expect(commands).toEqual(['../b/ROADMAP.md', 'ROADMAP.md', '../ROADMAP.md']);
  });

  test('each says why it has nothing', async () => {
    const { stdout } = await ask({ 'a/ROADMAP.md': stuck, 'b/ROADMAP.md': finished });
    expect(stdout).toContain('a/ROADMAP.md: nothing can be done now: 0 of 1 done; not done: 1 blocked\n');
    expect(stdout).toContain('b/ROADMAP.md: nothing is left to do: 1 of 1 done\n');
    expect(stdout).toContain('Someone has to clear:\n  blocked  P0.1  Task P0.1\n');
  });
});
