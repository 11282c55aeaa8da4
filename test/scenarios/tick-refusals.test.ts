import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { listSeen, makePlan, PLAN, refuse } from '../support/make-plan.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const SEEN = ['--status', 'seen'];
const NONE = ['--commit', 'none', '--because', 'a decision'];

describe('the law refuses', () => {
  const { root, work } = makePlan();
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  const pending = commitFiles(root, { 'src/a.txt': 'side\n' }, 'Side');
  runGit(root, 'checkout', '--quiet', 'main');
  const dangling = runGit(root, 'commit-tree', '-p', 'HEAD', '-m', 'Nobody has it', 'HEAD^{tree}');
  const empty = commitFiles(root, {}, 'Empty');
  const plan = commitFiles(root, { 'ROADMAP.md': PLAN.replace('One', 'One!') }, 'Only the plan');
  const bad = commitFiles(root, { 'src/a.txt': 'bad\n' }, 'Bad');
  runGit(root, 'revert', '--no-edit', bad);

  test.each([
    [
      'an earlier phase that is open',
      ['tick', 'P1.1', ...NONE, ...SEEN],
      /^order: P1\.1 may not be done before P0\.1 \(todo\)/,
    ],
    ['the same of a start', ['start', 'P1.1'], /^order: P1\.1 may not be doing before P0\.1 \(todo\)/],
    [
      'an open dependency',
      ['tick', 'P1.2', ...NONE, ...SEEN],
      /^order: .*P1\.1 \(todo, which it depends on\)/,
    ],
    [
      'a gate, whatever the override',
      ['tick', 'P1.1', ...NONE, ...SEEN, '--override', 'no time'],
      /^order: P1\.1 may not be done before P0\.3 \(todo, a gate\) → .*no override lifts a gate/,
    ],
    ['a placeholder as evidence', ['tick', 'P0.1', ...SEEN], /^evidence: .*"<hash>"/],
    ['no evidence at all', ['tick', 'P0.3', ...SEEN], /^evidence: P0\.3 is done/],
    [
      'a commit that is not there',
      ['tick', 'P0.1', '--commit', 'deadbeef', ...SEEN],
      /^evidence: .*deadbeef/,
    ],
    [
      'a commit of another branch',
      ['tick', 'P0.1', '--commit', 'side', ...SEEN],
      new RegExp(`^evidence: .*${pending.slice(0, 7)}`),
    ],
    [
      'a commit that no branch has',
      ['tick', 'P0.1', '--commit', dangling, ...SEEN],
      /^evidence: No branch and no tag reaches/,
    ],
    ['an empty commit', ['tick', 'P0.1', '--commit', empty, ...SEEN], /^evidence: .*changes nothing/],
    [
      'a commit of the roadmap alone',
      ['tick', 'P0.1', '--commit', plan, ...SEEN],
      /^evidence: .*nothing but the roadmap/,
    ],
    ['a commit that was reverted', ['tick', 'P0.1', '--commit', bad, ...SEEN], /^evidence: .*reverted/],
    [
      'a range with nothing in it',
      ['tick', 'P0.1', '--commit', 'HEAD..HEAD', ...SEEN],
      /^evidence: .*has no commit/,
    ],
    [
      '`this` in a commit of the tick alone',
      ['tick', 'P0.1', '--commit', 'this', ...SEEN],
      /^evidence: P0\.1: `this` .*--no-commit/,
    ],
    [
      'the override of evidence',
      ['tick', 'P0.1', '--commit', empty, ...SEEN, '--override', 'x'],
      /^evidence: .*changes nothing/,
    ],
    ['`none` with nothing seen', ['tick', 'P0.1', ...NONE], /^words: .*Status/],
    [
      'a placeholder as status',
      ['tick', 'P0.1', '--commit', work, '--status', '<one line>'],
      /^words: .*the status is a placeholder/,
    ],
    [
      'TBD as status',
      ['tick', 'P0.1', '--commit', work, '--status', 'TBD'],
      /^words: .*the status is a placeholder/,
    ],
    [
      'a status of two lines',
      ['tick', 'P0.1', '--commit', work, '--status', 'a\nb'],
      /^words: .*several lines/,
    ],
    ['a blocked task without a reason', ['block', 'P0.1'], /^words: P0\.1: block needs a reason/],
    [
      'one that says blocked and no more',
      ['block', 'P0.1', '--status', 'BLOCKED'],
      /^words: P0\.1: block needs a reason/,
    ],
    ['a failed one', ['fail', 'P0.1'], /^words: P0\.1: fail needs a reason/],
    ['one that is done in part', ['partial', 'P0.1'], /^words: P0\.1: partial needs a reason/],
    ['a dropped one', ['drop', 'P0.1'], /^words: P0\.1: drop needs a reason/],
    ['a reopened one', ['reopen', 'P0.1'], /^words: P0\.1: reopen needs a reason/],
    [
      'one that is todo as it is',
      ['reopen', 'P0.1', '--reason', 'not so'],
      /^truth: P0\.1 is todo as it is: there is nothing to reopen/,
    ],
    [
      'a placeholder as reason',
      ['block', 'P0.1', '--reason', '<why>'],
      /^words: .*the reason is a placeholder/,
    ],
    [
      'an override without a reason',
      ['tick', 'P1.2', ...NONE, ...SEEN, '--override', 'TBD'],
      /the override is a placeholder/,
    ],
    [
      'done that says blocked',
      ['tick', 'P0.1', '--commit', work, '--status', 'BLOCKED: no key'],
      /^truth: .*the status says blocked/,
    ],
    [
      'done that says partial',
      ['tick', 'P0.1', '--commit', work, '--status', 'PARTIAL PASS / BLOCKED'],
      /^truth: /,
    ],
  ] as const)('%s', async (_name, args, says) => {
    const told = await refuse(root, args);
    expect(told.join('\n')).toMatch(new RegExp(says.source, 'm'));
  });

  test.each([['--dry-run'], ['--no-commit']])('with %s, too', async (option) => {
    expect(await refuse(root, ['tick', 'P0.1', '--commit', 'deadbeef', ...SEEN, option])).toHaveLength(1);
  });

  test('and says in words what it refused, by which clause, and what to do', async () => {
    const run = await runRoadmap(root, ['tick', 'P1.1', ...NONE, ...SEEN]);
    expect(run).toEqual({
      code: 1,
      stderr: '',
      stdout: [
        'refused  P1.1 may not be done before P0.1 (todo), P0.2 (todo) and P0.3 (todo, a gate)  order',
        '      → Do what the gate asks for and tick it first: no override lifts a gate.',
        'nothing was changed\n',
      ].join('\n'),
    });
  });
});

