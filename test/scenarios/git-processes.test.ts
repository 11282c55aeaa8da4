import { describe, expect, test } from '@jest/globals';
import type { CheckReport } from '@roadmap-as-code/core';
import { writeTasks } from '../support/check-claims.ts';
import { listGitCalls } from '../support/list-git-calls.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';

/** Git processes of a check, at most. */
const MOST = 6;
/** Where the target lacks a commit that is cited, its work is looked for elsewhere: in messages and in patches. */
const MOST_ELSEWHERE = MOST + 2;
/** Of a tick that is committed in a clone without hooks, by somebody whose name git has from its settings. */
const MOST_TICK = 6;
/** Of the judgement of what is staged, where git has packed none of it: what differs, the history, and what commits change. */
const MOST_STAGED = 3;

interface Calls {
  /** The arguments of each git that was started, in the order of the alphabet: some run side by side. */
  readonly calls: readonly string[];
  /** The facts of a check, as JSON reports them. */
  readonly facts: CheckReport['facts'];
}

/** Nobody gives the date of a commit; where somebody does, git itself writes it. */
const NO_DATES = { GIT_AUTHOR_DATE: undefined, GIT_COMMITTER_DATE: undefined };

/** What a command asks of git, by a `git` that writes down its arguments first. */
async function listCalls(root: string, args: readonly string[]): Promise<Calls> {
  const { run, calls } = await listGitCalls(root, args, NO_DATES);
  expect(run.stderr).toBe('');
  const facts = args[0] === 'check' ? readOutput('check', run).facts : [];
  return { calls, facts };
}

/** The commands alone: `cat-file`, `log`. */
function listCommands({ calls }: Calls): string[] {
  return calls.map(
    (call) => /(?<= |^)(?:cat-file|diff-tree|log|ls-files|rev-parse)\b/.exec(call)?.[0] ?? call,
  );
}

