import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { LogReport } from '@roadmap-as-code/core';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

type Tasks = Readonly<Record<string, readonly [box: string, commit: string, status: string]>>;

const TODO = [' ', '', ''] as const;

/** A roadmap of these tasks, by their ids. */
function write(tasks: Tasks): string {
  const items = Object.entries(tasks).map(
    ([id, [box, commit, status]]) =>
      `- [${box}] **${id}** Task ${id}\n  - Commit: ${commit}\n  - Status: ${status}\n`,
  );
  return `### P0 — Work\n\n${items.join('')}`;
}

async function readLog(root: string, ...args: string[]): Promise<LogReport> {
  const { changed, ...run } = await runAndCompare(root, ['log', '--json', ...args]);
  expect([run.code, run.stderr, changed]).toEqual([0, '', []]);
  return readOutput('log', run);
}

/** Each transition in a line, newest first. */
function tell({ transitions }: LogReport): string[] {
  return transitions.map(({ task, from, to, commit }) => `${task} ${from} ${to} ${commit}`);
}

describe('a roadmap that was ticked by the tool and by hand', () => {
  const first = { 'P0.1': TODO, 'P0.2': TODO, 'P0.3': TODO };
  const root = makeRepository({ 'keep.txt': '' });
  const git = (...args: string[]): string => runGit(root, ...args);
  const work = commitFiles(root, { 'src/one.txt': 'one\n' }, 'Do the first');
  const start = commitFiles(root, { 'ROADMAP.md': write(first) }, 'Plan');
  let byTool = '';
  let byHand = '';

  test('tells each transition once, with its commit, author, evidence and status', async () => {
    const tick = ['tick', 'P0.1', '--commit', work, '--status', 'PASS: seen'];
    expect(await runRoadmap(root, tick)).toMatchObject({ code: 0, stderr: '' });
    byTool = git('rev-parse', 'HEAD');
    const hand = {
      'P0.1': ['x', work.slice(0, 7), 'PASS: seen'],
      'P0.2': ['~', `${work.slice(0, 7)}, TBD`, 'PARTIAL: one half'],
      'P0.4': TODO,
    } as const;
    byHand = commitFiles(root, { 'ROADMAP.md': write(hand) }, 'Tick by hand');
    const report = await readLog(root);
    expect(tell(report)).toEqual([
      `P0.2 todo partial ${byHand}`,
      `P0.4 null todo ${byHand}`,
      `P0.3 todo null ${byHand}`,
      `P0.1 todo done ${byTool}`,
      `P0.1 null todo ${start}`,
      `P0.2 null todo ${start}`,
      `P0.3 null todo ${start}`,
    ]);
    expect(report.gaps).toEqual([]);
    expect(report.transitions[0]).toMatchObject({
      title: 'Task P0.2',
      evidence: [work.slice(0, 7)],
      status: 'PARTIAL: one half',
    });
    expect(report.transitions[3]).toEqual({
      file: 'ROADMAP.md',
      task: 'P0.1',
      title: 'Task P0.1',
      from: 'todo',
      to: 'done',
      commit: byTool,
      date: '2026-01-02T03:04:05+00:00',
      author: 'Ada Example <ada@example.org>',
      evidence: [work.slice(0, 7)],
      status: 'PASS: seen',
    });
  });

  test('tells a person the same', async () => {
    const run = await runRoadmap(root, ['log']);
    expect(run).toEqual({
      code: 0,
      stderr: '',
      stdout: `${byHand.slice(0, 12)}  2026-01-02T03:04:05+00:00  Ada Example <ada@example.org>
  partial  P0.2  was todo  Task P0.2
           ${work.slice(0, 7)}  PARTIAL: one half
  gone     P0.3  was todo  Task P0.3
  todo     new: P0.4

${byTool.slice(0, 12)}  2026-01-02T03:04:05+00:00  Ada Example <ada@example.org>
  done     P0.1  was todo  Task P0.1
           ${work.slice(0, 7)}  PASS: seen

${start.slice(0, 12)}  2026-01-02T03:04:05+00:00  Ada Example <ada@example.org>
  todo     new: P0.1, P0.2 and P0.3
`,
    });
  });

  test('tells of some tasks, those that are gone too, and of the newest', async () => {
    expect(tell(await readLog(root, 'P0.3', 'P0.1'))).toEqual([
      `P0.3 todo null ${byHand}`,
      `P0.1 todo done ${byTool}`,
      `P0.1 null todo ${start}`,
      `P0.3 null todo ${start}`,
    ]);
    expect(tell(await readLog(root, '-n', '1', 'P0.1'))).toEqual([`P0.1 todo done ${byTool}`]);
    expect(tell(await readLog(root, 'ROADMAP.md', '--limit=2'))).toEqual([
      `P0.2 todo partial ${byHand}`,
      `P0.4 null todo ${byHand}`,
    ]);
  });

  test('tells from a subfolder, and nothing that is not committed', async () => {
    const before = tell(await readLog(root));
    mkdirSync(join(root, 'sub'));
    runGit(root, 'rm', '--quiet', '--cached', 'ROADMAP.md');
    expect(tell(await readLog(join(root, 'sub'), '../ROADMAP.md'))).toEqual(before);
    runGit(root, 'reset', '--quiet');
  });

  test('refuses an id that no task ever had, and what is no number', async () => {
    expect(await expectRefusal(root, ['log', 'P0.22'])).toContain('Is P0.2 meant?');
    expect(await expectRefusal(root, ['log', 'Q7'])).toContain('roadmap log');
    for (const limit of ['0', '-1', 'x', '1.5', ''])
      expect(await expectRefusal(root, ['log', '--limit', limit])).toContain('--limit');
  });
});

