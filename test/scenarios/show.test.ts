import { describe, expect, test } from '@jest/globals';
import type { ShownTask } from '@roadmap-as-code/core';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const markdown = `# Move the archive

### P0 — Prepare

- [x] **P0.1** Ask for access
  - Commit: none (by phone)
  - Status: granted
- [x] **P0.2** Count the objects
  - Commit: abc1234, def5678 (two tries)
  - Status: 412,908

### P1 — Copy

- [ ] **P1.1** Copy them
  - Commit:
  - Status: BLOCKED: no room on the disk
  - Gate: yes
  - Owner: Ada
  - Ask Ines about the other disk.
- [ ] **P1.2** Compare
  - Depends on: P1.1
  - [ ] **P1.2.1** one bucket
- [-] **P1.3** Compress
  - Status: DROPPED: not worth it

### P2 — Clean up

- [ ] **P2.1** Delete the copies
`;

const root = makeRepository({ 'ROADMAP.md': markdown });

async function showTasks(...args: readonly string[]): Promise<ShownTask[]> {
  const report = readOutput('show', await runRoadmap(root, ['show', ...args, '--json']));
  return report.roadmaps.flatMap(({ phases }) => phases.flatMap(({ tasks }) => tasks));
}

const idsOf = (tasks: readonly ShownTask[]): string[] => tasks.map(({ id }) => id);

describe('a whole roadmap', () => {
  test('is shown with a bar for each phase, and for each task its state and what holds it up', async () => {
    const { code, stdout, stderr } = await runRoadmap(root, ['show']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`Move the archive  ROADMAP.md, execution
2 of 7 done, 1 dropped; not done: 1 blocked, 3 todo

P0  Prepare
  ████████████████████ 2/2
  done     P0.1  Ask for access
  done     P0.2  Count the objects

P1  Copy
  █████░░░░░░░░░░░░░░░ 1/4
  blocked  P1.1    gate  Copy them
           no room on the disk
  todo     P1.2    Compare
           waits for P1.1
  todo     P1.2.1  one bucket
           waits for P1.1
  dropped  P1.3    Compress
           not worth it

P2  Clean up
  ░░░░░░░░░░░░░░░░░░░░ 0/1
  todo     P2.1  Delete the copies
           waits for P1.1, P1.2 and P1.2.1
`);
  });

  test('is shown as JSON with the same facts', async () => {
    const tasks = await showTasks();
    expect(idsOf(tasks)).toEqual(['P0.1', 'P0.2', 'P1.1', 'P1.2', 'P1.2.1', 'P1.3', 'P2.1']);
    expect(tasks[2]).toMatchObject({
      state: 'blocked',
      reason: 'no room on the disk',
      gate: true,
      waitsFor: [],
    });
    expect(tasks[4]).toMatchObject({ parent: 'P1.2', waitsFor: ['P1.1'] });
    expect(tasks[6]).toMatchObject({ waitsFor: ['P1.1', 'P1.2', 'P1.2.1'] });
  });
});

describe('a part of it', () => {
  test('by phase, by state, or by both', async () => {
    expect(idsOf(await showTasks('--phase', 'P0'))).toEqual(['P0.1', 'P0.2']);
    expect(idsOf(await showTasks('--state', 'todo'))).toEqual(['P1.2', 'P1.2.1', 'P2.1']);
    expect(idsOf(await showTasks('--phase', 'P1', '--state', 'blocked'))).toEqual(['P1.1']);
  });

  test('leaves out phases without such a task, and keeps the bar of the whole phase', async () => {
    const { stdout } = await runRoadmap(root, ['show', '--state', 'blocked']);
    expect(stdout).not.toMatch(/P0|P2/);
    expect(stdout).toContain('█████░░░░░░░░░░░░░░░ 1/4\n  blocked  P1.1');
  });

  test('that fits nothing says so', async () => {
    for (const args of [
      ['--state', 'failed'],
      ['--phase', 'P0', '--state', 'todo'],
      ['P0.1', '--state', 'todo'],
    ]) {
      const { code, stdout } = await runRoadmap(root, ['show', ...args]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/(?:^|\n)no task fits\n$/);
    }
  });
});

