import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checked, checkClaims, checkFile, type Told, writeTasks } from '../support/check-claims.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';

type Words = Partial<Omit<Told, 'findings'>>;

const root = makeRepository({ 'src/root.txt': 'root\n' });
const git = (...args: string[]): string => runGit(root, ...args);
const head = (): string => git('rev-parse', 'HEAD');
const work = (name: string): string => commitFiles(root, { [`src/${name}.txt`]: `${name}\n` }, `Add ${name}`);

function revert(...args: string[]): string {
  git('revert', '--no-edit', ...args);
  return head();
}

/** Commits on a branch of its own; back on main afterwards. */
function onBranch(name: string, from: string, commit: () => string): string {
  git('checkout', '--quiet', '-b', name, from);
  const made = commit();
  git('checkout', '--quiet', 'main');
  return made;
}

function merge(branch: string, ...args: string[]): string {
  git('merge', '--quiet', '--no-ff', '-m', `Merge ${branch}`, ...args, branch);
  return head();
}

const first = head();
const empty = commitFiles(root, {}, 'Nothing');
const roadmap = commitFiles(root, { 'ROADMAP.md': 'a\n' }, 'Roadmap');
const nested = commitFiles(root, { 'docs/ROADMAP.md': 'a\n' }, 'Roadmap further down');
const config = commitFiles(root, { 'roadmap.yaml': 'version: 1\n' }, 'Config');
const nestedConfig = commitFiles(root, { 'docs/roadmap.yaml': 'version: 1\n' }, 'No config');
const plan = commitFiles(root, { 'docs/plan.md': 'a\n' }, 'Plan');
const alike = commitFiles(root, { 'MY-ROADMAP.md': 'a\n' }, 'A name that is alike');
const both = commitFiles(root, { 'ROADMAP.md': 'b\n', 'src/both.txt': 'both\n' }, 'Work and tick');
git('update-index', '--chmod=+x', 'src/both.txt');
git('commit', '--quiet', '--message', 'Mode alone');
const mode = head();
git('reset', '--quiet', '--hard');
git('mv', 'src/both.txt', 'src/moved.txt');
git('commit', '--quiet', '--message', 'Move');
const moved = head();

const kept = onBranch('kept', first, () => work('kept'));
const merged = merge('kept');
const dropped = onBranch('dropped', first, () => work('dropped'));
const ours = merge('dropped', '--strategy=ours');
onBranch('ticks', merged, () => commitFiles(root, { 'ROADMAP.md': 'c\n' }, 'Tick'));
const mergedTick = merge('ticks');

const before = head();
const undone = work('undone');
const undo = revert(undone);
const redone = work('redone');
const undoRedone = revert(redone);
const redo = revert(undoRedone);
const inner = onBranch('bad', 'HEAD', () => {
  work('inner');
  return work('outer');
});
const beforeInner = git('rev-parse', `${inner}~1`);
const mergedBad = merge('bad');
const undoMerge = revert('-m', '1', mergedBad);
const good = work('good');
onBranch('undo', 'HEAD', () => revert(good));
const mentioned = commitFiles(root, { 'src/talk.txt': 'talk\n' }, `Talk\n\nReverts nothing: see ${good}.`);
const open = onBranch('open', before, () => work('open'));
const last = work('last');

const landed = (
  commit: string,
  changes: 'work' | 'roadmap' | 'nothing',
  words: Words = {},
  ...rules: string[]
): Told => ({
  fact: 'landed',
  how: 'ancestor',
  commit,
  changes,
  ...words,
  findings: rules.map((rule) => `${rule} error`),
});
const isWork = (commit: string, words: Words = {}): Told => landed(commit, 'work', words);
const isEmpty = (commit: string, words: Words = {}): Told => landed(commit, 'nothing', words, 'commit-empty');
const isUpdate = (commit: string, words: Words = {}): Told =>
  landed(commit, 'roadmap', words, 'commit-is-roadmap-update');
const isReverted = (commit: string, revertedBy: string, words: Words = {}): Told =>
  landed(commit, 'work', { revertedBy, ...words }, 'commit-reverted');
/** A range has as many commits as git counts. */
function isRange(from: string, to: string, is: (to: string, words: Words) => Told): [string, Told] {
  const range = `${from}..${to}`;
  return [range, is(to, { commits: Number(git('rev-list', '--count', range)) })];
}

