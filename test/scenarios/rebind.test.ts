import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkClaims } from '../support/check-claims.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

interface Rebased {
  readonly root: string;
  readonly git: (...args: string[]) => string;
  /** Where the branch forked off. */
  readonly start: string;
  /** Full hashes on the branch, and of what landed in their place; the oldest first. */
  readonly old: readonly string[];
  readonly now: readonly string[];
}

/** Three pieces of work on a branch, rebased onto a main that went on; and one that nobody merged. */
function rebase(): Rebased {
  const root = makeRepository({ 'src/root.txt': 'root\n' });
  const git = (...args: string[]): string => runGit(root, ...args);
  const start = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'topic');
  const old = ['a', 'b', 'c'].map((name) =>
    commitFiles(root, { [`src/${name}.txt`]: `${name}\n` }, `Work ${name}`),
  );
  git('checkout', '--quiet', 'main');
  commitFiles(root, { 'src/main.txt': 'main\n' }, 'Meanwhile');
  git('cherry-pick', 'main..topic');
  const now = git('log', '--reverse', '--format=%H', '-3').split('\n');
  return { root, git, start, old, now };
}

function readRoadmap(root: string): string {
  return readFileSync(join(root, 'ROADMAP.md'), 'utf8');
}

function commitRoadmap(root: string, text: string): void {
  commitFiles(root, { 'ROADMAP.md': text }, 'Roadmap');
}

function writeTask(at: number, commit: string): string {
  return `- [x] **P0.${at}** Task ${at}\n  - Commit: ${commit}\n  - Status: seen\n`;
}

