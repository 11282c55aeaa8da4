import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dialects } from '@roadmap-as-code/core/dialects';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

interface Facts {
  readonly facts: readonly { task: string; fact: string; commit: string; claim: string }[];
  readonly diagnostics: readonly { rule: string; severity: string; task: string | null }[];
}

/** A plan of a dialect in a repository, with a commit of work behind it. */
function makeWorld(path: string, markdown: string): { root: string; work: string } {
  const root = makeRepository({ [path]: markdown, 'README.md': 'a\n' });
  return { root, work: commitFiles(root, { 'src/work.txt': 'work\n' }, 'Do the work') };
}

async function check(root: string, ...args: string[]): Promise<Facts> {
  return JSON.parse((await runRoadmap(root, ['check', ...args, '--json'])).stdout) as Facts;
}

const examples = dialects.flatMap(({ name, page: { example } }) =>
  example === null ? [] : [{ name, ...example }],
);

/** What a tick writes into the example of each dialect: the lines that go, and those that come. */
const TICKS: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  execution: [
    ['- [ ] **P0.2** Add a worker', '  - Commit:', '  - Status:'],
    ['- [x] **P0.2** Add a worker', '  - Commit: `HASH`', '  - Status: Do the work'],
  ],
  backlog: [['status: In Progress'], ['status: Done']],
  conductor: [['- [~] Task: Show what was found'], ['- [x] Task: Show what was found HASH']],
  gsd: [['- [ ] 02-01-PLAN.md — Take one from the queue'], ['- [x] 02-01-PLAN.md — Take one from the queue']],
  kiro: [['  - [ ] 2.3 Compare them'], ['  - [x] 2.3 Compare them']],
  superpowers: [['- [ ] **Step 2: Run it**'], ['- [x] **Step 2: Run it**']],
  'spec-kit': [['- [ ] T002 [P] Add a linter'], ['- [X] T002 [P] Add a linter']],
  openspec: [['  - [ ] 1.2.2 Bodies'], ['  - [x] 1.2.2 Bodies']],
  odd: [
    ['- [ ] **WRD-02 — Sort them**', '  - Status: not started.', '  - Commit:'],
    ['- [x] **WRD-02 — Sort them**', '  - Status: Do the work', '  - Commit: `HASH`'],
  ],
  plan: [['* [~] **W-2** Show the opening hours'], ['* [x] **W-2** Show the opening hours']],
};

test('each dialect has an example', () => {
  expect(examples.map(({ name }) => name).sort()).toEqual(Object.keys(TICKS).sort());
});

describe.each(examples)('a plan of $name', ({ name, path, markdown, tick }) => {
  test('is ticked in its own hand, and its evidence is found again where the tick put it', async () => {
    const { root, work } = makeWorld(path, markdown);
    const run = await runRoadmap(root, ['tick', tick, path, '--commit', work]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const [gone, come] = TICKS[name] ?? [[], []];
    const diff = runGit(root, 'diff', '--unified=0', 'HEAD~1', 'HEAD').split('\n');
    const linesOf = (sign: string): string[] =>
      diff
        .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)))
        .map((line) => line.slice(1));
    expect(linesOf('-')).toEqual(gone);
    expect(linesOf('+')).toEqual(come.map((line) => line.replace('HASH', work.slice(0, 7))));
    const { facts, diagnostics } = await check(root, path);
    expect(facts.filter(({ task }) => task === tick)).toMatchObject([{ fact: 'landed', commit: work }]);
    expect(diagnostics.filter(({ task }) => task === tick)).toEqual([]);
  });

  test('keeps every byte when evidence is not good', async () => {
    const { root } = makeWorld(path, markdown);
    const run = await runAndCompare(root, ['tick', tick, path, '--commit', 'f'.repeat(12)]);
    expect(run.code).toBe(1);
    // The folder of the lock may come with the first command that writes.
    expect(run.changed.filter((one) => one !== '.git/roadmap')).toEqual([]);
  });
});