describe('merges', () => {
  const done = ['x', 'none (seen)', 'seen'] as const;
  const root = makeRepository({ 'ROADMAP.md': write({ 'P0.1': TODO, 'P0.2': TODO, 'P0.3': TODO }) });
  const git = (...args: string[]): string => runGit(root, ...args);
  const commit = (tasks: Tasks): string => commitFiles(root, { 'ROADMAP.md': write(tasks) }, 'Tick');

  test('tell the transitions of both sides where they were made, and what a merge alone has as its own', async () => {
    git('checkout', '--quiet', '-b', 'side');
    const theirs = commit({ 'P0.1': TODO, 'P0.2': done, 'P0.3': TODO });
    git('checkout', '--quiet', 'main');
    const ours = commit({ 'P0.1': done, 'P0.2': TODO, 'P0.3': TODO });
    git('merge', '--quiet', '--no-commit', '--strategy=ours', 'side');
    const merge = commit({ 'P0.1': done, 'P0.2': done, 'P0.3': ['!', '', 'BLOCKED: by both'] });
    expect(git('rev-list', '--parents', '--max-count=1', 'HEAD').split(' ')).toEqual([merge, ours, theirs]);
    const told = tell(await readLog(root));
    expect(told[0]).toBe(`P0.3 todo blocked ${merge}`);
    expect(new Set(told.slice(1, 3))).toEqual(
      new Set([`P0.1 todo done ${ours}`, `P0.2 todo done ${theirs}`]),
    );
    expect(told).toHaveLength(6);
  });

  test('that take one side whole are told of what they left out of the other', async () => {
    git('checkout', '--quiet', '-b', 'lost', 'HEAD^');
    const lost = commit({ 'P0.1': done, 'P0.2': TODO, 'P0.3': done });
    git('checkout', '--quiet', 'main');
    const before = tell(await readLog(root));
    git('merge', '--quiet', '--strategy=ours', '--message', 'Merge', 'lost');
    const merge = git('rev-parse', 'HEAD');
    expect(tell(await readLog(root))).toEqual(expect.arrayContaining([...before, `P0.3 todo done ${lost}`]));
    // Both sides have changed it since they parted, and the merge may take either.
    expect(tell(await readLog(root)).filter((line) => line.endsWith(merge))).toEqual([]);
    git('checkout', '--quiet', '-b', 'more');
    const more = commit({ 'P0.1': done, 'P0.2': done, 'P0.3': ['!', '', 'BLOCKED: by both'], 'P0.4': done });
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--no-ff', '--strategy=ours', '--message', 'Merge more', 'more');
    expect(tell(await readLog(root, 'P0.4'))).toEqual([
      `P0.4 done null ${git('rev-parse', 'HEAD')}`,
      `P0.4 null done ${more}`,
    ]);
  });
});