const cases: readonly (readonly [name: string, value: string, told: Told])[] = [
  ['a root', first, isWork(first)],
  ['an empty commit', empty, isEmpty(empty)],
  ['a change of the roadmap alone', roadmap, isUpdate(roadmap)],
  ['of one in a folder', nested, isUpdate(nested)],
  ['of roadmap.yaml', config, isUpdate(config)],
  ['of a file of that name which is no config', nestedConfig, isWork(nestedConfig)],
  ['of a document that is no roadmap', plan, isWork(plan)],
  ['of one whose name ends like it', alike, isWork(alike)],
  ['work and tick in one', both, isWork(both)],
  ['a mode', mode, isWork(mode)],
  ['a file that was moved', moved, isWork(moved)],
  ['a merge', merged, isWork(merged)],
  ['what was merged', kept, isWork(kept)],
  ['a merge that keeps our side', ours, isEmpty(ours)],
  ['what such a merge dropped', dropped, isWork(dropped)],
  ['a merge of a tick', mergedTick, isUpdate(mergedTick)],
  ['what was reverted', undone, isReverted(undone, undo)],
  ['a revert', undo, isWork(undo)],
  ['what was reverted, and that reverted', redone, isWork(redone)],
  ['a revert that was reverted', undoRedone, isReverted(undoRedone, redo)],
  ['the revert of a revert', redo, isWork(redo)],
  ['a merge that was reverted', mergedBad, isReverted(mergedBad, undoMerge)],
  ['what a reverted merge brought', inner, isReverted(inner, undoMerge)],
  ['the commit before that', beforeInner, isReverted(beforeInner, undoMerge)],
  ['what is reverted on a branch that is not merged', good, isWork(good)],
  ['a commit that speaks of another', mentioned, isWork(mentioned)],
  ['a range with a merge and its revert', ...isRange(redo, last, isWork)],
  [
    'a range with that merge alone',
    ...isRange(redo, mergedBad, (to, words) => isReverted(to, undoMerge, words)),
  ],
  ['a range without what was reverted', ...isRange(undoMerge, last, isWork)],
  ['a range the wrong way round', `${last}..${undoMerge}`, isEmpty(undoMerge, { commits: 0 })],
  ['a range of nothing', `${last}..${last.slice(0, 12)}`, isEmpty(last, { commits: 0 })],
  ['a range that takes back what it did', `${before}..${undo}`, isEmpty(undo, { commits: 2 })],
  ['a range that ends before its revert', `${before}..${undone}`, isReverted(undone, undo, { commits: 1 })],
  ['a range with a revert that was reverted', ...isRange(undo, redo, isWork)],
  ['a range of roadmaps', ...isRange(empty, config, isUpdate)],
  ['a range over a merge', ...isRange(first, merged, isWork)],
  ['a range of nothing from a branch of its own', ...isRange(kept, empty, isEmpty)],
  ['a range from a branch that is not merged', ...isRange(open, redo, isWork)],
  [
    'a range to one',
    `${before}..${open}`,
    { fact: 'pending', commit: open, refs: ['refs/heads/open'], findings: ['commit-pending error'] },
  ],
];
const values = cases.map(([, value]) => value);

describe('what a cited commit changes, and whether it stayed', () => {
  let checked: Checked;
  beforeAll(async () => {
    checked = await checkClaims(root, values);
  });

  test.each(cases)('%s', (_, value, told) => {
    expect(checked.tell(value)).toEqual(told);
  });

  test('fails by the bad ones, and by nothing else', () => {
    expect(checked.code).toBe(1);
    const findings = cases.flatMap(([, , told]) => told.findings);
    expect(checked.report.diagnostics).toHaveLength(findings.length);
  });

  test('counts as evidence what is good', () => {
    const isGood = ([, , told]: (typeof cases)[number]): boolean => told.findings.length === 0;
    expect(checked.report.summary.tasks.withEvidence).toBe(cases.filter(isGood).length);
  });

  test('says of a range that it is the wrong way round, and by what a commit was reverted', () => {
    const messages = checked.report.diagnostics.map(({ message }) => message);
    expect(messages).toContain(`${last}..${undoMerge} has no commit`);
    expect(messages).toContain(`${before}..${undo} changes nothing`);
    expect(messages).toContain(`${undone} was reverted by ${undo.slice(0, 12)}`);
    expect(messages).toContain(`Of ${before}..${undone} a commit was reverted by ${undo.slice(0, 12)}`);
  });
});

describe('what the config calls roadmaps', () => {
  test('are roadmaps, and no others', async () => {
    const entries = ['docs/plan.md', './MY-ROADMAP.md'].map((path) => `  - path: ${path}\n`);
    const asked = [plan, alike, config, nested];
    writeFiles(root, {
      'roadmap.yaml': `version: 1\nroadmaps:\n${entries.join('')}`,
      'docs/plan.md': writeTasks(asked),
    });
    const { tell } = await checkFile(root, asked, 'docs/plan.md');
    git('checkout', '--quiet', 'HEAD', 'roadmap.yaml', 'docs/plan.md');
    expect(asked.map((value) => tell(value).changes)).toEqual(['roadmap', 'roadmap', 'roadmap', 'work']);
  });

  test('and a file that is checked by its name', async () => {
    const { tell } = await checkClaims(root, [plan, nested], 'docs/plan.md');
    git('checkout', '--quiet', 'HEAD', 'docs/plan.md');
    expect([tell(plan).changes, tell(nested).changes]).toEqual(['roadmap', 'roadmap']);
  });
});

describe('a commit for several tasks', () => {
  const reused = ['commit-reused warning'];

  test('is said once, at the second, however many digits are written', async () => {
    const short = last.slice(0, 8);
    const { code, report, tell } = await checkClaims(root, [last, short, last.slice(0, 9), `\`${short}\``]);
    const found = report.diagnostics.map(({ rule, severity, line }) => `${rule} ${severity} ${line}`);
    expect(found).toEqual(['commit-reused warning 7']);
    expect(report.diagnostics[0]?.message).toBe(`${short} is cited for 4 tasks: P0.1, P0.2, P0.3 and P0.4`);
    expect(tell(short)).toEqual({ ...isWork(last), findings: reused });
    expect(code).toBe(0);
  });

  test('is not a task that cites it twice, a range, or what did not land', async () => {
    const some = [`${last}, ${last.slice(0, 9)}`, `${mentioned}..${last}`, open, open.slice(0, 9)];
    const { report } = await checkClaims(root, some);
    const rules = report.diagnostics.map(({ rule, line }) => `${rule} ${line}`);
    expect(rules).toEqual(['commit-pending 10', 'commit-pending 13']);
  });
});
