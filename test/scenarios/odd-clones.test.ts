import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckReport } from '@roadmap-as-code/core';
import { type Checked, checkClaims, writeTasks } from '../support/check-claims.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeHistory } from '../support/make-history.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

type Facts = CheckReport['facts'];

const { root: origin, values, commits } = makeHistory();
const { tick, empty, merge, tip } = commits;
const hashes = values.filter((value) => value !== 'this');
let told: Facts;
let toldOfHashes: Facts;

beforeAll(async () => {
  told = (await checkClaims(origin, values)).report.facts;
  toldOfHashes = (await checkClaims(origin, hashes)).report.facts;
  writeFiles(origin, { 'ROADMAP.md': writeTasks(['this', 'none (seen)']) });
});

/** A clone that is made as over a network. */
function clone(...args: string[]): string {
  const folder = makeFolder();
  runGit(folder, 'clone', '--quiet', ...args, `file://${origin}`, 'clone');
  return join(folder, 'clone');
}

/** Runs the git command that a finding says would tell. */
function takeAdvice(root: string, { report }: Checked): string {
  const help = report.diagnostics.find(({ rule }) => rule === 'evidence-unknown')?.help ?? '';
  const command = /`git (?<args>[^`]+)`/.exec(help)?.groups?.['args'] ?? '';
  runGit(root, ...command.split(' '), '--quiet');
  return `git ${command}`;
}

describe('the repository that was cloned', () => {
  test('tells something of each kind', () => {
    const kinds = told.map(({ fact, changes, revertedBy }) => [fact, changes, revertedBy !== null]);
    expect(new Set(kinds.map((kind) => kind.join(' ')))).toEqual(
      new Set([
        'landed work false',
        'landed work true',
        'landed roadmap false',
        'landed nothing false',
        'absent  false',
      ]),
    );
    expect(told[0]).toMatchObject({ kind: 'this', commit: tick });
  });
});

describe('a clone that has everything tells the same', () => {
  test('over a network', async () => {
    expect((await checkClaims(clone(), values)).report.facts).toEqual(told);
  });

  test('with the objects of another', async () => {
    const folder = makeFolder();
    runGit(folder, 'clone', '--quiet', '--shared', origin, 'clone');
    expect((await checkClaims(join(folder, 'clone'), values)).report.facts).toEqual(told);
  });

  test('as a linked worktree, of a bare repository, too', async () => {
    const folder = makeFolder();
    runGit(folder, 'clone', '--quiet', '--bare', origin, 'bare');
    runGit(join(folder, 'bare'), 'worktree', 'add', '--quiet', '../linked', 'main');
    const linked = join(folder, 'linked');
    expect((await checkClaims(linked, values)).report.facts).toEqual(told);
    runGit(linked, 'worktree', 'add', '--quiet', '../open', 'open');
    const { tell } = await checkClaims(join(folder, 'open'), [commits.open, tip]);
    expect(tell(commits.open)).toMatchObject({ fact: 'landed', changes: 'nothing' });
    expect(tell(tip)).toMatchObject({ fact: 'pending', refs: ['refs/heads/main'] });
    // What another worktree's HEAD alone holds is on no branch.
    runGit(linked, 'worktree', 'add', '--quiet', '--detach', '../detached');
    const loose = commitFiles(join(folder, 'detached'), { 'src/loose.txt': 'loose\n' }, 'Loose');
    expect((await checkClaims(linked, [loose])).tell(loose).fact).toBe('dangling');
    expect((await checkClaims(join(folder, 'detached'), [loose])).tell(loose).fact).toBe('landed');
  });

  test('as a submodule, and a commit that moves one is work', async () => {
    const root = makeRepository({ 'src/one.txt': 'one\n' });
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
    runGit(root, ...add, `file://${origin}`, 'sub');
    runGit(root, 'config', '--file', '.gitmodules', 'submodule.sub.ignore', 'all');
    commitFiles(root, {}, 'Add a submodule');
    expect((await checkClaims(join(root, 'sub'), values)).report.facts).toEqual(told);
    runGit(join(root, 'sub'), 'checkout', '--quiet', '--force', merge);
    runGit(root, 'commit', '--quiet', '--all', '--message', 'Move');
    const moved = runGit(root, 'rev-parse', 'HEAD');
    const { code, tell } = await checkClaims(root, [moved]);
    expect([code, tell(moved).changes]).toEqual([0, 'work']);
  });

  test('whatever a replacement or a graft puts in the place of commits', async () => {
    const root = clone();
    runGit(root, 'replace', merge, empty);
    writeFiles(root, { '.git/info/grafts': `${tip}\n` });
    expect(runGit(root, 'rev-list', '--count', 'HEAD')).toBe('1');
    expect((await checkClaims(root, values)).report.facts).toEqual(told);
  });
});

