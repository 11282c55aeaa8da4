import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { hasNotes, makeVerified, PLAN, readNote, verify } from './verified.ts';

async function tick(root: string, ...args: readonly string[]) {
  const run = await runRoadmap(root, ['tick', ...args, '--json']);
  return { code: run.code, ...readOutput('transition', run) };
}

/** What `check` finds by the rule, as severity and message. */
async function findMissing(root: string): Promise<string[]> {
  const { diagnostics } = readOutput('check', await runRoadmap(root, ['check', '--json']));
  return diagnostics
    .filter(({ rule }) => rule === 'verify-missing')
    .map(({ severity, message }) => `${severity}: ${message}`);
}

describe('a tick of a task with a Verify field', () => {
  test('is made once its checks pass at the commit, and leaves statements', async () => {
    const { root, work } = await makeVerified('grep -q done src/a.txt');
    const made = await tick(root, 'P0.2', '--commit', work);
    expect(made).toMatchObject({ code: 0, outcome: 'committed', warnings: [] });
    expect(readNote(root, work)).toHaveLength(2);
    expect(await findMissing(root)).toEqual([]);
  });

  test('is refused where one fails there, though it would pass in the working tree', async () => {
    const { root, work } = await makeVerified('grep -q better src/a.txt');
    const head = commitFiles(root, { 'src/a.txt': 'better\n' }, 'Mend it');
    const made = await tick(root, 'P0.1', '--commit', work);
    expect(made).toMatchObject({
      code: 1,
      outcome: 'refused',
      refusals: [
        {
          clause: 'evidence',
          task: 'P0.1',
          message: expect.stringMatching(/check tests fails at [0-9a-f]{12}: it ended with 1/),
        },
      ],
    });
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(runGit(root, 'status', '--porcelain')).toBe('');
    expect(await tick(root, 'P0.1', '--commit', head)).toMatchObject({ code: 0, outcome: 'committed' });
  });

  test('is refused as a whole where one of several tasks fails', async () => {
    const { root, work } = await makeVerified('exit 0', {
      checks: { tests: [{ kind: 'file', path: 'src/a.txt' }], lint: [{ kind: 'file', path: 'gone' }] },
    });
    const head = runGit(root, 'rev-parse', 'HEAD');
    const made = await tick(root, 'P0.1', 'P0.2', '--commit', work);
    expect(made.refusals.map(({ task }) => task)).toEqual(['P0.2']);
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(head);
  });

  test('runs nothing where the law forbids it, and nothing in a dry run', async () => {
    const { root, work } = await makeVerified('exit 0');
    expect(await tick(root, 'P0.1', '--commit', 'a'.repeat(40))).toMatchObject({ code: 1 });
    expect(await tick(root, 'P0.1', '--commit', work, '--dry-run')).toMatchObject({
      code: 0,
      outcome: 'legal',
    });
    expect(hasNotes(root)).toBe(false);
  });

  test('is warned of what could not be looked at', async () => {
    const { root, work } = await makeVerified('exit 0', {
      checks: { tests: [{ kind: 'file', path: 'a', at: 'no-such-branch' }] },
    });
    const made = await tick(root, 'P0.2', '--commit', work);
    expect(made).toMatchObject({ code: 0, outcome: 'committed' });
    expect(made.warnings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'verify-missing: P0.2: roadmap.yaml has no check lint, so that nothing was run for it',
      expect.stringContaining(
        'verify-missing: P0.2: its check tests could not be run: git knows no no-such-branch',
      ),
    ]);
    expect(hasNotes(root)).toBe(false);
  });

  test('that names its own commit is verified once that is made', async () => {
    const { root } = await makeVerified('exit 0', { rules: { 'verify-missing': 'error' } });
    const made = await tick(root, 'P0.1', '--commit', 'this', '--no-commit', '--status', 'it works');
    expect(made).toMatchObject({ code: 0, outcome: 'written' });
    expect(made.warnings.map(({ rule }) => rule)).toContain('verify-missing');
    commitFiles(root, { 'src/a.txt': 'this\n' }, 'Do it here');
    expect(await findMissing(root)).toEqual(['error: P0.1 is done, and nobody saw its check `tests` pass']);
    await verify(root, ['P0.1']);
    expect(await findMissing(root)).toEqual([]);
  });

  test('of work that is in no commit runs at HEAD', async () => {
    const { root } = await makeVerified('exit 0');
    await tick(
      root,
      'P0.1',
      '--commit',
      'none',
      '--because',
      'a setting of the server',
      '--status',
      'the server runs',
    );
    expect(await findMissing(root)).toEqual([]);
  });
});

test('a tick that is killed while its checks run has changed nothing, and holds no lock', async () => {
  const { root, work } = await makeVerified('test -n "$MARK" || exit 0; touch "$MARK"; sleep 1000');
  const head = runGit(root, 'rev-parse', 'HEAD');
  const mark = join(makeFolder('marks'), 'mark');
  const child = spawn(process.execPath, [binary, 'tick', 'P0.1', '--commit', work], {
    cwd: root,
    env: makeEnvironment({ MARK: mark }),
    stdio: 'ignore',
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_code, by) => resolve(by)));
  while (!existsSync(mark)) await pause(20);
  child.kill('SIGTERM');
  expect(await ended).toBe('SIGTERM');
  expect(runGit(root, 'rev-parse', 'HEAD')).toBe(head);
  expect(runGit(root, 'status', '--porcelain')).toBe('');
  expect(runGit(root, 'worktree', 'list', '--porcelain').match(/^worktree /gm)).toHaveLength(1);
  expect(await tick(root, 'P0.1', '--commit', work)).toMatchObject({ code: 0, outcome: 'committed' });
});