describe('one task', () => {
  test('is shown in full', async () => {
    const { code, stdout } = await runRoadmap(root, ['show', 'P1.1']);
    expect(code).toBe(0);
    expect(stdout).toBe(`P1.1  Copy them
  blocked
  phase   P1 — Copy
  place   ROADMAP.md:14
  gate    yes: nothing after it may pass until it is done
  reason  no room on the disk
  Commit  (empty)
  Status  BLOCKED: no room on the disk
  Gate    yes
  Owner   Ada
  claim   placeholder
  note    Ask Ines about the other disk.
`);
  });

  test('says what it waits for, and what it is part of', async () => {
    const { stdout } = await runRoadmap(root, ['show', 'P1.2.1']);
    expect(stdout).toMatch(/\n {2}part of {4}P1\.2\n/);
    expect(stdout).toMatch(/\n {2}waits for {2}P1\.1\n/);
  });

  test('lists each of its claims', async () => {
    const [task] = await showTasks('P0.2');
    expect(task?.claims).toMatchObject([
      { kind: 'commit', text: 'abc1234', evidence: { fact: 'absent', missing: ['abc1234'] } },
      { kind: 'commit', text: 'def5678', evidence: { fact: 'absent', missing: ['def5678'] } },
    ]);
  });

  test('is looked up in git only where a task is asked for', async () => {
    const tasks = await showTasks('--phase', 'P0');
    expect(tasks.flatMap(({ claims }) => claims.map(({ evidence }) => evidence))).toEqual([null, null, null]);
  });

  test('can be several, with an empty line between them', async () => {
    const { stdout } = await runRoadmap(root, ['show', 'P2.1', 'P0.1', 'P0.1']);
    expect(stdout.match(/^\S.*|^$/gm)?.slice(0, -1)).toEqual([
      'P0.1  Ask for access',
      '',
      'P2.1  Delete the copies',
    ]);
  });

  test('can be named with its file', async () => {
    expect(idsOf(await showTasks('ROADMAP.md', 'P0.1'))).toEqual(['P0.1']);
    expect(idsOf(await showTasks('P0.1', './ROADMAP.md'))).toEqual(['P0.1']);
  });

  test('that is not there is an error that suggests the nearest one', async () => {
    const { code, stdout, stderr } = await runRoadmap(root, ['show', 'P1.22', '--json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'roadmap: P1.22: there is no such file, and no task of that id\n  → Is P1.2 meant?\n',
    );
  });

  test('in vain is told apart from a file in vain', async () => {
    const { code, stderr } = await runRoadmap(root, ['show', 'docs/PLAN.md']);
    expect([code, stderr]).toEqual([
      2,
      'roadmap: docs/PLAN.md: there is no such file\n  → Check the path.\n',
    ]);
  });
});

describe('two roadmaps', () => {
  const both = makeRepository({
    'a/ROADMAP.md': '### P0 — A\n\n- [ ] **P0.1** in a\n- [ ] **P0.2** in a alone\n',
    'b/ROADMAP.md': '### P0 — B\n\n- [ ] **P0.1** in b\n',
  });

  test('are shown one after the other', async () => {
    const { stdout } = await runRoadmap(both, ['show']);
    expect(stdout.match(/^\S.*ROADMAP\.md.*$/gm)).toEqual([
      'a/ROADMAP.md  execution',
      'b/ROADMAP.md  execution',
    ]);
  });

  test('take an id that one of them has', async () => {
    const { code, stdout } = await runRoadmap(both, ['show', 'P0.2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^P0\.2 {2}in a alone\n/);
  });

  test('refuse an id that both have, and say what to run', async () => {
    const { code, stdout, stderr } = await runRoadmap(both, ['show', 'P0.1']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'roadmap: P0.1: several roadmaps have a task of that id: a/ROADMAP.md and b/ROADMAP.md\n' +
        '  → Name the file, too: `roadmap show a/ROADMAP.md P0.1`.\n',
    );
    const named = await runRoadmap(both, ['show', 'a/ROADMAP.md', 'P0.1']);
    expect(named.stdout).toMatch(/^P0\.1 {2}in a\n/);
  });

  test('are exported one at a time', async () => {
    const { code, stdout, stderr } = await runRoadmap(both, ['export']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'roadmap: there are several roadmaps: a/ROADMAP.md and b/ROADMAP.md\n  → Name the one to export.\n',
    );
    expect((await runRoadmap(both, ['export', 'b/ROADMAP.md'])).code).toBe(0);
  });
});