describe('a repository whose hashes are SHA-256', () => {
  test('has commits of 64 digits', async () => {
    const root = makeFolder();
    runGit(root, 'init', '--quiet', '--template=', '--object-format=sha256', '--initial-branch=main');
    const one = commitFiles(root, { 'src/one.txt': 'one\n' }, 'Work');
    const two = commitFiles(root, { 'src/two.txt': 'two\n' }, 'Work');
    runGit(root, 'revert', '--no-edit', two);
    const revert = runGit(root, 'rev-parse', 'HEAD');
    const tree = runGit(root, 'rev-parse', 'HEAD^{tree}');
    runGit(root, 'checkout', '--quiet', '-b', 'open');
    const open = commitFiles(root, { 'src/open.txt': 'open\n' }, 'Open');
    runGit(root, 'checkout', '--quiet', 'main');
    const this_ = commitFiles(
      root,
      { 'ROADMAP.md': writeTasks(['this']), 'src/tick.txt': 'tick\n' },
      'Work and tick',
    );
    const cited = ['this', one, one.slice(0, 40), two.slice(0, 9), `${one}..${revert}`, tree, open];
    const { report } = await checkClaims(root, [...cited, 'deadbeef'.repeat(8)]);
    expect(one).toHaveLength(64);
    expect(report.facts.map(({ fact, commit, changes }) => [fact, commit, changes])).toEqual([
      ['landed', this_, 'work'],
      ['landed', one, 'work'],
      ['landed', one, 'work'],
      ['landed', two, 'work'],
      ['landed', revert, 'nothing'],
      ['not-a-commit', null, null],
      ['pending', open, null],
      ['absent', null, null],
    ]);
    expect(report.facts[3]?.revertedBy).toBe(revert);
  });
});

describe('a shallow clone', () => {
  const boundary = runGit(origin, 'rev-parse', 'HEAD~2');
  const cited = [tip, boundary, merge, 'deadbeef00', `${merge}..${tip}`, `${boundary}..${tip}`];

  test("can't tell what lies behind its cut, which is neither good nor bad: exit 3", async () => {
    const root = clone('--depth', '3');
    const checked = await checkClaims(root, cited);
    const unknown = { fact: 'unknown', reason: 'shallow', findings: [] };
    const landed = { fact: 'landed', how: 'ancestor', findings: [] };
    expect(cited.slice(1, 5).map((value) => checked.tell(value))).toEqual([
      { ...landed, commit: boundary, changes: 'unknown', reason: 'shallow' },
      unknown,
      unknown,
      unknown,
    ]);
    expect(checked.tell(tip)).toMatchObject({ fact: 'landed', changes: 'roadmap' });
    expect(checked.tell(`${boundary}..${tip}`)).toEqual({
      ...landed,
      commit: tip,
      commits: 2,
      changes: 'work',
    });
    expect(checked.general).toEqual(['evidence-unknown warning 7']);
    expect(checked.report.diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^this clone is shallow, so 4 claims can't be told to be good or bad: /),
    );
    expect(checked.code).toBe(1);
    const alone = await checkClaims(root, [boundary, merge]);
    expect([alone.code, alone.report.summary.text]).toEqual([3, '2 of 2 done, 0 with evidence']);
    expect(takeAdvice(root, alone)).toBe('git fetch --unshallow');
    expect((await checkClaims(root, values)).report.facts).toEqual(told);
  });

  test("can't tell which commit carries a tick that is as old as its cut, nor takes two for one", async () => {
    const root = makeRepository({ 'src/one.txt': 'one\n', 'ROADMAP.md': writeTasks(['this']) });
    const both = writeTasks(['this', 'this']);
    commitFiles(root, { 'src/two.txt': 'two\n', 'ROADMAP.md': both }, 'Two');
    const folder = makeFolder();
    runGit(folder, 'clone', '--quiet', '--depth', '1', `file://${root}`, 'clone');
    const checked = await checkClaims(join(folder, 'clone'), ['this', 'this']);
    expect(checked.report.facts.map(({ fact, reason }) => [fact, reason])).toEqual([
      ['unknown', 'shallow'],
      ['unknown', 'shallow'],
    ]);
    expect(checked.report.diagnostics.map(({ rule }) => rule)).toEqual(['evidence-unknown']);
    expect(checked.code).toBe(3);
  });

  test("can't tell of a branch that is here whether it was merged behind the cut", async () => {
    const root = clone('--depth', '1', '--no-single-branch');
    const [, , side = ''] = values;
    const { code, tell } = await checkClaims(root, [side]);
    expect(tell(side)).toEqual({ fact: 'unknown', commit: side, reason: 'shallow', findings: [] });
    expect(code).toBe(3);
  });

  test('is clean where the rule is switched off: nobody asked', async () => {
    const root = clone('--depth', '1');
    writeFiles(root, {
      'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    rules: {evidence-unknown: off}\n',
    });
    expect((await checkClaims(root, [merge])).code).toBe(0);
  });
});