const SPECS = 'specs/001-lamp/tasks.md';
const PLAN =
  '# Tasks: Lamp\n\n## Phase 1: Light\n\n- [ ] T001 Cut the wick\n- [ ] T002 [P] Blow the glass (depends on T001)\n';

describe('evidence that the message of a commit tells', () => {
  test('is cited with the path of the file, and lost once the task is reopened', async () => {
    const { root, work } = makeWorld(SPECS, PLAN);
    await runRoadmap(root, ['tick', 'T001', SPECS, '--commit', work]);
    const message = runGit(root, 'log', '-1', '--format=%B').split('\n');
    expect(message).toContain(`Roadmap-File: ${SPECS}`);
    expect(message).toContain(`Roadmap-Evidence: ${work}`);
    expect((await runRoadmap(root, ['check', SPECS])).stdout).toContain('1 of 2 done, 1 with evidence');
    await runRoadmap(root, ['reopen', 'T001', SPECS, '--reason', 'it smokes']);
    writeFileSync(join(root, SPECS), PLAN.replace('- [ ] T001', '- [X] T001'));
    expect((await runRoadmap(root, ['check', SPECS])).stdout).toContain('1 of 2 done, 0 with evidence');
  });

  test('is judged as any other: a commit that was reverted is an error', async () => {
    const { root, work } = makeWorld(SPECS, PLAN);
    await runRoadmap(root, ['tick', 'T001', SPECS, '--commit', work]);
    runGit(root, 'revert', '--no-edit', work);
    const { diagnostics } = await check(root, SPECS);
    expect(diagnostics).toMatchObject([{ rule: 'commit-reverted', severity: 'error', task: 'T001' }]);
  });

  test('stays with a task without an id when boxes come in before it', async () => {
    const path = 'TODO.md';
    const { root, work } = makeWorld(path, '# Lamp\n\n- [ ] Cut the wick\n- [ ] Blow the glass\n');
    await runRoadmap(root, ['tick', 'tasks:2', path, '--commit', work]);
    commitFiles(
      root,
      { [path]: '# Lamp\n\n- [x] Buy oil\n- [ ] Cut the wick\n- [x] Blow the glass\n' },
      'Plan more',
    );
    const { facts } = await check(root, path);
    expect(facts.map(({ task, commit }) => [task, commit])).toEqual([['tasks:3', work]]);
  });

  test('is told by the commit that ticked alone, not by what anybody writes into a message', async () => {
    const { root, work } = makeWorld(SPECS, PLAN);
    commitFiles(root, { [SPECS]: PLAN.replace('- [ ] T001', '- [X] T001') }, 'Tick by hand');
    const told = `Roadmap-Task: T001\nRoadmap-State: done\nRoadmap-File: ${SPECS}\nRoadmap-Evidence: ${work}`;
    commitFiles(
      root,
      { 'src/other.txt': 'a\n' },
      `Chat\n\nSomebody wrote:\n\n    ${told.replaceAll('\n', '\n    ')}`,
    );
    const plan = readFileSync(join(root, SPECS), 'utf8');
    commitFiles(root, { [SPECS]: plan.replace('[ ] T002', '[X] T002') }, `Tick another\n\n${told}`);
    expect((await runRoadmap(root, ['check', SPECS])).stdout).toContain('2 of 2 done, 0 with evidence');
  });

  test('is judged in a range and in an audit, too', async () => {
    const { root } = makeWorld(SPECS, PLAN);
    writeFileSync(join(root, 'roadmap.yaml'), `version: 1\nroadmaps:\n  - path: ${SPECS}\n`);
    commitFiles(root, {}, 'Configure');
    runGit(root, 'checkout', '--quiet', '-b', 'side');
    const side = commitFiles(root, { 'src/side.txt': 'a\n' }, 'Work aside');
    runGit(root, 'checkout', '--quiet', '-');
    const told = `Roadmap-Task: T001\nRoadmap-State: done\nRoadmap-File: ${SPECS}\nRoadmap-Evidence: ${side}`;
    commitFiles(root, { [SPECS]: PLAN.replace('[ ] T001', '[X] T001') }, `Tick\n\n${told}`);
    for (const args of [
      ['check', '--range', 'HEAD~1..HEAD'],
      ['audit', 'HEAD~1..HEAD'],
    ]) {
      const run = await runRoadmap(root, args);
      expect(run.stdout).toContain('commit-pending');
      expect(run.code).toBe(1);
    }
  });

  test('is not lost by a message that says another state than the file', async () => {
    const { root, work } = makeWorld(SPECS, PLAN);
    await runRoadmap(root, ['tick', 'T001', SPECS, '--commit', work]);
    const told = `Roadmap-Task: T001\nRoadmap-State: todo\nRoadmap-File: ${SPECS}`;
    commitFiles(root, { 'src/other.txt': 'a\n' }, `Chat\n\n${told}`);
    expect((await runRoadmap(root, ['check', SPECS])).stdout).toContain('1 of 2 done, 1 with evidence');
  });

  test('goes with the file to another place', async () => {
    const { root, work } = makeWorld('openspec/changes/lamp/tasks.md', '## 1. Light\n\n- [ ] 1.1 Wick\n');
    await runRoadmap(root, ['tick', '1.1', 'openspec/changes/lamp/tasks.md', '--commit', work]);
    mkdirSync(join(root, 'openspec/changes/archive'));
    runGit(root, 'mv', 'openspec/changes/lamp', 'openspec/changes/archive/2026-01-02-lamp');
    runGit(root, 'commit', '--quiet', '--message=Archive');
    const { facts } = await check(root, 'openspec/changes/archive/2026-01-02-lamp/tasks.md');
    expect(facts).toMatchObject([{ task: '1.1', fact: 'landed', commit: work }]);
  });

  test('is kept where git has nothing to show: why not, another repository, and the commit itself', async () => {
    const { root } = makeWorld(SPECS, PLAN);
    await runRoadmap(root, ['tick', 'T001', SPECS, '--commit', 'none', '--because', "the shop's console"]);
    expect((await runRoadmap(root, ['show', 'T001', SPECS])).stdout).toContain("none (the shop's console)");
    const args = ['tick', 'T002', SPECS, '--commit', 'this', '--no-commit'];
    expect((await runRoadmap(root, args)).stdout).toContain("--trailer 'Roadmap-Evidence: this'");
  });

  test('is said in words where nothing is committed', async () => {
    const { root, work } = makeWorld(SPECS, PLAN);
    const { stdout } = await runRoadmap(root, ['tick', 'T001', SPECS, '--commit', work, '--no-commit']);
    expect(stdout).toContain('has no place for its commit, and nothing was committed');
    expect(stdout).toContain(`--trailer 'Roadmap-Evidence: ${work}'`);
  });
});