describe('of several tasks, none is changed', () => {
  const { root, work } = makePlan();
  const options = ['--commit', work, ...SEEN];

  test('where the law refuses one', async () => {
    expect(await refuse(root, ['tick', 'P0.1', 'P0.2', 'P1.1', ...options])).toEqual([
      expect.stringMatching(/^order: P1\.1 may not be done before P0\.3/),
    ]);
  });

  test('where the user is changing the lines of the last', async () => {
    const own = makePlan();
    writeFiles(own.root, { 'ROADMAP.md': PLAN.replace('** Two', '** Two, as I say') });
    const told = await refuse(own.root, ['tick', 'P0.1', 'P0.2', '--commit', own.work, ...SEEN]);
    expect(told).toEqual([expect.stringMatching(/^commit: P0\.2: .*not committed/)]);
    expect(runGit(own.root, 'rev-parse', 'HEAD')).toBe(own.work);
  });

  test('where one of two files can not be written', async () => {
    const own = makePlan();
    const other = PLAN.replaceAll('P0', 'P5').replaceAll('P1', 'P6');
    commitFiles(own.root, { 'docs/ROADMAP.md': other }, 'Another');
    writeFiles(own.root, { 'docs/ROADMAP.md': other.replace('** One', '** Mine') });
    const told = await refuse(own.root, ['tick', 'P0.1', 'P5.1', '--commit', own.work, ...SEEN]);
    expect(told).toEqual([expect.stringMatching(/^commit: P5\.1: docs\/ROADMAP\.md: /)]);
  });

  test('where one is not there', async () => {
    expect(await expectRefusal(root, ['tick', 'P0.1', 'P0.9', ...options])).toMatch(/^roadmap: P0\.9: /);
  });
});

