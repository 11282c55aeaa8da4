import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ReportEdit } from '@roadmap-as-code/core';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const PLAN = `# Plan

### P0 — Work

- [ ] **P0.1** Task

## Final report

**Release:**

- Version: <version>
- Where: <registry>

**Verdict:** not yet

**Surprises:**

- <what went otherwise>
`;

const set = (value: string, ...options: string[]): string[] => [
  'report',
  'set',
  'Release',
  'Version',
  ...options,
  value,
];
const read = (root: string, path = 'ROADMAP.md'): string => readFileSync(join(root, path), 'utf8');
const write = (root: string, text: string): void => writeFileSync(join(root, 'ROADMAP.md'), text);

/** Runs it with `--json`, and expects that exit code. */
async function edit(root: string, args: readonly string[], code = 0): Promise<ReportEdit> {
  const run = await runRoadmap(root, [...args.slice(0, 2), '--json', ...args.slice(2)]);
  expect([run.code, run.stderr]).toEqual([code, '']);
  return readOutput('report-edit', run);
}

/** What the last commit changes. */
function listChange(root: string): string[] {
  const lines = runGit(root, 'show', '--format=', '--unified=0', 'HEAD').split('\n');
  return lines.filter((line) => /^[-+](?![-+]{2} )/.test(line));
}

describe('a value of the final report', () => {
  test('is written in its place, and committed with nothing else', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN, 'other.txt': 'one\n' });
    writeFileSync(join(root, 'other.txt'), 'two\n');
    runGit(root, 'add', 'other.txt');
    const report = await edit(root, ['report', 'set', 'release', 'version', '1.2.0']);
    const head = runGit(root, 'rev-parse', 'HEAD');
    expect(report).toEqual({
      schemaVersion: 1,
      outcome: 'committed',
      file: 'ROADMAP.md',
      name: 'Release: Version',
      before: '<version>',
      after: '1.2.0',
      commit: head,
      diff: ['-- Version: <version>', '+- Version: 1.2.0'],
      refusal: null,
    });
    expect(runGit(root, 'log', '-1', '--format=%B')).toBe('chore(roadmap): report — Release: Version');
    expect(listChange(root)).toEqual(['-- Version: <version>', '+- Version: 1.2.0']);
    expect(read(root)).toBe(PLAN.replace('<version>', '1.2.0'));
    expect(runGit(root, 'status', '--porcelain')).toBe('M  other.txt');
  });

  test('is told to a person', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const dry = await runAndCompare(root, set('1.2.0', '--dry-run'));
    expect(dry).toEqual({
      code: 0,
      stderr: '',
      changed: [],
      stdout: 'Release: Version, not written  1.2.0\n  -- Version: <version>\n  +- Version: 1.2.0\n',
    });
    const { code, stdout } = await runRoadmap(root, set('1.2.0'));
    expect([code, stdout]).toEqual([
      0,
      `Release: Version in ${runGit(root, 'rev-parse', 'HEAD').slice(0, 12)}  1.2.0\n`,
    ]);
    const again = await runAndCompare(root, set('1.2.0', '--dry-run'));
    expect([again.code, again.stdout]).toEqual([0, 'Release: Version, as it was  1.2.0\n']);
    const refused = await runRoadmap(root, set('<version>'));
    expect(refused).toMatchObject({ code: 1, stderr: '' });
    expect(refused.stdout).toMatch(/^refused {2}ROADMAP\.md: the value is a placeholder\n/);
  });

  test('that is there already makes no commit', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN.replace('<version>', '1.2.0') });
    const before = runGit(root, 'rev-parse', 'HEAD');
    expect(await edit(root, set('1.2.0'))).toMatchObject({ outcome: 'unchanged', commit: null, diff: [] });
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(before);
  });

  test('is written and not committed with --no-commit', async () => {
    const crlf = `\uFEFF${PLAN.replaceAll('\n', '\r\n')}`;
    const root = makeRepository({ 'ROADMAP.md': crlf });
    expect(await edit(root, set('1.2.0', '--no-commit'))).toMatchObject({ outcome: 'written', commit: null });
    expect(read(root)).toBe(crlf.replace('<version>', '1.2.0'));
    expect(runGit(root, 'log', '--format=%s')).toBe('Start');
    expect(runGit(root, 'status', '--porcelain')).toBe('M ROADMAP.md');
  });

  test("leaves the user's own edits elsewhere in the file alone, and refuses to take one of the same line along", async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const mine = PLAN.replace('Task', 'Task of mine');
    write(root, mine);
    expect(await edit(root, set('1.2.0'))).toMatchObject({ outcome: 'committed' });
    expect(read(root)).toBe(mine.replace('<version>', '1.2.0'));
    expect(listChange(root)).toEqual(['-- Version: <version>', '+- Version: 1.2.0']);
    write(root, read(root).replace('1.2.0', '1.3.0'));
    const before = read(root);
    const { outcome, refusal } = await edit(root, set('1.4.0'), 1);
    expect(outcome).toBe('refused');
    expect(refusal?.message).toContain('not committed');
    expect(read(root)).toBe(before);
  });

  test('that begins with a dash stands behind --', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const run = await runRoadmap(root, ['report', 'set', '-', 'Verdict', '--', '-1 of 3']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(listChange(root)).toEqual(['-**Verdict:** not yet', '+**Verdict:** -1 of 3']);
    expect(runGit(root, 'log', '-1', '--format=%s')).toBe('chore(roadmap): report — Verdict');
  });

  test('is refused with what is meant, where its name is wrong', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    expect(await expectRefusal(root, ['report', 'set', 'Relase', 'Version', '1'])).toContain(
      'Is "Release" meant?',
    );
    expect(await expectRefusal(root, ['report', 'set', 'Release', 'Versoin', '1'])).toContain(
      'Is "Version" meant?',
    );
    expect(await expectRefusal(root, ['report', 'set', 'Release', 'Size', '1'])).toContain('"Where"');
    for (const value of [
      'one\ntwo',
      '',
      '<version>',
      'TBD',
      'x <!-- roadmap-disable-next-line no-placeholder -- y -->',
    ])
      expect(await edit(root, set(value), 1)).toMatchObject({ outcome: 'refused', commit: null });
    expect(runGit(root, 'status', '--porcelain')).toBe('');
  });

  test('is not committed where a hook refuses it', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const hook = join(root, '.git/hooks/pre-commit');
    runGit(root, 'config', 'core.hooksPath', '.git/hooks');
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\necho no such version >&2\nexit 1\n', { mode: 0o755 });
    const { outcome, refusal } = await edit(root, set('1.2.0'), 1);
    expect([outcome, refusal?.message]).toEqual(['refused', expect.stringContaining('no such version')]);
    expect(read(root)).toBe(PLAN);
  });
});

