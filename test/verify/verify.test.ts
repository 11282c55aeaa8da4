import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { validateVerifyStatement } from '@roadmap-as-code/core/schema';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { hasNotes, makeVerified, readNote, verify } from './verified.ts';

/** Working trees that git knows of. */
function listTrees(root: string): string[] {
  return runGit(root, 'worktree', 'list', '--porcelain')
    .split('\n')
    .filter((line) => line.startsWith('worktree '));
}

describe('roadmap verify', () => {
  test('runs in a clean working tree of the commit, and leaves a statement and nothing else', async () => {
    const script = 'test -z "$(git status --porcelain)" && test ! -e new.txt && cat src/a.txt && pwd';
    const { root, work } = await makeVerified(script);
    commitFiles(root, { 'src/a.txt': 'later\n' }, 'Go on');
    writeFiles(root, { 'new.txt': 'mine\n', 'src/a.txt': 'mine\n' });
    const temporary = makeFolder('temporary');
    const { code, report } = await verify(root, ['P0.1', '--at', work.slice(0, 9)], { TMPDIR: temporary });
    expect(code).toBe(0);
    expect(report).toMatchObject({ task: 'P0.1', warnings: [] });
    expect(report.verified[0]).toMatchObject({
      check: 'tests',
      commit: work,
      verdict: 'pass',
      recorded: true,
    });
    const shown = report.verified[0]?.checks[0]?.seen
      .find(({ place }) => place === 'stdout')
      ?.found.split('\n');
    expect(shown?.slice(1)).toEqual(['done', expect.stringContaining(temporary)]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(listTrees(root)).toHaveLength(1);
    expect(readFileSync(join(root, 'src/a.txt'), 'utf8')).toBe('mine\n');
  });

  test('keeps an in-toto statement with what was seen', async () => {
    const { root, work } = await makeVerified('echo hello; exit 3');
    const { code } = await verify(root, ['P0.2', '--at', 'HEAD']);
    expect(code).toBe(1);
    const statements = readNote(root, work).map((line) => JSON.parse(line) as unknown);
    for (const one of statements) expect(validateVerifyStatement(one)).toBe(true);
    expect(statements).toHaveLength(2);
    expect(statements).toContainEqual(
      expect.objectContaining({
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: 'ROADMAP.md P0.2', digest: { gitCommit: work } }],
        predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
        predicate: expect.objectContaining({
          result: 'FAILED',
          passedTests: [],
          failedTests: ['tests'],
          roadmap: expect.objectContaining({
            file: 'ROADMAP.md',
            task: 'P0.2',
            check: 'tests',
            versions: {
              roadmap: expect.stringMatching(/^\d/),
              node: process.versions.node,
              git: expect.stringMatching(/^\d/),
            },
            runs: [
              expect.objectContaining({
                kind: 'command',
                exitCode: 3,
                stdout: { sha256: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03' },
              }),
            ],
          }),
        }),
      }),
    );
  });

  test('goes to the commit that the task cites', async () => {
    const { root, work } = await makeVerified('exit 0');
    expect((await runRoadmap(root, ['tick', 'P0.1', '--commit', work])).code).toBe(0);
    commitFiles(root, { 'src/b.txt': 'b\n' }, 'Go on');
    expect((await verify(root, ['P0.1'])).report.verified.map(({ commit }) => commit)).toEqual([work]);
  });

  test('runs no hook of the user for the tree', async () => {
    const { root } = await makeVerified('exit 0');
    const mark = join(makeFolder('marks'), 'ran');
    for (const name of ['post-checkout', 'post-index-change']) {
      writeFiles(root, { [`.git/hooks/${name}`]: `#!/bin/sh\ntouch ${mark}\n` });
      chmodSync(join(root, '.git/hooks', name), 0o755);
    }
    const mine = join(makeFolder('trees'), 'mine');
    runGit(root, 'worktree', 'add', '--quiet', '--detach', mine);
    expect(existsSync(mark)).toBe(true);
    rmSync(mark);
    await verify(root, ['P0.1']);
    expect(existsSync(mark)).toBe(false);
  });

  test('looks at what the commit has, whatever git-replace puts in its place', async () => {
    const { root, work } = await makeVerified('cat src/a.txt');
    const other = commitFiles(root, { 'src/a.txt': 'another\n' }, 'Go on');
    runGit(root, 'replace', work, other);
    const { report } = await verify(root, ['P0.1', '--at', work]);
    expect(report.verified[0]?.checks[0]?.seen[1]?.found).toMatch(/\ndone$/);
  });

  test('keeps a statement where git does not know who runs it', async () => {
    const { root, work } = await makeVerified('exit 0');
    const nobody = {
      GIT_AUTHOR_NAME: '',
      GIT_AUTHOR_EMAIL: '',
      GIT_COMMITTER_NAME: '',
      GIT_COMMITTER_EMAIL: '',
    };
    expect((await verify(root, ['P0.1'], nobody)).report.warnings).toEqual([]);
    expect(readNote(root, work)).toHaveLength(1);
  });

  test('says what keeps it from running, and changes nothing', async () => {
    const plan = '### P0 — Work\n\n- [ ] **P0.1** One\n  - Verify: test\n- [ ] **P0.2** Two\n';
    const { root } = await makeVerified('exit 0', {}, plan);
    expect(await expectRefusal(root, ['verify', 'P0.1'])).toContain('Is tests meant?');
    expect(await expectRefusal(root, ['verify', 'P0.2'])).toContain('it has no Verify field');
    const { root: other } = await makeVerified('exit 0');
    expect(await expectRefusal(other, ['verify', 'P0.1', '--at', '--all'])).toContain(
      'git knows no such commit',
    );
    expect(await expectRefusal(other, ['verify', 'P0.1', 'P0.2'])).toContain('one task at a time');
  });

  test('takes a tree away that the check has taken apart', async () => {
    const { root } = await makeVerified('rm -rf .git src; mkdir d; touch d/f; chmod 500 d');
    const temporary = makeFolder('temporary');
    await verify(root, ['P0.1'], { TMPDIR: temporary });
    expect(listTrees(root)).toHaveLength(1);
    expect(
      readdirSync(join(root, '.git')).includes('worktrees') ? readdirSync(join(root, '.git/worktrees')) : [],
    ).toEqual([]);
  });

  test('loses no statement where several run at once', async () => {
    const { root, work } = await makeVerified('echo "$MARK"');
    const marks = ['1', '2', '3', '4', '5', '6'];
    const runs = await Promise.all(marks.map((MARK) => verify(root, ['P0.1'], { MARK })));
    expect(runs.map(({ report }) => report.verified[0]?.recorded)).toEqual(marks.map(() => true));
    const digests = readNote(root, work).map(
      (line) => (JSON.parse(line) as Statement).predicate.roadmap.runs[0]?.stdout.sha256,
    );
    expect(new Set(digests).size).toBe(marks.length);
    expect(runGit(root, 'rev-list', '--count', 'refs/notes/roadmap')).toBe('6');
    expect(listTrees(root)).toHaveLength(1);
  });
});