describe('another state than done', () => {
  test('is written with its reason, and the line goes when the task is done', async () => {
    const { root, work } = makeWorld(SPECS, PLAN);
    await runRoadmap(root, ['block', 'T001', SPECS, '--reason', 'no oil']);
    expect(readFileSync(join(root, SPECS), 'utf8')).toContain(
      '- [!] T001 Cut the wick\n  - Status: BLOCKED: no oil\n',
    );
    await runRoadmap(root, ['tick', 'T001', SPECS, '--commit', work]);
    expect(readFileSync(join(root, SPECS), 'utf8')).toBe(PLAN.replace('- [ ] T001', '- [X] T001'));
  });

  test('stands in the cell of a row, and evidence in its column', async () => {
    const path = 'docs/tracker.md';
    const table =
      '# Tracker\n\n| ID | Task | Status | Commit |\n|---|---|---|---|\n| L-1 | Wick | DONE | `4f1d2c9` |\n| L-2 | Glass | OPEN | |\n';
    const { root, work } = makeWorld(path, table);
    await runRoadmap(root, ['block', 'L-2', path, '--reason', 'no sand']);
    expect(readFileSync(join(root, path), 'utf8')).toBe(
      table.replace('| OPEN | |', '| BLOCKED (no sand) | |'),
    );
    await runRoadmap(root, ['tick', 'L-2', path, '--commit', work]);
    expect(readFileSync(join(root, path), 'utf8')).toBe(
      table.replace('| OPEN | |', `| DONE | \`${work.slice(0, 7)}\` |`),
    );
  });

  test('is refused where a file has no word for it', async () => {
    const path = 'backlog/tasks/task-7 - Lamp.md';
    const { root } = makeWorld(path, '---\nid: TASK-7\ntitle: Lamp\nstatus: To Do\n---\n\nA lamp.\n');
    const run = await runAndCompare(root, ['block', 'TASK-7', path, '--reason', 'no oil']);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('a file of the dialect backlog has no word for blocked');
    expect(run.changed.filter((one) => one !== '.git/roadmap')).toEqual([]);
  });
});