describe('a check', () => {
  const root = makeRepository({ 'src/root.txt': 'root\n' });
  const first = runGit(root, 'rev-parse', 'HEAD');
  const second = commitFiles(root, { 'src/one.txt': 'one\n' }, 'Work');
  runGit(root, 'checkout', '--quiet', '-b', 'open');
  const open = commitFiles(root, { 'src/open.txt': 'open\n' }, 'Open');
  runGit(root, 'checkout', '--quiet', 'main');
  runGit(root, 'tag', '--annotate', '--message', 'release', 'v1');
  const tag = runGit(root, 'rev-parse', 'v1');
  const tree = runGit(root, 'rev-parse', 'HEAD^{tree}');
  const kinds = [
    first,
    second.slice(0, 9),
    `${first}..${second}`,
    `${first.slice(0, 8)}..${open}`,
    open,
    tag,
    tree,
    'this',
  ];

  /** So many claims of each kind, and hashes that git does not have. */
  function makeValues(count: number): string[] {
    return Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? (kinds[(index / 2) % kinds.length] ?? '') : (0xabcdef0 + index).toString(16),
    );
  }

  /** Each `this` is traced through so many versions. */
  function commitRoadmap(path: string, values: readonly string[]): void {
    commitFiles(root, { [path]: writeTasks(values) }, 'Tick');
    commitFiles(root, { [path]: `${writeTasks(values)}\nMore.\n` }, 'Reword');
  }

  test('of one task starts as many git processes as one of 300, of every kind of claim', async () => {
    commitRoadmap('ROADMAP.md', ['this']);
    const landed = await listCalls(root, ['check', '--json']);
    expect(landed.facts.map(({ fact }) => fact)).toEqual(['landed']);
    expect(landed.calls.length).toBeLessThanOrEqual(MOST);
    commitRoadmap('ROADMAP.md', ['this', open]);
    const few = await listCalls(root, ['check', '--json']);
    expect(few.facts.map(({ fact }) => fact)).toEqual(['landed', 'pending']);
    commitRoadmap('ROADMAP.md', makeValues(300));
    const many = await listCalls(root, ['check', '--json']);
    expect(many.facts).toHaveLength(300);
    expect(new Set(many.facts.map(({ fact }) => fact))).toEqual(
      new Set(['landed', 'pending', 'absent', 'not-a-commit']),
    );
    expect(many.calls).toEqual(few.calls);
    expect(many.calls.length).toBeLessThanOrEqual(MOST_ELSEWHERE);
    const asked = listCommands(many).filter((command) => ['cat-file', 'diff-tree'].includes(command));
    expect(asked).toEqual(['cat-file', 'diff-tree', 'diff-tree']);
  });

  test('of several roadmaps starts as many, with and without roadmap.yaml', async () => {
    const paths = ['ROADMAP.md', 'a/ROADMAP.md', 'b/ROADMAP.md'];
    const one = await listCalls(root, ['check', '--json']);
    for (const path of paths) commitRoadmap(path, makeValues(30));
    const several = await listCalls(root, ['check', '--json']);
    expect(new Set(several.facts.map(({ file }) => file))).toEqual(new Set(paths));
    expect(listCommands(several)).toEqual(listCommands(one));
    expect(several.calls.length).toBeLessThanOrEqual(MOST_ELSEWHERE);

    const targets = ['main', 'open', first];
    const entries = paths.map((path, index) => `  - path: ${path}\n    target: ${targets[index]}\n`);
    commitFiles(root, { 'roadmap.yaml': `version: 1\nroadmaps:\n${entries.join('')}` }, 'Config');
    const configured = await listCalls(root, ['check', '--json']);
    expect(new Set(configured.facts.map(({ target }) => target))).toEqual(new Set(targets));
    expect(configured.calls.length).toBeLessThanOrEqual(several.calls.length);
    runGit(root, 'rm', '--quiet', 'roadmap.yaml');
    runGit(root, 'commit', '--quiet', '--message', 'No config');
  });

  test('without `this` starts one less, and without claims none', async () => {
    const lost = makeValues(300).filter((value) => value !== 'this');
    writeFiles(root, {
      'plan.md': writeTasks(['this']),
      'hashes.md': writeTasks([first, second.slice(0, 9), `${first}..${second}`]),
      'lost.md': writeTasks(lost),
      'none.md': '# None\n',
    });
    const traced = await listCalls(root, ['check', 'plan.md', '--json']);
    const plain = await listCalls(root, ['check', 'hashes.md', '--json']);
    expect(listCommands(plain)).toEqual(['log', 'diff-tree']);
    expect((await listCalls(root, ['check', 'lost.md', '--json'])).calls).toHaveLength(5);
    expect(traced.calls.length).toBeLessThanOrEqual(MOST - 1);
    expect(listCommands(await listCalls(root, ['check', 'none.md', '--json']))).toEqual([]);
  });

  test('never has a hash that a roadmap cites among the arguments, nor a target', async () => {
    writeFiles(root, {
      'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    target: ${second}\n`,
      'ROADMAP.md': writeTasks(makeValues(40)),
    });
    const { calls, facts } = await listCalls(root, ['check', '--json']);
    const hashes = facts.flatMap(({ claim, commit, target }) => [
      ...(claim.match(/[0-9a-f]{7,}/g) ?? []),
      ...(commit === null ? [] : [commit]),
      target,
    ]);
    expect(hashes).toEqual(expect.arrayContaining([first, second, open, tag, tree]));
    for (const hash of hashes) expect(calls.filter((call) => call.includes(hash.slice(0, 7)))).toEqual([]);
  });
});

