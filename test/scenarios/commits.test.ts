import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckReport } from '@roadmap-as-code/core';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const ABSENT = 'deadbeef00';

/** A roadmap of done tasks, one for each Commit value. */
function writeTasks(values: readonly string[]): string {
  const tasks = values.map(
    (value, index) => `- [x] **P0.${index + 1}** Task\n  - Commit: ${value}\n  - Status: seen\n`,
  );
  return `### P0 — Work\n\n${tasks.join('')}`;
}

describe('what git says of a cited commit', () => {
  const root = makeRepository({ 'src/one.txt': 'one\n' });
  const first = runGit(root, 'rev-parse', 'HEAD');
  const second = commitFiles(root, { 'src/two.txt': 'two\n' }, 'Do the work');
  runGit(root, 'tag', '--annotate', '--message', 'release', 'v1');
  // A name that looks like a hash is no hash.
  runGit(root, 'branch', 'cafecafe');
  runGit(root, 'tag', 'facade1');
  const tree = runGit(root, 'rev-parse', 'HEAD^{tree}');
  const blob = runGit(root, 'rev-parse', 'HEAD:src/one.txt');
  const tag = runGit(root, 'rev-parse', 'v1');
  const short = second.slice(0, 7);

  const good: Readonly<Record<string, string | null>> = {
    [second]: second,
    [short]: second,
    [`\`${short}\``]: second,
    [`[${short}](https://forge.example/acme/app/commit/${second})`]: second,
    [`[\`${short}\`](../commit/${short})`]: second,
    [short.toUpperCase()]: second,
    [`${short} (squashed from a branch)`]: second,
    [`${short} — the second try`]: second,
    [`${first.slice(0, 8)}..${short}`]: second,
    [`acme/app@${ABSENT}`]: null,
    [`https://forge.example/acme/app/commit/${ABSENT}`]: null,
  };
  const nothing = ['none (seen in the console)', 'system change, not git', 'trigger only', 'this'];
  const bad: Readonly<Record<string, string>> = {
    [ABSENT]: `git has no commit ${ABSENT}`,
    [`\`${ABSENT}\``]: `git has no commit ${ABSENT}`,
    [`${first.slice(0, 8)}..${ABSENT}`]: ABSENT,
    [`${ABSENT}..${short}`]: ABSENT,
    [`${short}, ${ABSENT}`]: `git has no commit ${ABSENT}`,
    [tree]: `git has no commit ${tree}`,
    [blob]: `git has no commit ${blob}`,
    [tag]: `git has no commit ${tag}`,
    [tag.slice(0, 12)]: `git has no commit ${tag.slice(0, 12)}`,
    cafecafe: 'git has no commit cafecafe',
    facade1: 'git has no commit facade1',
  };
  const unreadable = [
    `-${short}`,
    `--upload-pack=${short}`,
    'HEAD',
    'v1',
    'abc12',
    `${short}^{tree}`,
    `@${short}`,
  ];
  const values = [...Object.keys(good), ...nothing, ...Object.keys(bad), ...unreadable];
  const taskOf = (value: string): string => `P0.${values.indexOf(value) + 1}`;

  let report: CheckReport;
  let code: number | null;
  const findingsOf = (value: string): string[] =>
    report.diagnostics
      .filter(({ task }) => task === taskOf(value))
      .map(({ rule, message }) => `${rule}: ${message}`);

  beforeAll(async () => {
    commitFiles(root, { 'ROADMAP.md': writeTasks(values) }, 'Plan');
    const run = await runRoadmap(root, ['check', '--json']);
    report = readOutput('check', run);
    code = run.code;
  });

  test('fails by the bad ones', () => {
    expect(code).toBe(1);
    expect(report.diagnostics).toHaveLength(Object.keys(bad).length + unreadable.length);
  });

  test.each(Object.entries(good))('%s is good', (value, commit) => {
    expect(findingsOf(value)).toEqual([]);
    const fact = commit === null ? 'foreign' : 'present';
    const found = report.facts.filter(({ task }) => task === taskOf(value));
    expect(found.map((one) => [one.fact, one.commit])).toEqual([[fact, commit]]);
  });

  test.each(nothing)('%s leaves nothing to look up', (value) => {
    expect(findingsOf(value)).toEqual([]);
    expect(report.facts.filter(({ task }) => task === taskOf(value))).toEqual([]);
  });

  test.each(Object.entries(bad))('%s is absent', (value, says) => {
    expect(findingsOf(value)).toEqual([expect.stringMatching(/^commit-absent: /)]);
    expect(findingsOf(value)[0]).toContain(says);
  });

  test.each(unreadable)('%s names no commit, and never reaches git as an option', (value) => {
    expect(findingsOf(value)).toEqual([expect.stringMatching(/^commit-unreadable: /)]);
  });

  test('counts as evidence what is good, or says why there is nothing', () => {
    expect(report.summary.tasks.withEvidence).toBe(Object.keys(good).length + nothing.length);
  });

  test('does not call it the wrong repository while one hash is here', () => {
    expect(report.diagnostics.filter(({ task }) => task === null)).toEqual([]);
  });
});