describe('rebind', () => {
  test('writes the digits of the hashes that landed, as many as there were, and nothing else', async () => {
    const { root, git, old, now } = rebase();
    const [a = '', b = '', c = ''] = old;
    const [x = '', y = '', z = ''] = now;
    const print = (one: string, two: string, three: string): string =>
      [
        '# Plan é\r\n\r\n### P0 — Work\r\n\r\n',
        `- [x] **P0.1** Ünicode\r\n  - Commit: \`${one.slice(0, 9)}\`, \`${three}\` (see ${a.slice(0, 8)})\r\n  - Status: ${a.slice(0, 7)} seen\r\n`,
        `- [x] **P0.2** Link\r\n  - Commit: [${two.slice(0, 7)}](https://example.org/o/r/commit/${two}) \r\n  - Status: seen\r\n`,
        `* [x] **P0.3** Range \r\n  - **Commit:** ${one.slice(0, 10)}..${three.slice(0, 8)}   \r\n  - Status: seen`,
      ].join('');
    commitRoadmap(root, print(a, b, c));
    const head = git('rev-parse', 'HEAD');
    const run = await runRoadmap(root, ['rebind', '--json']);
    const report = readOutput('rebind', run);
    expect([run.code, report.outcome, report.refusals]).toEqual([0, 'committed', []]);
    expect(readRoadmap(root)).toBe(print(x, y, z));
    expect(git('show', 'HEAD:ROADMAP.md')).toBe(print(x, y, z).trim());
    expect(git('status', '--porcelain')).toBe('');
    expect(report.rebinds.map(({ task, commit }) => [task, commit])).toEqual([
      ['P0.1', git('rev-parse', 'HEAD~2')],
      ['P0.2', git('rev-parse', 'HEAD~1')],
      ['P0.3', git('rev-parse', 'HEAD')],
    ]);
    expect(report.rebinds[0]?.claims).toEqual([
      { before: a.slice(0, 9), after: x.slice(0, 9), old: a, new: x, how: 'same-patch' },
      { before: c, after: z, old: c, new: z, how: 'same-patch' },
    ]);
    expect(git('log', '-1', '--format=%B', 'HEAD~2')).toBe(
      [
        'chore(roadmap): rebind P0.1 — Ünicode\n',
        `${a.slice(0, 9)} landed as ${x.slice(0, 9)}\n${c} landed as ${z}\n`,
        `Roadmap-Task: P0.1\nRoadmap-Rebind: ${a} ${x}\nRoadmap-Rebind: ${c} ${z}`,
      ].join('\n'),
    );
    expect(git('diff', '--numstat', head, 'HEAD')).toBe('3\t3\tROADMAP.md');
    // The law has nothing against it, and there is nothing left to do.
    const changed = await runRoadmap(root, ['check', '--range', `${head}..HEAD`, '--json']);
    expect(readOutput('check', changed).diagnostics).toEqual([]);
    expect(
      readOutput('audit', await runRoadmap(root, ['audit', `${head}..HEAD`, '--json'])).diagnostics,
    ).toEqual([]);
    const again = await runAndCompare(root, ['rebind']);
    expect(again).toMatchObject({
      code: 0,
      stdout: 'No claim landed under another hash than the one that stands there.\n',
    });
    expect(git('rev-parse', 'HEAD')).toBe(report.rebinds[2]?.commit);
  });

  test('leaves alone what is pending, dangling, absent, landed as it is, or cannot be told', async () => {
    const { root, git, old } = rebase();
    git('checkout', '--quiet', '-b', 'open');
    const open = commitFiles(root, { 'src/open.txt': 'open\n' }, 'Open');
    git('checkout', '--quiet', 'main');
    const landed = git('rev-parse', 'HEAD');
    const text = `### P0 — Work\n\n${[open, 'deadbeef00', landed, 'this', 'none (why)'].map((one, at) => writeTask(at + 1, one)).join('')}`;
    commitRoadmap(root, text);
    const head = git('rev-parse', 'HEAD');
    expect(await runRoadmap(root, ['rebind'])).toMatchObject({ code: 0, stderr: '' });
    expect([readRoadmap(root), git('rev-parse', 'HEAD')]).toEqual([text, head]);
    // A range of which one commit is missing from what landed.
    git('revert', '--no-edit', 'HEAD');
    git('checkout', '--quiet', '-b', 'less', 'HEAD~5');
    git('cherry-pick', old[0] ?? '', old[2] ?? '');
    commitRoadmap(root, `### P0 — Work\n\n${writeTask(1, `${old[0]}..${old[2]}`)}`);
    expect(await runRoadmap(root, ['rebind'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No claim'),
    });
  });

  test('says what it would write, and writes without committing', async () => {
    const { root, git, old, now } = rebase();
    const print = ([one = '', two = '']: readonly string[]): string =>
      `### P0 — Work\n\n${writeTask(1, one.slice(0, 7))}${writeTask(2, two.slice(0, 7))}`;
    commitRoadmap(root, print(old));
    const head = git('rev-parse', 'HEAD');
    const dry = await runAndCompare(root, ['rebind', '--dry-run']);
    expect([dry.code, dry.changed]).toEqual([0, []]);
    expect(dry.stdout).toContain(`-  - Commit: ${old[0]?.slice(0, 7)}`);
    expect(dry.stdout).toContain(`+  - Commit: ${now[0]?.slice(0, 7)}`);
    const one = await runRoadmap(root, ['rebind', 'P0.2', '--no-commit', '--json']);
    expect(readOutput('rebind', one)).toMatchObject({
      outcome: 'written',
      rebinds: [{ task: 'P0.2', commit: null }],
    });
    expect(readRoadmap(root)).toBe(print([old[0] ?? '', now[1] ?? '']));
    expect(git('rev-parse', 'HEAD')).toBe(head);
    expect(await runRoadmap(root, ['rebind', 'P9.9'])).toMatchObject({ code: 2 });
  });

  test('commits its own digits alone, and refuses where somebody is at the same line', async () => {
    const { root, git, old, now } = rebase();
    const text = `### P0 — Work\n\n${writeTask(1, old[0] ?? '')}${writeTask(2, old[1] ?? '')}`;
    commitRoadmap(root, text);
    const mine = text.replace('Task 2', 'Task 2, of mine');
    writeFiles(root, { 'ROADMAP.md': mine, 'src/staged.txt': 'staged\n' });
    git('add', 'src/staged.txt');
    expect(await runRoadmap(root, ['rebind', 'P0.1'])).toMatchObject({ code: 0, stderr: '' });
    expect(git('show', '--format=', '--name-only', 'HEAD')).toBe('ROADMAP.md');
    expect(readRoadmap(root)).toBe(mine.replace(old[0] ?? '', now[0] ?? ''));
    expect(git('diff', '--cached', '--name-only')).toBe('src/staged.txt');
    writeFiles(root, { 'ROADMAP.md': readRoadmap(root).replace(old[1] ?? '', `${old[1]}, ${now[2]}`) });
    const head = git('rev-parse', 'HEAD');
    const refused = await runRoadmap(root, ['rebind', 'P0.2']);
    expect([refused.code, git('rev-parse', 'HEAD')]).toEqual([1, head]);
    expect(refused.stdout).toContain('refused');
  });

  test('does it in a clone that never had the commits, and names them by their old hashes for good', async () => {
    const root = makeRepository({
      'ROADMAP.md': '### P0 — Work\n\n- [ ] **P0.1** One\n- [ ] **P0.2** Two\n',
      'src/root.txt': 'root\n',
    });
    const git = (...args: string[]): string => runGit(root, ...args);
    const start = git('rev-parse', 'HEAD');
    git('checkout', '--quiet', '-b', 'topic');
    const one = commitFiles(root, { 'src/a.txt': 'a\n' }, 'Work a');
    const two = commitFiles(root, { 'src/b.txt': 'b\n' }, 'Work b');
    for (const [id, commit] of [
      ['P0.1', one],
      ['P0.2', `${start}..${two}`],
    ] as const)
      expect((await runRoadmap(root, ['tick', id, '--commit', commit, '--status', 'PASS: seen'])).code).toBe(
        0,
      );
    git('checkout', '--quiet', 'main');
    commitFiles(root, { 'src/main.txt': 'main\n' }, 'Meanwhile');
    git('merge', '--quiet', '--squash', 'topic');
    git('commit', '--quiet', '--message', `Feature\n\n${git('log', '--format=* %B', 'main..topic')}`);
    const [squash = '', before = ''] = git('rev-parse', 'HEAD', 'HEAD^').split('\n');
    const clone = join(makeFolder(), 'clone');
    git('clone', '--quiet', '--no-local', '--single-branch', '--branch', 'main', root, clone);
    const run = await runRoadmap(clone, ['rebind', '--json']);
    expect(readOutput('rebind', run)).toMatchObject({
      outcome: 'committed',
      rebinds: [
        { task: 'P0.1', claims: [{ old: one, new: squash, after: squash.slice(0, 7), how: 'trailer' }] },
        {
          task: 'P0.2',
          claims: [
            { old: two, new: squash, after: `${before.slice(0, 7)}..${squash.slice(0, 7)}`, how: 'trailer' },
          ],
        },
      ],
    });
    const check = await runRoadmap(clone, ['check', '--json']);
    expect(readOutput('check', check).facts.map(({ fact, how }) => [fact, how])).toEqual([
      ['landed', 'ancestor'],
      ['landed', 'ancestor'],
    ]);
    expect(check.code).toBe(0);
  });

  test('does it in CI, with the old commits that the forge keeps, and pushes', async () => {
    const root = makeRepository({ 'src/root.txt': 'root\n' });
    const git = (...args: string[]): string => runGit(root, ...args);
    git('checkout', '--quiet', '-b', 'topic');
    const one = commitFiles(root, { 'src/a.txt': 'a\n' }, 'Work a');
    // Ticked by hand, so that no trailer tells of it.
    commitRoadmap(root, `### P0 — Work\n\n${writeTask(1, one)}`);
    commitFiles(root, { 'src/b.txt': 'b\n' }, 'Work b');
    git('checkout', '--quiet', 'main');
    commitFiles(root, { 'src/main.txt': 'main\n' }, 'Meanwhile');
    git('merge', '--quiet', '--squash', 'topic');
    git('commit', '--quiet', '--message', 'Feature (#7)');
    const squash = git('rev-parse', 'HEAD');
    git('update-ref', 'refs/pull/7/head', 'topic');
    git('branch', '--quiet', '-D', 'topic');
    git('config', 'receive.denyCurrentBranch', 'updateInstead');
    const clone = join(makeFolder(), 'clone');
    git('clone', '--quiet', '--no-local', root, clone);
    const check = async (): Promise<string[]> =>
      readOutput('check', await runRoadmap(clone, ['check', '--json'])).facts.map(
        ({ fact, how }) => `${fact} ${how}`,
      );
    expect(await check()).toEqual(['absent null']);
    runGit(clone, 'fetch', '--quiet', 'origin', '+refs/pull/7/head:refs/remotes/pull/7');
    expect(await check()).toEqual(['landed squash']);
    expect(await runRoadmap(clone, ['rebind'])).toMatchObject({ code: 0, stderr: '' });
    runGit(clone, 'push', '--quiet', 'origin', 'main');
    expect(readRoadmap(root)).toBe(`### P0 — Work\n\n${writeTask(1, squash)}`);
    expect(await check()).toEqual(['landed ancestor']);
  });

  test('leaves trailers by which the old hash is found in other files and clones', async () => {
    const old = 'deadbeef00'.repeat(4);
    const root = makeRepository({ 'src/root.txt': 'root\n' });
    const carrier = commitFiles(root, { 'src/a.txt': 'a\n' }, 'Work');
    commitFiles(root, {}, `Rebind\n\nRoadmap-Task: P0.1\nRoadmap-Rebind: ${old} ${carrier}`);
    const { tell } = await checkClaims(root, [old.slice(0, 9), 'deadbeef01']);
    expect(tell(old.slice(0, 9))).toMatchObject({
      fact: 'landed',
      how: 'trailer',
      commit: carrier,
      cited: old,
    });
    expect(tell('deadbeef01')).toMatchObject({ fact: 'absent' });
  });
});