describe('a pass that is claimed', () => {
  const TICKED = (work: string): string =>
    PLAN.replace('- [ ] **P0.1**', '- [x] **P0.1**')
      .replace('<hash>', work)
      .replace('<one line>', 'all tests pass');

  test('is told from one that was seen, and can be an error', async () => {
    const { root, work } = await makeVerified('test "$MARK" != bad', {
      rules: { 'verify-missing': 'error' },
    });
    commitFiles(root, { 'ROADMAP.md': TICKED(work) }, 'Tick by hand');
    expect(await findMissing(root)).toEqual(['error: P0.1 is done, and nobody saw its check `tests` pass']);
    expect((await runRoadmap(root, ['check'])).code).toBe(1);
    expect((await runRoadmap(root, ['show', 'P0.1'])).stdout).toContain(
      'tests: claimed alone, nobody saw it pass',
    );
    await verify(root, ['P0.1']);
    expect((await runRoadmap(root, ['check'])).code).toBe(0);
    expect((await runRoadmap(root, ['show', 'P0.1'])).stdout).toMatch(
      /tests: seen to pass at [0-9a-f]{12} on .*, exit 0/,
    );
    await verify(root, ['P0.1'], { MARK: 'bad' });
    expect(await findMissing(root)).toEqual([expect.stringContaining('its check `tests` failed at')]);
  });

  test('is not seen by a note that says nothing about the commit, or nothing at all', async () => {
    const { root, work } = await makeVerified('exit 0');
    const other = commitFiles(root, { 'b.txt': 'b\n' }, 'Go on');
    await verify(root, ['P0.1', '--at', work]);
    const [line = ''] = readNote(root, work);
    runGit(root, 'update-ref', '-d', 'refs/notes/roadmap');
    const task = JSON.stringify({
      ...(JSON.parse(line) as object),
      predicateType: 'https://example.org/other',
    });
    for (const note of [
      line,
      'PASSED',
      '{}',
      '[]',
      'null',
      task,
      `${line.slice(0, -1)},"x":"${'x'.repeat(70_000)}"}`,
    ]) {
      runGit(root, 'notes', '--ref=roadmap', 'add', '-f', '-m', note, note === line ? other : work);
      commitFiles(root, { 'ROADMAP.md': TICKED(work) }, 'Tick by hand');
      expect(await findMissing(root)).toEqual([
        'warning: P0.1 is done, and nobody saw its check `tests` pass',
      ]);
    }
    runGit(root, 'notes', '--ref=roadmap', 'append', '-m', line, work);
    expect(await findMissing(root)).toEqual([]);
  });

  test('is judged in a staged change, too, by the rule as it was before', async () => {
    const { root, work } = await makeVerified('exit 0', { rules: { 'verify-missing': 'error' } });
    commitFiles(root, { 'ROADMAP.md': PLAN }, 'Plan');
    writeFiles(root, { 'ROADMAP.md': TICKED(work) });
    runGit(root, 'add', '--all');
    expect((await runRoadmap(root, ['check', '--staged'])).stdout).toContain('verify-missing');
    await verify(root, ['P0.1', '--at', work]);
    expect((await runRoadmap(root, ['check', '--staged'])).stdout).not.toContain('verify-missing');
  });
});

describe('who is to be verified can not help it', () => {
  test('by exchanging the check, where the rule asks for the one that is there now', async () => {
    const rules = { 'verify-missing': ['error', { definition: ['current'] }] };
    const { root, work } = await makeVerified('exit 1', { rules });
    const config = readFileSync(join(root, 'roadmap.yaml'), 'utf8');
    const weak = { ...(JSON.parse(config) as { roadmaps: { checks: object }[] }) };
    Object.assign(weak.roadmaps[0]?.checks ?? {}, { tests: [{ kind: 'file', path: 'src/a.txt' }] });
    writeFiles(root, { 'roadmap.yaml': JSON.stringify(weak) });
    expect(await tick(root, 'P0.1', '--commit', work)).toMatchObject({ code: 0 });
    writeFiles(root, { 'roadmap.yaml': config });
    expect(await findMissing(root)).toEqual([expect.stringContaining('was another than it is now')]);
    expect((await runRoadmap(root, ['show', 'P0.1'])).stdout).toContain(
      'with another check than roadmap.yaml has now',
    );
  });

  test('by taking the field or the check away without a word', async () => {
    const { root, work } = await makeVerified('exit 1');
    const config = JSON.parse(readFileSync(join(root, 'roadmap.yaml'), 'utf8')) as {
      roadmaps: { checks: { tests?: unknown } }[];
    };
    delete config.roadmaps[0]?.checks.tests;
    const plan = PLAN.replace('  - Verify: tests\n', '')
      .replace('- [ ] **P0.1**', '- [x] **P0.1**')
      .replace('<hash>', work);
    writeFiles(root, { 'roadmap.yaml': JSON.stringify(config), 'ROADMAP.md': plan });
    runGit(root, 'add', '--all');
    const { stdout } = await runRoadmap(root, ['check', '--staged']);
    expect(stdout).toContain('the check tests is gone');
    expect(stdout).toContain('P0.1 names the check tests no more');
  });
});