test('a tick that cites many commits starts as many git processes as one that cites few', async () => {
  const root = makeRepository({
    'ROADMAP.md': '### P0 — A\n\n- [ ] **P0.1** One\n- [ ] **P0.2** Two\n- [ ] **P0.3** Three\n',
  });
  const work = Array.from({ length: 12 }, (_, at) => commitFiles(root, { 'work.txt': `${at}\n` }, 'Work'));
  const range = (from: number, to: number): string => `${work[from] ?? ''}..${work[to] ?? ''}`;
  const cite = (...commits: readonly string[]): string[] =>
    commits.flatMap((commit) => ['--commit', commit]).concat('--status', 'PASS: seen');
  const few = await listCalls(root, ['tick', 'P0.1', ...cite(work[0] ?? '', range(0, 1))]);
  const many = await listCalls(root, ['tick', 'P0.2', ...cite(...work, range(0, 9), range(2, 11))]);
  const nameCalls = ({ calls }: Calls): string[] =>
    calls.map((call) => call.replace(/[0-9a-f-]{36,}|P0\.\d .*/g, ''));
  const plain = await listCalls(root, ['tick', 'P0.3', ...cite(work[0] ?? '')]);
  expect(plain.calls.length).toBeLessThanOrEqual(MOST_TICK);
  expect(nameCalls(many)).toEqual(nameCalls(few));
  // Of ranges, the history that they lie in is read.
  expect(many.calls.length).toBeLessThanOrEqual(MOST_TICK + 1);
  expect(many.calls.filter((call) => /\b(?:diff-tree --stdin --root|patch-id)\b/.test(call))).toHaveLength(1);
});

test('the judgement of a tick that is staged starts few git processes', async () => {
  const open = '### P0 — A\n\n- [ ] **P0.1** One\n  - Commit: <hash>\n  - Status: <one line>\n';
  const root = makeRepository({ 'ROADMAP.md': open });
  const work = commitFiles(root, { 'work.txt': 'work\n' }, 'Work');
  const done = open.replace('[ ]', '[x]').replace('<hash>', work).replace('<one line>', 'PASS: seen');
  writeFiles(root, { 'ROADMAP.md': done });
  runGit(root, 'add', '--all');
  const run = async (...args: string[]): Promise<Calls> => listCalls(root, args);
  const checked = await run('check', '--staged', '--json');
  expect(listCommands(checked)).toEqual(['log', expect.stringContaining('diff-index --cached'), 'diff-tree']);
  const hooked = await run('hook', 'run', 'pre-commit', '--');
  expect(hooked.calls).toHaveLength(MOST_STAGED);
});

test('a log of many commits, tasks and roadmaps starts as many git processes as one of one', async () => {
  const root = makeRepository({ 'ROADMAP.md': writeTasks(['abcdef0']) });
  const few = await listCalls(root, ['log']);
  for (let count = 2; count <= 12; count += 1) {
    const values = Array.from({ length: count * 10 }, () => 'abcdef0');
    commitFiles(root, { 'ROADMAP.md': writeTasks(values), 'a/ROADMAP.md': writeTasks(values) }, 'Tick');
  }
  const many = await listCalls(root, ['log']);
  expect(listCommands(many)).toEqual(listCommands(few));
  expect(many.calls.length).toBeLessThanOrEqual(MOST);
});

describe('commands that ask git for no evidence', () => {
  test('start less of it', async () => {
    const root = makeRepository({ 'ROADMAP.md': writeTasks(['abcdef0', 'this']) });
    for (const command of ['next', 'export']) {
      const { calls } = await listCalls(root, [command]);
      expect(calls.length).toBeLessThanOrEqual(2);
      expect(calls.filter((call) => call.includes('cat-file'))).toEqual([]);
    }
  });
});

describe('git is asked for the history while a plan is read', () => {
  const check = (text: string): ReturnType<typeof listGitCalls> =>
    listGitCalls(makeRepository({ 'plan.md': text }), ['check', 'plan.md'], NO_DATES);
  const plan =
    '# Plan\n\n### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none (asked)\n  - Status: Asked\n';

  test('once, where the plan seems to cite a commit, and all it cites is nothing', async () => {
    const { run, calls } = await check(`${plan}\nBuilt on 1234abc.\n`);
    expect(run.code).toBe(0);
    expect(calls).toEqual([expect.stringContaining(' log ')]);
  });

  test('never, where it has words and dates alone', async () => {
    const { run, calls } = await check(`${plan}\nThe defaced facade, on 2026-11-22.\n`);
    expect(run.code).toBe(0);
    expect(calls).toEqual([]);
  });

  test('and a plan that can not be read is refused as before', async () => {
    const { run } = await check(`${plan}\n1234abc\n\n${'> '.repeat(101)}deep\n`);
    expect({ code: run.code, stderr: run.stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^roadmap: plan\.md:11:1: it nests lists or quotes 101 deep/),
    });
  });
});