describe('a roadmap that was renamed', () => {
  const tasks = { 'P0.1': TODO, 'P0.2': TODO };
  const done = ['x', 'none (seen)', 'seen'] as const;
  const root = makeRepository({ 'plan/old.md': write(tasks), 'other.md': '# Other\n' });
  const git = (...args: string[]): string => runGit(root, ...args);
  const start = git('rev-parse', 'HEAD');
  let moved = '';

  test('is followed to its names of old, also where it was changed on the way', async () => {
    rmSync(join(root, 'plan'), { recursive: true });
    rmSync(join(root, 'other.md'));
    moved = commitFiles(root, { 'docs/mid.md': write({ ...tasks, 'P0.1': done }) }, 'Move and tick');
    git('mv', 'docs/mid.md', 'ROADMAP.md');
    git('commit', '--quiet', '--message', 'Move');
    const report = await readLog(root);
    expect(tell(report)).toEqual([
      `P0.1 todo done ${moved}`,
      `P0.1 null todo ${start}`,
      `P0.2 null todo ${start}`,
    ]);
    expect(new Set(report.transitions.map(({ file }) => file))).toEqual(new Set(['ROADMAP.md']));
  });

  test('is followed on a branch that had its old name when it was merged, from either side', async () => {
    git('checkout', '--quiet', '-b', 'late', start);
    const late = commitFiles(root, { 'plan/old.md': write({ ...tasks, 'P0.2': done }) }, 'Tick');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--no-commit', '--strategy=ours', 'late');
    const merged = { 'ROADMAP.md': write({ 'P0.1': done, 'P0.2': done }) };
    commitFiles(root, merged, 'Merge');
    const told = [
      `P0.1 todo done ${moved}`,
      `P0.2 todo done ${late}`,
      `P0.1 null todo ${start}`,
      `P0.2 null todo ${start}`,
    ];
    expect(tell(await readLog(root)).sort()).toEqual([...told].sort());
    git('checkout', '--quiet', '-b', 'reverse', 'late');
    git('merge', '--quiet', '--no-commit', '--strategy=ours', 'main^');
    git('rm', '--quiet', '-r', '--force', 'plan', 'other.md');
    commitFiles(root, merged, 'Merge the other way round');
    expect(tell(await readLog(root)).sort()).toEqual([...told].sort());
  });

  test('is not taken for another that went when it came', async () => {
    const other = makeRepository({ 'old.md': write({ 'P0.1': TODO }).replace('Task P0.1', 'Another') });
    rmSync(join(other, 'old.md'));
    const came = commitFiles(other, { 'ROADMAP.md': write({ 'P0.1': TODO }) }, 'Replace');
    expect(tell(await readLog(other))).toEqual([`P0.1 null todo ${came}`]);
  });

  test('is told of again where it was gone for a while', async () => {
    const other = makeRepository({ 'ROADMAP.md': write({ 'P0.1': TODO }) });
    const first = runGit(other, 'rev-parse', 'HEAD');
    rmSync(join(other, 'ROADMAP.md'));
    const gone = commitFiles(other, { 'keep.txt': '' }, 'Remove');
    const back = commitFiles(other, { 'ROADMAP.md': write({ 'P0.1': TODO }) }, 'Bring back');
    expect(tell(await readLog(other))).toEqual([
      `P0.1 null todo ${back}`,
      `P0.1 todo null ${gone}`,
      `P0.1 null todo ${first}`,
    ]);
  });
});

