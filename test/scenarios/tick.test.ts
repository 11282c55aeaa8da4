import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { writeFiles } from '../support/make-folder.ts';
import { listSeen, makePlan, PLAN, type Planned, transit } from '../support/make-plan.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { makeTwins } from '../support/make-twins.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const FILE = 'ROADMAP.md';
const ROW = /^\| \d{4}-\d\d-\d\d \d\d:\d\d /m;

/** The file, with the time of its rows left out. */
function readPlan(root: string): string {
  return readFileSync(join(root, FILE), 'utf8').replace(new RegExp(ROW, 'gm'), '| <now> ');
}

describe('one tick', () => {
  let made: Planned;
  let stdout: string;
  beforeAll(async () => {
    made = makePlan();
    const run = await runRoadmap(made.root, [
      'tick',
      'P0.1',
      '--commit',
      made.work,
      '--status',
      'PASS: seen',
    ]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    stdout = run.stdout;
  });

  test('writes the box, the fields and the first row of the change log, and nothing else', () => {
    const hash = made.work.slice(0, 7);
    expect(readPlan(made.root)).toBe(
      PLAN.replace(
        '- [ ] **P0.1** One\n  - Commit: <hash>\n  - Status: <one line>',
        `- [x] **P0.1** One\n  - Commit: ${hash}\n  - Status: PASS: seen`,
      ).replace('| <date> | <phase> | <action> | <hash> |', `| <now> | P0.1 | complete: One | ${hash} |`),
    );
  });

  test('is one commit, with the status and trailers in its message', () => {
    const { root, work } = made;
    const message = runGit(root, 'log', '-1', '--format=%B');
    expect(message.replace(/^Roadmap-Patch: [0-9a-f]{40}$/m, 'Roadmap-Patch: <patch id>')).toBe(
      [
        'chore(roadmap): mark P0.1 complete — One',
        '',
        'PASS: seen',
        '',
        'Roadmap-Task: P0.1',
        'Roadmap-State: done',
        `Roadmap-Evidence: ${work}`,
        'Roadmap-Patch: <patch id>',
      ].join('\n'),
    );
    expect(runGit(root, 'rev-parse', 'HEAD^')).toBe(work);
    expect(runGit(root, 'diff-tree', '-r', '--name-only', 'HEAD^', 'HEAD')).toBe(FILE);
    expect(runGit(root, 'status', '--porcelain')).toBe('');
  });

  test('says what it did', () => {
    const commit = runGit(made.root, 'rev-parse', '--short=12', 'HEAD');
    expect(stdout).toBe(`P0.1  todo → done in ${commit}  One\n`);
  });

  test('leaves a roadmap that check finds nothing wrong with', async () => {
    expect(await runRoadmap(made.root, ['check'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('again changes nothing', async () => {
    const run = await runAndCompare(made.root, ['tick', 'P0.1', '--commit', made.work, '--json']);
    expect(readOutput('transition', run)).toMatchObject({ outcome: 'unchanged', refusals: [] });
    expect([run.code, listSeen(run.changed)]).toEqual([0, []]);
  });

  test('is undone with its reason', async () => {
    const { root } = made;
    const report = await transit(root, ['reopen', 'P0.1', '--reason', 'the test was wrong']);
    expect(report.transitions).toMatchObject([{ from: 'done', to: 'todo' }]);
    expect(readPlan(root)).toContain(
      '- [ ] **P0.1** One\n  - Commit:\n  - Status: REOPENED: the test was wrong\n',
    );
    expect(runGit(root, 'log', '-1', '--format=%s%n%(trailers:key=Roadmap-State)')).toBe(
      'chore(roadmap): reopen P0.1 — One\nRoadmap-State: todo',
    );
  });
});

test.each([
  ['start', 'start', 'doing', 'IN PROGRESS: why'],
  ['block', 'block', 'blocked', 'BLOCKED: why'],
  ['fail', 'fail', 'failed', 'FAILED: why'],
  ['partial', 'mark', 'partial', 'PARTIAL: why'],
  ['drop', 'drop', 'dropped', 'DROPPED: why'],
])('%s writes the state and its reason', async (command, verb, state, status) => {
  const { root } = makePlan();
  const { transitions } = await transit(root, [command, 'P0.2', '--reason', 'why']);
  expect(transitions).toMatchObject([{ task: 'P0.2', from: 'todo', to: state, status }]);
  expect(readPlan(root)).toMatch(`**P0.2** Two\n  - Commit: <hash>\n  - Status: ${status}\n`);
  const [subject, body, trailers] = runGit(root, 'log', '-1', '--format=%B').split('\n\n');
  expect(subject).toMatch(new RegExp(`^chore\\(roadmap\\): ${verb} P0\\.2\\b.* — Two$`));
  expect([body, trailers]).toEqual([status, `Roadmap-Task: P0.2\nRoadmap-State: ${state}`]);
  const { roadmaps } = readOutput('show', await runRoadmap(root, ['show', 'P0.2', '--json']));
  expect(roadmaps[0]?.phases[0]?.tasks[0]?.state).toBe(state);
});

describe('what --commit may name', () => {
  const { root, work } = makePlan();
  runGit(root, 'branch', 'feature');
  runGit(root, 'tag', '--annotate', '--message', 'v1', 'v1');
  const start = runGit(root, 'rev-parse', 'HEAD^');
  const [short, older] = [work.slice(0, 7), start.slice(0, 7)];

  test.each([
    ['a full hash', [work], short, [work]],
    ['a shorter one', [work.slice(0, 10)], short, [work]],
    ['HEAD', ['HEAD'], short, [work]],
    ['a branch', ['feature'], short, [work]],
    ['an annotated tag', ['v1'], short, [work]],
    ['an older commit by its way', ['HEAD~1'], older, [start]],
    ['several', [work, start], `${short}, ${older}`, [work, start]],
    ['a range', ['HEAD~1..feature'], `${older}..${short}`, [start, work]],
    ['another repository', ['owner/repo@abc1234'], 'owner/repo@abc1234', []],
  ])('%s', async (_name, named, text, evidence) => {
    const options = named.flatMap((one) => ['--commit', one]);
    const { transitions } = await transit(root, ['tick', 'P0.1', ...options, '--status', 's', '--dry-run']);
    expect(transitions).toMatchObject([{ evidence, diff: expect.arrayContaining([`+  - Commit: ${text}`]) }]);
  });

  test('none, with why', async () => {
    const args = [
      'tick',
      'P0.1',
      '--commit',
      'none',
      '--because',
      'a decision',
      '--status',
      's',
      '--dry-run',
    ];
    const { transitions } = await transit(root, args);
    expect(transitions[0]?.diff).toContain('+  - Commit: none (a decision)');
  });

  test('this, where work and tick become one commit', async () => {
    const made = makePlan();
    await transit(made.root, ['tick', 'P0.1', '--commit', 'this', '--status', 's', '--no-commit']);
    commitFiles(made.root, { 'src/a.txt': 'c\n' }, 'Work and tick');
    const run = await runRoadmap(made.root, ['check', '--json']);
    expect([run.code, readOutput('check', run).diagnostics]).toEqual([0, []]);
  });
});

describe('a hash is written', () => {
  test('at the length that the file uses', async () => {
    const { root, work } = makePlan();
    writeFiles(root, { [FILE]: PLAN.replace('<hash>', work.slice(0, 12)).replace('P0.1** One', 'P0.1** 1') });
    commitFiles(root, {}, 'Cite');
    const { transitions } = await transit(root, [
      'tick',
      'P0.2',
      '--commit',
      work,
      '--status',
      's',
      '--dry-run',
    ]);
    expect(transitions[0]?.diff).toContain(`+  - Commit: ${work.slice(0, 12)}`);
  });

  test('longer where that is ambiguous', async () => {
    const { root } = makePlan();
    const [twin = ''] = makeTwins(root).twins;
    runGit(root, 'merge', '--quiet', '--strategy=ours', '--allow-unrelated-histories', twin);
    const { transitions } = await transit(root, ['tick', 'P0.1', '--commit', twin, '--status', 's']);
    expect(transitions[0]?.diff[4]).toMatch(/^\+ {2}- Commit: [0-9a-f]{8,}$/);
    expect(twin).toMatch(new RegExp(`^${transitions[0]?.diff[4]?.split(': ')[1]}`));
  });
});

describe('the status, where none is given,', () => {
  test('is the subject of the cited commit in place of a placeholder', async () => {
    const { root } = makePlan();
    const { transitions } = await transit(root, ['tick', 'P0.1', '--commit', 'HEAD']);
    expect(transitions[0]?.status).toBe('Do the work');
  });

  test('of a range, that of its last commit', async () => {
    const { root } = makePlan();
    const { transitions } = await transit(root, ['tick', 'P0.1', '--commit', 'HEAD~1..HEAD']);
    expect(transitions[0]?.status).toBe('Do the work');
  });

  test('stays as the file has it', async () => {
    const { root } = makePlan(PLAN.replace('Status: <one line>', 'Status: 12 of 12 pass'));
    const { transitions } = await transit(root, ['tick', 'P0.1', '--commit', 'HEAD']);
    expect(transitions[0]?.status).toBe('12 of 12 pass');
  });
});

test('--dry-run says what would be written and that it is legal, and changes nothing', async () => {
  const { root, work } = makePlan();
  const run = await runAndCompare(root, ['tick', 'P0.1', '--commit', 'HEAD', '--dry-run']);
  expect(run).toMatchObject({ code: 0, stderr: '', changed: [] });
  expect(run.stdout.replace(new RegExp(ROW, 'gm'), '').split('\n').slice(0, 7)).toEqual([
    'P0.1  todo → done  One',
    '  -- [ ] **P0.1** One',
    '  -  - Commit: <hash>',
    '  -  - Status: <one line>',
    '  +- [x] **P0.1** One',
    `  +  - Commit: ${work.slice(0, 7)}`,
    '  +  - Status: Do the work',
  ]);
  expect(run.stdout).toMatch(/\nthe law allows it; nothing was written\n$/);
});

test('--no-commit writes the file and nothing else', async () => {
  const { root } = makePlan();
  const run = await runAndCompare(root, ['tick', 'P0.1', '--commit', 'HEAD', '--no-commit']);
  expect({ ...run, changed: listSeen(run.changed) }).toMatchObject({ code: 0, stderr: '', changed: [FILE] });
  expect(run.stdout).toMatch(/^P0\.1 {2}todo → done, not committed {2}One\n/);
  expect(readPlan(root)).toContain('- [x] **P0.1** One');
});

test('--override lifts phases and dependencies, and says so in the file and in check', async () => {
  const { root } = makePlan(PLAN.replace('  - Gate: yes\n', ''));
  const { transitions } = await transit(root, ['tick', 'P1.2', '--commit', 'HEAD', '--override', 'the fire']);
  expect(transitions[0]?.status).toBe('Do the work (override: the fire)');
  const run = await runRoadmap(root, ['check', '--json']);
  expect(run.code).toBe(0);
  const found = readOutput('check', run).diagnostics.map(({ rule, severity, task }) => [
    task,
    rule,
    severity,
  ]);
  expect(found).toEqual(['P0.1', 'P0.2', 'P0.3', 'P1.1'].map((id) => [id, 'phase-order', 'warning']));
});

describe('several tasks in one call', () => {
  test('are judged together: each may rest on those before it', async () => {
    const { root } = makePlan();
    const ids = ['P0.1', 'P0.2', 'P0.3', 'P1.1', 'P1.2'];
    const none = ['--commit', 'none', '--because', 'no code', '--status', 's'];
    const { transitions } = await transit(root, ['tick', ...ids, ...none]);
    expect(transitions.map(({ task }) => task)).toEqual(ids);
    expect(runGit(root, 'log', '--format=%H', '-5').split('\n').reverse()).toEqual(
      transitions.map(({ commit }) => commit),
    );
    expect(runGit(root, 'log', '--format=%(trailers:key=Roadmap-Task,valueonly)', '-5').split(/\n+/)).toEqual(
      [...ids].reverse(),
    );
    expect(readOutput('check', await runRoadmap(root, ['check', '--json'])).diagnostics).toEqual([]);
  });
});

test('a file beside the id says which roadmap is meant, from a subfolder, too', async () => {
  const root = makeRepository({ 'docs/A.md': PLAN, 'docs/B.md': PLAN, 'src/a.txt': 'a\n' });
  commitFiles(root, { 'src/a.txt': 'b\n' }, 'Do the work');
  const report = await transit(join(root, 'src'), ['tick', '../docs/B.md', 'P0.1', '--commit', 'HEAD']);
  expect(report.transitions).toMatchObject([{ file: 'docs/B.md', task: 'P0.1' }]);
  expect(runGit(root, 'diff-tree', '-r', '--name-only', 'HEAD^', 'HEAD')).toBe('docs/B.md');
});