interface Statement {
  readonly predicate: {
    readonly roadmap: { readonly runs: readonly { readonly stdout: { readonly sha256: string } }[] };
  };
}

describe('a verify that is interrupted', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s leaves no tree, no program and no note',
    async (signal) => {
      const { root } = await makeVerified('trap "" INT TERM HUP; echo $$ >"$MARK"; sleep 1000 & wait');
      const temporary = makeFolder('temporary');
      const mark = join(makeFolder('marks'), 'pid');
      const child = spawn(process.execPath, [binary, 'verify', 'P0.1'], {
        cwd: root,
        env: makeEnvironment({ TMPDIR: temporary, MARK: mark }),
        stdio: 'ignore',
      });
      const ended = new Promise<NodeJS.Signals | null>((resolve) =>
        child.on('exit', (_code, by) => resolve(by)),
      );
      while (!existsSync(mark) || readFileSync(mark, 'utf8') === '') await pause(20);
      expect(listTrees(root)).toHaveLength(2);
      child.kill(signal);
      expect(await ended).toBe(signal);
      expect(listTrees(root)).toHaveLength(1);
      expect(readdirSync(temporary)).toEqual([]);
      expect(hasNotes(root)).toBe(false);
      const pid = Number(readFileSync(mark, 'utf8'));
      while (existsSync(`/proc/${pid}`)) await pause(20);
      expect(runGit(root, 'status', '--porcelain')).toBe('');
    },
  );
});

test('a temporary folder that may not be written to is said, and nothing is left', async () => {
  const { root } = await makeVerified('exit 0');
  const gone = join(makeFolder('temporary'), 'gone');
  const run = await runRoadmap(root, ['verify', 'P0.1'], { TMPDIR: gone });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('no folder can be made there');
  mkdirSync(gone);
  expect((await verify(root, ['P0.1'], { TMPDIR: gone })).code).toBe(0);
});