describe('clones', () => {
  const done = ['x', 'none (seen)', 'seen'] as const;
  const origin = makeRepository({ 'ROADMAP.md': write({ 'P0.1': TODO, 'P0.2': TODO }) });
  runGit(origin, 'config', 'uploadpack.allowFilter', 'true');
  runGit(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const start = runGit(origin, 'rev-parse', 'HEAD');
  const one = commitFiles(origin, { 'ROADMAP.md': write({ 'P0.1': done, 'P0.2': TODO }) }, 'One');
  const two = commitFiles(origin, { 'ROADMAP.md': write({ 'P0.1': done, 'P0.2': done }) }, 'Two');
  const clone = (...args: string[]): string => {
    const folder = makeFolder();
    runGit(folder, 'clone', '--quiet', ...args, `file://${origin}`, 'clone');
    return join(folder, 'clone');
  };
  const all = [
    `P0.2 todo done ${two}`,
    `P0.1 todo done ${one}`,
    `P0.1 null todo ${start}`,
    `P0.2 null todo ${start}`,
  ];
  /** The git command that the log says would tell. */
  const takeAdvice = async (root: string): Promise<void> => {
    const { stdout, stderr } = await runRoadmap(root, ['log']);
    const command = /→ .*`git (?<args>[^`]+)`/.exec(stdout + stderr)?.groups?.['args'] ?? '';
    // What it tidies up behind our back would be taken for a change of ours.
    runGit(root, '-c', 'gc.auto=0', ...command.split(' '), '--quiet');
  };

  test('a shallow one tells where its history is cut off, and no task as new there', async () => {
    const root = clone('--depth=2');
    const report = await readLog(root);
    expect(tell(report)).toEqual(all.slice(0, 1));
    expect(report.gaps).toEqual([{ file: 'ROADMAP.md', commit: one, why: 'cut-off' }]);
    await takeAdvice(root);
    expect(await readLog(root)).toMatchObject({ gaps: [] });
    expect(tell(await readLog(root))).toEqual(all);
  });

  test('a partial one tells which versions it lacks, and fetches nothing', async () => {
    const root = clone('--filter=blob:none');
    const report = await readLog(root);
    expect(tell(report)).toEqual([]);
    expect(report.gaps).toEqual([
      { file: 'ROADMAP.md', commit: one, why: 'missing' },
      { file: 'ROADMAP.md', commit: start, why: 'missing' },
    ]);
    await takeAdvice(root);
    expect(tell(await readLog(root))).toEqual(all);
  });

  test('one without trees is refused, with what mends it', async () => {
    const root = clone('--filter=tree:0');
    expect(await expectRefusal(root, ['log'])).toContain('git could not read the history');
    await takeAdvice(root);
    expect(tell(await readLog(root))).toEqual(all);
  });
});

test('a version that is no text is a gap', async () => {
  const root = makeRepository({ 'ROADMAP.md': write({ 'P0.1': TODO }) });
  const start = runGit(root, 'rev-parse', 'HEAD');
  const broken = commitFiles(root, { 'ROADMAP.md': new Uint8Array([0xff, 0xfe, 0x00]) }, 'Break');
  commitFiles(root, { 'ROADMAP.md': write({ 'P0.1': ['x', 'none (seen)', 'seen'] }) }, 'Mend');
  const report = await readLog(root);
  expect(tell(report)).toEqual([`P0.1 null todo ${start}`]);
  expect(report.gaps).toEqual([{ file: 'ROADMAP.md', commit: broken, why: 'unreadable' }]);
});

describe('where there is no history yet', () => {
  test('of the repository', async () => {
    const root = makeUnbornRepository();
    expect((await runRoadmap(root, ['init'])).code).toBe(0);
    expect(await readLog(root)).toEqual({ schemaVersion: 1, transitions: [], gaps: [] });
    expect((await runRoadmap(root, ['log'])).stdout).toBe('no transition of ROADMAP.md is in the history\n');
  });

  test('of the roadmap', async () => {
    const root = makeRepository({ 'keep.txt': '' });
    expect((await runRoadmap(root, ['init'])).code).toBe(0);
    expect(await readLog(root)).toEqual({ schemaVersion: 1, transitions: [], gaps: [] });
    expect((await runRoadmap(root, ['log', 'P0.1'])).stdout).toBe(
      'no transition of P0.1 is in the history\n',
    );
  });

  test('outside of a repository it is refused', async () => {
    expect(await expectRefusal(makeFolder(), ['log'])).toContain('no git repository');
  });
});

test('tasks without ids are told by their titles, wherever they came to stand', async () => {
  const root = makeRepository({ 'plan.md': '# Plan\n\n## Work\n\n- [ ] one\n- [ ] two\n' });
  const start = runGit(root, 'rev-parse', 'HEAD');
  const second = commitFiles(
    root,
    { 'plan.md': '# Plan\n\n## Work\n\n- [ ] new\n- [ ] one\n- [x] two\n' },
    'Do',
  );
  const { transitions } = await readLog(root, 'plan.md', 'work:3');
  expect(transitions.map(({ task, title, from, to, commit }) => [task, title, from, to, commit])).toEqual([
    ['work:3', 'two', 'todo', 'done', second],
    ['work:2', 'two', null, 'todo', start],
  ]);
});

test('several roadmaps are told of in one list, each with its name', async () => {
  const root = makeRepository({ 'a/ROADMAP.md': write({ 'P0.1': TODO }) });
  const start = runGit(root, 'rev-parse', 'HEAD');
  const second = commitFiles(root, { 'b/ROADMAP.md': write({ 'P0.1': TODO }) }, 'Second');
  const { transitions } = await readLog(root, 'P0.1');
  expect(transitions.map(({ file, commit }) => [file, commit])).toEqual([
    ['b/ROADMAP.md', second],
    ['a/ROADMAP.md', start],
  ]);
  expect((await runRoadmap(root, ['log'])).stdout).toMatch(/ {2}b\/ROADMAP\.md\n/);
});
