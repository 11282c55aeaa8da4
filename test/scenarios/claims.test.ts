import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const ROADMAP = `# Plan

### P0 — First

- [ ] **P0.1** One
  - Commit:
  - Status:
- [ ] **P0.2** Two
  - Commit:
  - Status:
- [ ] **P0.3** Three
  - Commit:
  - Status:
`;
const HOLDS = '.git/roadmap/holds.json';

const as = (name: string): { readonly ROADMAP_AGENT: string } => ({ ROADMAP_AGENT: name });

async function findNext(root: string, name?: string): Promise<string | undefined> {
  const run = await runRoadmap(root, ['next', '--json'], name === undefined ? {} : as(name));
  return readOutput('next', run).next?.task;
}

/** Lets every claim that there is end a minute ago. */
function endClaims(root: string): void {
  const path = join(root, HOLDS);
  const past = new Date(Date.now() - 60_000).toISOString();
  writeFileSync(path, readFileSync(path, 'utf8').replace(/(?<="until": ")[^"]+/g, past));
}

describe('a task that somebody has started', () => {
  const root = makeRepository({ 'ROADMAP.md': ROADMAP });

  test('is theirs, and next gives others something else', async () => {
    expect(await findNext(root, 'bob')).toBe('P0.1');
    expect(await runRoadmap(root, ['start', 'P0.1', '--as', 'ada', '--for', '90m'])).toMatchObject({
      code: 0,
    });
    expect(await findNext(root, 'ada')).toBe('P0.1');
    expect(await findNext(root, 'bob')).toBe('P0.2');
    expect(await findNext(root)).toBe('P0.2');
  });

  test('is shown with who has it, since when and until when', async () => {
    const report = readOutput('show', await runRoadmap(root, ['show', '--json']));
    const holds = report.roadmaps.flatMap(({ phases }) =>
      phases.flatMap(({ tasks }) => tasks.map(({ hold }) => hold)),
    );
    const [hold] = holds;
    expect(holds).toEqual([expect.objectContaining({ by: 'ada' }), null, null]);
    expect(Date.parse(hold?.until ?? '') - Date.parse(hold?.since ?? '')).toBe(90 * 60_000);
    expect((await runRoadmap(root, ['show', 'P0.1'])).stdout).toMatch(
      /^ {2}claimed +by ada, since 20[\d-]+ [\d:]+ UTC, until 20[\d-]+ [\d:]+ UTC$/m,
    );
    const { stdout } = await runRoadmap(root, ['next'], as('bob'));
    expect(stdout).toMatch(/^Claimed by others:\n {2}P0\.1 {2}One {2}ada, until 20[\d-]+ [\d:]+ UTC$/m);
  });

  test.each([
    ['start', []],
    ['tick', ['--commit', 'none', '--because', 'none']],
    ['block', ['--reason', 'no key']],
    ['reopen', ['--reason', 'not so']],
  ])('is not for others to %s, and nothing is changed', async (command, options) => {
    const run = await runAndCompare(root, [command, 'P0.1', 'P0.2', ...options, '--json'], as('bob'));
    expect([run.code, run.changed]).toEqual([1, []]);
    const { outcome, refusals } = readOutput('transition', run);
    expect(outcome).toBe('refused');
    expect(refusals).toContainEqual({
      clause: 'hold',
      task: 'P0.1',
      message: expect.stringMatching(/^P0\.1 is claimed by ada, since 20.* UTC, until 20.* UTC$/),
      help: '`roadmap next` has others; if they have left it: `roadmap release P0.1 --force`.',
    });
  });

  test('can be started again by the same name, which makes no commit and renews the claim', async () => {
    const head = runGit(root, 'rev-parse', 'HEAD');
    const run = await runRoadmap(root, ['start', 'P0.1', '--for', '2d', '--json'], as('ada'));
    expect(readOutput('transition', run)).toMatchObject({
      outcome: 'unchanged',
      transitions: [{ commit: null }],
    });
    expect([run.code, runGit(root, 'rev-parse', 'HEAD')]).toEqual([0, head]);
    expect(readFileSync(join(root, HOLDS), 'utf8').match(/"task"/g)).toHaveLength(1);
  });

  test('is free when it is done', async () => {
    const commit = commitFiles(root, { 'a.txt': 'a' }, 'Do one');
    expect(await runRoadmap(root, ['tick', 'P0.1', '--commit', commit], as('ada'))).toMatchObject({
      code: 0,
    });
    expect(JSON.parse(readFileSync(join(root, HOLDS), 'utf8'))).toEqual({ schemaVersion: 1, holds: [] });
  });
});

