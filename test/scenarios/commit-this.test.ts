import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checked, checkFile, type Told } from '../support/check-claims.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';

/** Title by number; a ticked task says `this`. */
type Plan = Readonly<Record<number, { readonly title?: string; readonly ticked?: boolean }>>;

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** So that checkFile finds the tasks in the order of their numbers. */
const values = NUMBERS.map((number) => `this ${number}`);

function writePlan(plan: Plan, intro = ''): string {
  const tasks = NUMBERS.map((number) => {
    const { title = 'Task', ticked = false } = plan[number] ?? {};
    return `- [${ticked ? 'x' : ' '}] **P0.${number}** ${title}\n  - Commit: ${ticked ? 'this' : ''}\n  - Status: ${ticked ? 'seen' : ''}\n`;
  });
  return `### P0 — Work\n${intro}\n${tasks.join('')}`;
}

function isLanded(commit: string, changes: 'work' | 'roadmap', ...findings: string[]): Told {
  return { fact: 'landed', how: 'ancestor', commit, changes, findings };
}
const isPending: Told = { fact: 'pending', findings: ['commit-pending warning'] };
const ticked = { ticked: true };

describe('`this`, the commit that carries the tick', () => {
  const root = makeRepository({ 'src/root.txt': 'root\n', 'ROADMAP.md': writePlan({}) });
  const git = (...args: string[]): string => runGit(root, ...args);
  let plan: Plan = {};
  const tick = (more: Plan, files: Readonly<Record<string, string>>, message: string): string => {
    plan = { ...plan, ...more };
    return commitFiles(root, { ...files, 'ROADMAP.md': writePlan(plan) }, message);
  };

  const together = tick({ 1: ticked }, { 'src/one.txt': 'one\n' }, 'Work and tick');
  commitFiles(root, { 'src/two.txt': 'two\n' }, 'Work');
  const alone = tick({ 2: ticked }, {}, 'Tick alone');
  tick({ 1: { ticked: true, title: 'Task, in other words' } }, { 'src/three.txt': '3\n' }, 'Reword P0.1');
  const pair = tick({ 5: ticked, 6: ticked }, { 'src/pair.txt': 'pair\n' }, 'Two tasks');
  tick({ 8: ticked }, { 'src/eight.txt': '8\n' }, 'Tick P0.8');
  tick({ 8: {} }, { 'src/eight.txt': '' }, 'Reopen P0.8');

  const base = plan;
  git('checkout', '--quiet', '-b', 'feature');
  const onBranch = tick({ 4: ticked }, { 'src/four.txt': 'four\n' }, 'Work and tick on a branch');
  git('checkout', '--quiet', 'main');
  plan = base;
  const meanwhile = tick({ 9: ticked }, { 'src/nine.txt': 'nine\n' }, 'Meanwhile');
  git('merge', '--quiet', '--no-ff', '-m', 'Merge feature', 'feature');
  plan = { ...base, 4: ticked, 9: ticked };
  const again = tick({ 8: ticked }, { 'src/eight.txt': '8!\n' }, 'Tick P0.8 again');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  const ahead = tick({ 7: ticked }, { 'src/seven.txt': 'seven\n' }, 'Ahead of the remote');
  // A section above moves every line.
  plan = { ...plan, 3: ticked };

  const told: readonly (readonly [name: string, number: number, told: Told])[] = [
    ['work and tick in one, and reworded by a later commit', 1, isLanded(together, 'work')],
    ['a tick alone', 2, isLanded(alone, 'roadmap', 'commit-is-roadmap-update error')],
    ['a tick that is not committed', 3, isPending],
    ['one made on a branch, and merged', 4, isLanded(onBranch, 'work')],
    ['the first of two in one commit', 5, isLanded(pair, 'work')],
    ['the second of them', 6, isLanded(pair, 'work', 'commit-reused warning')],
    ['the newest', 7, isLanded(ahead, 'work')],
    ['one that was taken back, and made again', 8, isLanded(again, 'work')],
    ['one made on main while the branch was open', 9, isLanded(meanwhile, 'work')],
  ];

  let checked: Checked;
  beforeAll(async () => {
    writeFiles(root, { 'ROADMAP.md': writePlan(plan) });
    checked = await checkFile(root, values);
  });

  test.each(told)('%s', (_, number, says) => {
    expect(checked.tell(`this ${number}`)).toEqual(says);
  });

  test('says how to mend what is not committed, and names a commit of several', () => {
    const messages = checked.report.diagnostics.map(({ message }) => message);
    expect(messages).toContain('The tick that `this` stands under is not committed on HEAD');
    expect(messages).toContain(`${pair.slice(0, 12)} is cited for 2 tasks: P0.5 and P0.6`);
    expect(checked.code).toBe(1);
  });

  test('is found where other lines moved', async () => {
    writeFiles(root, { 'ROADMAP.md': writePlan(plan).replace('\n\n', '\n\nAll of it.\n\n') });
    const { report } = await checkFile(root, []);
    writeFiles(root, { 'ROADMAP.md': writePlan(plan) });
    const commits = checked.report.facts.map(({ commit }) => commit);
    expect(report.facts.map(({ commit }) => commit)).toEqual(commits);
  });

  test('is looked for from the target on', async () => {
    writeFiles(root, {
      'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    target: origin/main\n',
    });
    const { report, tell } = await checkFile(root, values);
    writeFiles(root, { 'roadmap.yaml': 'version: 1\n' });
    expect([tell('this 7'), tell('this 8')]).toEqual([isPending, isLanded(again, 'work')]);
    expect(report.diagnostics.map(({ message }) => message)).toContain(
      'The tick that `this` stands under is not committed on origin/main',
    );
  });

  test('is known of no roadmap that git does not have', async () => {
    writeFiles(root, { 'docs/ROADMAP.md': writePlan({ 1: ticked }) });
    const { code, tell } = await checkFile(root, values, 'docs/ROADMAP.md');
    expect([code, tell('this 1')]).toEqual([0, isPending]);
  });

  test('is traced in each of several roadmaps', async () => {
    const second = commitFiles(
      root,
      { 'docs/ROADMAP.md': writePlan({ 2: ticked }), 'src/docs.txt': 'docs\n' },
      'Another roadmap',
    );
    const { report } = await checkFile(root, values, null);
    const facts = report.facts.map(({ file, task, commit }) => `${file} ${task} ${commit}`);
    expect(facts).toContain(`docs/ROADMAP.md P0.2 ${second}`);
    expect(facts).toContain(`ROADMAP.md P0.1 ${together}`);
  });
});