describe('why a file is read in its dialect', () => {
  test('is said with its own legend', async () => {
    const { root } = makeWorld(
      'TODO.md',
      '# Lamp\n\n`[~]` in progress, `[>]` deferred\n\n- [~] Wick\n- [>] Glass\n',
    );
    const { stdout } = await runRoadmap(root, ['show', 'TODO.md', '--why']);
    expect(stdout).toContain('plan: it fits none of the others');
    expect(stdout).toContain('its own legend: [~] doing, [>] dropped');
  });

  test('is the config where that names it, which also overrules the legend', async () => {
    const { root } = makeWorld('TODO.md', '# Lamp\n\n`[~]` in progress, `[>]` deferred\n\n- [~] Wick\n');
    writeFileSync(
      join(root, 'roadmap.yaml'),
      'version: 1\nroadmaps:\n  - path: TODO.md\n    dialect: conductor\n    states: {"~": blocked}\n',
    );
    const { stdout } = await runRoadmap(root, ['show', '--why']);
    expect(stdout).toContain('conductor: roadmap.yaml says so');
    expect(stdout).toMatch(/blocked +\S+ +Wick/);
  });
});

describe('a dialect of the project itself', () => {
  const CONFIG = `version: 1
dialects:
  lamps:
    extends: plan
    description: Lamps and their parts.
    detect: [{ path: "^lamps/" }]
    task: { id: "L\\\\d+" }
    states: { boxes: { o: done }, marks: { done: o } }
    evidence: { place: field }
`;

  test('is detected, read and written by its own data', async () => {
    const { root, work } = makeWorld('lamps/one.md', '# One\n\n- [o] L1 Wick\n- [ ] L2 Glass\n');
    writeFileSync(join(root, 'roadmap.yaml'), `${CONFIG}roadmaps:\n  - path: lamps/one.md\n`);
    commitFiles(root, {}, 'Configure');
    expect((await runRoadmap(root, ['tick', 'L2', '--commit', work])).stderr).toBe('');
    expect(readFileSync(join(root, 'lamps/one.md'), 'utf8')).toBe(
      `# One\n\n- [o] L1 Wick\n- [o] L2 Glass\n  - Commit: ${work.slice(0, 7)}\n`,
    );
  });

  test.each([
    ['an unknown base', 'extends: plan', 'extends: plam', 'there is no dialect plam', '4:14'],
    [
      'an unknown key',
      'description: Lamps and their parts.',
      'descriptoin: x',
      'descriptoin is not known here',
      '5:18',
    ],
    ['a pattern that is none', 'L\\\\d+', 'L(', 'Invalid regular expression', '7:17'],
    ['a slow pattern', 'L\\\\d+', '(?:L+)+x', 'this pattern can take very long', '7:17'],
    ['a name that is taken', '  lamps:', '  kiro:', 'kiro is a dialect that roadmap has', '4:5'],
  ])('is refused with its place: %s', async (_what, from, to, says, place) => {
    const { root } = makeWorld('lamps/one.md', '- [ ] L1 Wick\n');
    writeFileSync(
      join(root, 'roadmap.yaml'),
      CONFIG.replace(from, () => to),
    );
    const run = await runRoadmap(root, ['show', 'lamps/one.md']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`roadmap.yaml:${place}: `);
    expect(run.stderr).toContain(says);
  });
});