describe('a surprise', () => {
  const add = (text: string, ...options: string[]): string[] => ['surprise', 'add', ...options, text];

  test('takes the place of the placeholder, and the next stands behind it, each in a commit', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    expect(await edit(root, add('It rained'))).toMatchObject({
      outcome: 'committed',
      name: 'Surprises: It rained',
      before: '<what went otherwise>',
      diff: ['-- <what went otherwise>', '+- It rained'],
    });
    expect(runGit(root, 'log', '-1', '--format=%s')).toBe('chore(roadmap): report — Surprises: It rained');
    const long = `It snowed ${'and snowed '.repeat(20)}`;
    expect(await edit(root, add(long))).toMatchObject({ outcome: 'committed', before: null });
    expect(listChange(root)).toEqual([`+- ${long.trim()}`]);
    expect(runGit(root, 'log', '-1', '--format=%s').length).toBeLessThanOrEqual(72);
    expect(await edit(root, add('It rained'))).toMatchObject({ outcome: 'unchanged' });
    expect(read(root).endsWith(`- It rained\n- ${long.trim()}\n`)).toBe(true);
  });

  test('goes beside one of the user that is not committed', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN.replace('<what went otherwise>', 'It rained') });
    const mine = `${read(root)}- Mine\n`;
    write(root, mine);
    expect(await edit(root, add('It snowed'))).toMatchObject({ outcome: 'committed' });
    expect(read(root)).toBe(`${mine}- It snowed\n`);
    expect(listChange(root)).toEqual(['+- It snowed']);
  });

  test('with --dry-run changes nothing, with --no-commit the file alone', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const { code, changed } = await runAndCompare(root, add('It rained', '--dry-run'));
    expect([code, changed]).toEqual([0, []]);
    expect(await edit(root, add('It rained', '--no-commit'))).toMatchObject({ outcome: 'written' });
    expect(runGit(root, 'diff', '--numstat')).toBe('1\t1\tROADMAP.md');
  });

  test('is refused where it would be something else, and where there is no list', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    for (const text of ['- [ ] **P0.2** More', '# Heading', 'two\nlines', '<what>'])
      expect(await edit(root, ['surprise', 'add', '--', text], 1)).toMatchObject({ outcome: 'refused' });
    commitFiles(root, { 'ROADMAP.md': PLAN.replace('**Surprises:**', '**Others:**') }, 'Rename');
    expect(await expectRefusal(root, add('It rained'))).toContain('no list of surprises');
  });
});

describe('the roadmap that is meant', () => {
  test('is the only one with a final report, else the one that is named', async () => {
    const root = makeRepository({
      'a/ROADMAP.md': PLAN,
      'b/ROADMAP.md': '### P0 — A\n\n- [ ] **P0.1** One\n',
    });
    expect(await edit(root, set('1'))).toMatchObject({ outcome: 'committed', file: 'a/ROADMAP.md' });
    commitFiles(root, { 'c/ROADMAP.md': PLAN }, 'Another');
    expect(await expectRefusal(root, set('2'))).toContain('--file a/ROADMAP.md');
    const named = set('2', '--file', 'ROADMAP.md');
    expect(await edit(join(root, 'c'), named)).toMatchObject({ outcome: 'committed', file: 'c/ROADMAP.md' });
    expect(await expectRefusal(root, set('1', '--file', 'b/ROADMAP.md'))).toContain('no final report');
  });

  test('is refused where nothing can be committed', async () => {
    expect(await expectRefusal(makeFolder(), set('1'))).toContain('no git repository');
    const root = makeUnbornRepository();
    writeFileSync(join(root, 'ROADMAP.md'), PLAN);
    expect(await edit(root, set('1', '--file', 'ROADMAP.md'), 1)).toMatchObject({ outcome: 'refused' });
    expect(read(root)).toBe(PLAN);
  });
});

test('several at once in one clone lose none', async () => {
  const root = makeRepository({ 'ROADMAP.md': PLAN });
  const runs = await Promise.all(
    Array.from({ length: 6 }, (_, at) => runRoadmap(root, ['surprise', 'add', `Surprise ${at}`])),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  const lines = read(root)
    .split('\n')
    .filter((line) => line.startsWith('- Surprise '));
  expect(lines.sort()).toEqual([0, 1, 2, 3, 4, 5].map((at) => `- Surprise ${at}`));
  expect(runGit(root, 'rev-list', '--count', 'HEAD')).toBe('7');
});