describe('a partial clone', () => {
  test('without files tells everything of hashes; of a tick once it has the files', async () => {
    const root = clone('--filter=blob:none');
    expect((await checkClaims(root, hashes)).report.facts).toEqual(toldOfHashes);
    const checked = await checkClaims(root, values);
    expect(checked.tell('this')).toEqual({ fact: 'unknown', reason: 'partial', findings: [] });
    expect(checked.general).toEqual(['evidence-unknown warning 4']);
    expect(takeAdvice(root, checked)).toBe('git fetch --refetch --no-filter');
    expect((await checkClaims(root, values)).report.facts).toEqual(told);
  });

  test('without lists of files tells where a commit is, and what it changes once it has them', async () => {
    const root = clone('--filter=tree:0', '--no-checkout');
    const cited = [merge, empty, commits.reverted];
    const checked = await checkClaims(root, cited);
    for (const value of cited) {
      const { fact, changes, reason } = checked.tell(value);
      expect({ fact, changes, reason }).toEqual({ fact: 'landed', changes: 'unknown', reason: 'partial' });
    }
    expect(checked.tell(commits.reverted).findings).toEqual(['commit-reverted error']);
    expect((await checkClaims(root, [merge])).code).toBe(3);
    expect(takeAdvice(root, checked)).toBe('git fetch --refetch --filter=blob:none');
    expect((await checkClaims(root, hashes)).report.facts).toEqual(toldOfHashes);
  });

  test('is asked for what it has, and nothing is fetched', async () => {
    for (const filter of ['blob:none', 'tree:0']) {
      // The roadmap's older versions, and the lists of files, are not here.
      const root = clone(`--filter=${filter}`, '--no-checkout');
      const trace = join(makeFolder(), 'trace');
      writeFiles(root, { 'ROADMAP.md': writeTasks(values) });
      const before = runGit(root, 'count-objects', '-v');
      const run = await runAndCompare(root, ['check', 'ROADMAP.md'], { GIT_TRACE2_EVENT: trace });
      expect(run.changed).toEqual([]);
      expect(runGit(root, 'count-objects', '-v')).toBe(before);
      expect(readFileSync(trace, 'utf8')).toContain('"cat-file"');
      expect(listChildren(trace)).toEqual([]);
      // A fetch would be seen.
      const env = makeEnvironment({ GIT_TRACE2_EVENT: trace });
      execFileSync('git', ['cat-file', '-p', 'HEAD:src/root.txt'], { cwd: root, env, stdio: 'ignore' });
      expect(listChildren(trace).join()).toContain('fetch');
    }
  });

  /** The commands that a traced git started (Documentation/technical/api-trace2). */
  function listChildren(trace: string): string[] {
    return readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"child_start"'));
  }
});

test('a file of a repository within this one is judged there alone', async () => {
  const root = makeRepository({ 'ROADMAP.md': writeTasks(['none (seen)']), 'sub/kept.txt': 'kept\n' });
  runGit(root, 'init', '--quiet', '--template=', 'sub/inner');
  const commit = commitFiles(`${root}/sub/inner`, { 'src/one.txt': 'one\n' }, 'Work');
  commitFiles(`${root}/sub/inner`, { 'docs/ROADMAP.md': writeTasks([commit]) }, 'Plan');
  const outside = await runRoadmap(root, ['check', 'sub/inner/docs/ROADMAP.md']);
  expect([outside.code, outside.stderr]).toEqual([
    2,
    'roadmap: sub/inner/docs/ROADMAP.md: it belongs to another repository, in sub/inner\n  → Run roadmap there.\n',
  ]);
  expect((await runRoadmap(`${root}/sub/inner`, ['check', 'docs/ROADMAP.md'])).code).toBe(0);
});

test('a relative GIT_DIR is meant from where one is', async () => {
  const root = makeRepository({ 'src/one.txt': 'one\n' });
  const commit = runGit(root, 'rev-parse', 'HEAD');
  commitFiles(root, { 'docs/ROADMAP.md': writeTasks([commit]) }, 'Plan');
  const run = await runRoadmap(`${root}/docs`, ['check', 'ROADMAP.md'], {
    GIT_DIR: '../.git',
    GIT_WORK_TREE: '..',
  });
  expect([run.code, run.stderr]).toEqual([0, '']);
});