describe('a claim ends', () => {
  const root = makeRepository({ 'ROADMAP.md': ROADMAP });

  test('when its time is over, and others may take it', async () => {
    await runRoadmap(root, ['start', 'P0.1'], as('ada'));
    endClaims(root);
    expect(await findNext(root, 'bob')).toBe('P0.1');
    expect(await runRoadmap(root, ['start', 'P0.1'], as('bob'))).toMatchObject({ code: 0 });
    expect(await runRoadmap(root, ['start', 'P0.1'], as('ada'))).toMatchObject({ code: 1 });
  });

  test('by whoever made it; by others with --force alone', async () => {
    const refused = await runAndCompare(root, ['release', 'P0.1', '--json'], as('ada'));
    expect([refused.code, refused.changed]).toEqual([1, []]);
    expect(readOutput('release', refused)).toMatchObject({
      released: [],
      refusals: [{ task: 'P0.1', help: 'If they have left it: `--force`.' }],
    });
    const forced = await runRoadmap(root, ['release', 'P0.1', '--force', '--json'], as('ada'));
    expect(readOutput('release', forced).released).toMatchObject([{ task: 'P0.1', by: 'bob' }]);
    await runRoadmap(root, ['start', 'P0.2'], as('ada'));
    expect((await runRoadmap(root, ['release', 'P0.2'], as('ada'))).stdout).toBe(
      'P0.2  released; ada had claimed it\n',
    );
    expect(await runRoadmap(root, ['release', 'P0.2'], as('ada'))).toEqual({
      code: 0,
      stderr: '',
      stdout: 'P0.2  nobody had claimed it\n',
    });
  });
});

describe('who gives no name', () => {
  const root = makeRepository({ 'ROADMAP.md': ROADMAP });
  const other = `${root}-worktree`;
  runGit(root, 'worktree', 'add', '--quiet', '-b', 'other', other);

  test('is told from others by the working tree', async () => {
    expect(await runRoadmap(root, ['start', 'P0.1'])).toMatchObject({ code: 0 });
    expect(await findNext(root)).toBe('P0.1');
    expect(await findNext(other)).toBe('P0.2');
    const { code, stdout } = await runRoadmap(other, ['start', 'P0.1']);
    expect(code).toBe(1);
    expect(stdout).toContain(`P0.1 is claimed by Ada Example in ${root}, since `);
  });

  test('can be two in one working tree, so that only one of them may start a task', async () => {
    const run = await runAndCompare(root, ['start', 'P0.1']);
    expect([run.code, run.changed]).toEqual([1, []]);
    expect(run.stdout).toContain(
      'If that is you, go on. Agents that share a working tree are told apart by their names',
    );
  });
});

test('of sixteen who start one task at once, one gets it', async () => {
  const root = makeRepository({ 'ROADMAP.md': ROADMAP });
  const names = Array.from({ length: 16 }, (_, index) => `agent-${index}`);
  const runs = await Promise.all(names.map((name) => runRoadmap(root, ['start', 'P0.2', '--as', name])));
  expect(runs.map(({ code }) => code).sort()).toEqual([0, ...Array.from({ length: 15 }, () => 1)]);
  const winner = names[runs.findIndex(({ code }) => code === 0)];
  expect(await findNext(root, winner)).toBe('P0.2');
  expect(runGit(root, 'rev-list', '--count', 'HEAD')).toBe('2');
});

describe('what is refused as input', () => {
  const root = makeRepository({ 'ROADMAP.md': ROADMAP });

  test.each(['1y', '0m', '31d', '-4h', '4', ''])('a duration such as "%s"', async (duration) => {
    expect(await expectRefusal(root, ['start', 'P0.1', `--for=${duration}`])).toMatch(/thirty days at most/);
  });

  test('a name that is none', async () => {
    for (const name of ['', ' ', 'a\nb', 'a\u202eb', 'a'.repeat(101)])
      expect(await expectRefusal(root, ['start', 'P0.1', `--as=${name}`])).toMatch(/is no name/);
    expect(await expectRefusal(root, ['next'], as('\t'))).toMatch(
      /^roadmap: ROADMAP_AGENT: "\\t" is no name/,
    );
  });

  test('a file of claims that is broken, with what to do', async () => {
    writeFiles(root, { [HOLDS]: '{"schemaVersion": 1' });
    for (const args of [['next'], ['start', 'P0.1'], ['show']])
      expect(await expectRefusal(root, args)).toMatch(/holds\.json: this is not what roadmap writes there/);
    expect((await runRoadmap(root, ['check'])).code).toBe(0);
  });
});