describe('a repository without any commit', () => {
  test('has no commit that is cited, and says so', async () => {
    const root = makeUnbornRepository();
    writeFiles(root, { 'plan.md': writeTasks([ABSENT, 'cafecafe00']) });
    const run = await runRoadmap(root, ['check', 'plan.md', '--json']);
    const found = readOutput('check', run).diagnostics.map(({ rule, severity }) => `${rule} ${severity}`);
    expect(found).toEqual(['commit-absent warning', 'commit-absent error', 'commit-absent error']);
    expect(run.code).toBe(1);
  });
});

describe('digits with which several commits begin', () => {
  test('tell nobody which of them is meant', async () => {
    const root = makeRepository({});
    const digits = makeTwins(root);
    writeFiles(root, { 'ROADMAP.md': writeTasks([digits]) });
    runGit(root, 'add', '--all');
    const run = await runRoadmap(root, ['check', '--json']);
    const report = readOutput('check', run);
    expect(report.diagnostics.map(({ rule }) => rule)).toEqual(['evidence-unknown']);
    expect(report.diagnostics[0]).toMatchObject({
      message: expect.stringContaining('several commits begin with the same digits'),
      help: 'Write more digits of the hash.',
    });
    expect(run.code).toBe(3);
  });

  /** Makes two commits whose hashes begin with the same seven digits; these. */
  function makeTwins(root: string): string {
    const tree = runGit(root, 'rev-parse', 'HEAD^{tree}');
    const seen = new Map<string, string>();
    for (let count = 0; ; count += 1) {
      const who = 'Ada Example <ada@example.org> 1767323045 +0000';
      const content = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${count}\n`;
      // The hash of an object is that of its kind, length and content (gitformat-loose, git-hash-object(1)).
      const hash = createHash('sha1').update(`commit ${content.length}\0${content}`).digest('hex');
      const digits = hash.slice(0, 7);
      const twin = seen.get(digits);
      if (twin === undefined) {
        seen.set(digits, content);
        continue;
      }
      writeFiles(root, { one: twin, two: content });
      for (const name of ['one', 'two']) runGit(root, 'hash-object', '-t', 'commit', '-w', name);
      return digits;
    }
  }
});

describe('a repository whose hashes are SHA-256', () => {
  test('has commits of 64 digits', async () => {
    const root = makeFolder();
    runGit(root, 'init', '--quiet', '--template=', '--object-format=sha256');
    const commit = commitFiles(root, { 'src/one.txt': 'one\n' }, 'Work');
    commitFiles(root, { 'ROADMAP.md': writeTasks([commit, commit.slice(0, 9), ABSENT]) }, 'Plan');
    const report = readOutput('check', await runRoadmap(root, ['check', '--json']));
    expect(commit).toHaveLength(64);
    expect(report.facts.map((one) => one.commit)).toEqual([commit, commit, null]);
  });
});

describe('a shallow clone', () => {
  const origin = makeRepository({ 'src/one.txt': 'one\n' });
  const old = runGit(origin, 'rev-parse', 'HEAD').slice(0, 7);
  const clone = (values: readonly string[]): string => {
    const tip = commitFiles(origin, { 'src/two.txt': values.join() }, 'Work').slice(0, 7);
    commitFiles(origin, { 'ROADMAP.md': writeTasks([tip, ...values]) }, 'Plan');
    const folder = makeFolder();
    runGit(folder, 'clone', '--quiet', '--depth', '1', `file://${origin}`, 'clone');
    return `${folder}/clone`;
  };

  test("can't tell, which is neither good nor bad: exit 3", async () => {
    const run = await runRoadmap(clone([old]), ['check', '--json']);
    const report = readOutput('check', run);
    expect(report.diagnostics).toHaveLength(1);
    expect(report.diagnostics[0]).toMatchObject({
      rule: 'evidence-unknown',
      severity: 'warning',
      task: null,
    });
    expect(report.diagnostics[0]?.message).toMatch(/this clone is shallow/);
    expect(report.diagnostics[0]?.help).toMatch(/git fetch --unshallow/);
    expect(report.facts.map(({ fact }) => fact)).toEqual(['unknown', 'unknown']);
    expect(report.summary.text).toBe('2 of 2 done, 0 with evidence');
    expect(run.code).toBe(3);
  });

  test('exits with 1 where an error is found besides', async () => {
    const run = await runRoadmap(clone([old, 'nonsense']), ['check']);
    expect(run.stdout).toMatch(/evidence-unknown/);
    expect(run.stdout).toMatch(/commit-unreadable/);
    expect(run.code).toBe(1);
  });

  test('tells once it has been made whole', async () => {
    const root = clone([old]);
    runGit(root, 'fetch', '--quiet', '--unshallow');
    expect((await runRoadmap(root, ['check'])).code).toBe(0);
  });

  test('is clean where the rule is switched off: nobody asked', async () => {
    const root = clone([old]);
    writeFiles(root, {
      'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    rules: {evidence-unknown: off}\n',
    });
    expect((await runRoadmap(root, ['check'])).code).toBe(0);
  });
});