describe('`this` in the first commit of all', () => {
  test('is that', async () => {
    const root = makeRepository({ 'src/root.txt': 'root\n', 'ROADMAP.md': writePlan({ 1: ticked }) });
    const { code, tell } = await checkFile(root, values);
    expect([code, tell('this 1')]).toEqual([0, isLanded(runGit(root, 'rev-parse', 'HEAD'), 'work')]);
  });
});

describe('`this` in a roadmap that was moved', () => {
  test('is traced to the commit under the name of old, which is that of a roadmap', async () => {
    const root = makeRepository({ 'PLAN.md': writePlan({}), 'notes.md': 'notes\n' });
    const both = commitFiles(
      root,
      { 'PLAN.md': writePlan({ 1: ticked }), 'src/one.txt': 'one\n' },
      'Work and tick',
    );
    const alone = commitFiles(root, { 'PLAN.md': writePlan({ 1: ticked, 2: ticked }) }, 'Tick alone');
    mkdirSync(join(root, 'docs'));
    runGit(root, 'rm', '--quiet', 'notes.md');
    runGit(root, 'mv', 'PLAN.md', 'docs/PLAN.md');
    commitFiles(root, {}, 'Move');
    runGit(root, 'mv', 'docs/PLAN.md', 'ROADMAP.md');
    const third = commitFiles(
      root,
      { 'ROADMAP.md': writePlan({ 1: ticked, 2: ticked, 3: ticked }), 'src/three.txt': '3\n' },
      'Move on, tick and work',
    );
    const { tell } = await checkFile(root, values);
    expect([tell('this 1'), tell('this 2'), tell('this 3')]).toEqual([
      isLanded(both, 'work'),
      isLanded(alone, 'roadmap', 'commit-is-roadmap-update error'),
      isLanded(third, 'work'),
    ]);
  });
});

describe('`this` is not traced to', () => {
  const plan = (box: string, commit = box === 'x' ? 'this' : ''): string =>
    `- [${box}] **P0.1** Ask\n  - Commit: ${commit}\n  - Status: ${box === 'x' ? 'ok' : ''}\n`;
  const head = '### P0 — Work\n\n';
  const work = { 'src/one.txt': 'one\n' };
  /** The tick of the newest commit, by what it names. */
  async function trace(versions: readonly Readonly<Record<string, string>>[]): Promise<Told> {
    const root = makeRepository({ 'src/root.txt': 'root\n' });
    for (const [at, files] of versions.entries()) commitFiles(root, files, `Step ${at}`);
    const { report } = await checkFile(root, []);
    const { commit, changes } = report.facts.at(-1) ?? {};
    const isNewest = commit === runGit(root, 'rev-parse', 'HEAD');
    return { findings: [isNewest ? 'newest' : 'older', String(changes)] };
  }
  const newest: Told = { findings: ['newest', 'roadmap'] };

  test.each([
    ['a fence', '```\n', '```\n'],
    ['a comment', '<!--\n', '-->\n'],
    ['HTML', '<details>\n', '</details>\n'],
  ])('a sample in %s', async (_, start, end) => {
    const sample = `${head}${start}${plan('x')}${end}\n`;
    const told = await trace([
      { ...work, 'ROADMAP.md': sample + plan(' ') },
      { 'ROADMAP.md': sample + plan('x') },
    ]);
    expect(told).toEqual(newest);
    const only = await trace([{ ...work, 'ROADMAP.md': sample }, { 'ROADMAP.md': head + plan('x') }]);
    expect(only).toEqual(newest);
  });

  test('a task of the same title in another phase', async () => {
    const list = (a: string, b: string): string =>
      `## A\n\n- [${a}] Write tests\n  - Commit: ${a === 'x' ? 'this' : ''}\n\n## B\n\n- [${b}] Write tests\n  - Commit: ${b === 'x' ? 'this' : ''}\n`;
    const ids = await trace([{ ...work, 'ROADMAP.md': list('x', ' ') }, { 'ROADMAP.md': list('x', 'x') }]);
    expect(ids).toEqual(newest);
  });

  test('a task of the same id in the roadmap before this one', async () => {
    const root = makeRepository({ ...work, 'OLD.md': head + plan('x') });
    runGit(root, 'rm', '--quiet', 'OLD.md');
    const next = commitFiles(
      root,
      { 'ROADMAP.md': `${head}${plan('x').replace('Ask', 'Rewrite the engine')}` },
      'Next quarter',
    );
    const { report } = await checkFile(root, []);
    expect(report.facts[0]).toMatchObject({ commit: next });
  });
});