describe('wrong usage', () => {
  const { root } = makePlan();
  // The lock makes it, and leaves it.
  mkdirSync(join(root, '.git/roadmap'));
  test.each([
    ['no task', ['tick'], /missing required argument 'id'/],
    ['a file and no task', ['tick', 'ROADMAP.md'], /no task is named/],
    ['a task that is not there', ['tick', 'P0.11'], /P0\.11: .*\n.*Is P0\.1 meant\?/],
    [
      'a name that git does not know',
      ['tick', 'P0.1', '--commit', 'nosuch'],
      /--commit nosuch: git knows no such commit/,
    ],
    ['a file for a commit', ['tick', 'P0.1', '--commit', 'HEAD:src/a.txt'], /git knows no such commit/],
    ['three dots', ['tick', 'P0.1', '--commit', 'HEAD~1...HEAD'], /--commit HEAD~1\.\.\.HEAD: git knows/],
    ['half a range', ['tick', 'P0.1', '--commit', '..HEAD'], /--commit \.\.HEAD: git knows/],
    ['an option for a name', ['tick', 'P0.1', '--commit=--all'], /--commit --all: git knows/],
    ['a commit without its value', ['tick', 'P0.1', '--commit'], /argument missing/],
    ['none without why', ['tick', 'P0.1', '--commit', 'none'], /--commit none needs a reason/],
    [
      'none beside others',
      ['tick', 'P0.1', '--commit', 'none', '--commit', 'HEAD', '--because', 'x'],
      /stands alone/,
    ],
    ['why without none', ['tick', 'P0.1', '--commit', 'HEAD', '--because', 'x'], /--because says why/],
    ['an option that is not there', ['tick', 'P0.1', '--force'], /unknown option '--force'/],
  ])('%s', async (_name, args, says) => {
    expect(await expectRefusal(root, args)).toMatch(says);
  });

  test('outside of a repository', async () => {
    const folder = makeFolder();
    writeFiles(folder, { 'ROADMAP.md': PLAN });
    expect(await expectRefusal(folder, ['tick', 'ROADMAP.md', 'P0.1'])).toMatch(/no git repository/);
  });
});

test('evidence that a shallow clone can not tell warns, and the tick is made', async () => {
  const origin = makePlan();
  commitFiles(origin.root, { 'src/b.txt': 'b\n' }, 'More');
  const root = `${origin.root}-shallow`;
  runGit(origin.root, 'clone', '--quiet', '--depth=1', `file://${origin.root}`, root);
  const run = await runAndCompare(root, ['tick', 'P0.1', '--commit', origin.work, ...SEEN, '--json']);
  const { outcome, warnings, refusals } = readOutput('transition', run);
  expect([run.code, outcome, refusals]).toEqual([0, 'committed', []]);
  expect(warnings).toEqual([
    expect.objectContaining({ rule: 'evidence-unknown', help: expect.stringContaining('--unshallow') }),
  ]);
  expect((await runRoadmap(root, ['check'])).code).toBe(3);
});

test('the same tick, once it is legal, is made', async () => {
  const { root, work } = makePlan();
  await refuse(root, ['tick', 'P0.3', ...SEEN]);
  const run = await runAndCompare(root, ['tick', 'P0.3', '--commit', work, ...SEEN]);
  expect(run.code).toBe(0);
  expect(listSeen(run.changed)).toContain('ROADMAP.md');
  expect(readFileSync(join(root, 'ROADMAP.md'), 'utf8')).toContain('- [x] **P0.3** Three');
});

test.each([
  ['--commit', 'HEAD'],
  ['--because', 'by phone'],
])('reopen %s is wrong usage, since a task that is open cites nothing', async (...option) => {
  const root = makeRepository({ 'ROADMAP.md': '### P0 — A\n\n- [x] **P0.1** One\n' });
  const { code, stderr, changed } = await runAndCompare(root, [
    'reopen',
    'P0.1',
    '--reason',
    'no',
    ...option,
  ]);
  expect([code, changed]).toEqual([2, []]);
  expect(stderr).toContain('reopen: a task that is open again cites no commit');
});
