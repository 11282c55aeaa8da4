import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { buildWorker, commitTick, type WorkerOptions } from './commit-worker.ts';
import { expectCommitted, expectNothingLeft, expectTicked, PLAN, readState, tick } from './tree-state.ts';

jest.setTimeout(120_000);
beforeAll(buildWorker);

const FILE = 'ROADMAP.md';

interface Situation extends WorkerOptions {
  readonly root: string;
  readonly path?: string;
}

/** A repository with the plan and another file, after some commands of git. */
function make(...commands: (readonly string[])[]): string {
  const root = makeRepository({ [FILE]: PLAN, 'other.txt': 'other\n' });
  for (const command of commands) runGit(root, ...command);
  return root;
}

/** Writes a file, and stages it where that is said. */
function write(root: string, path: string, text: string | Uint8Array, isStaged = false): void {
  writeFiles(root, { [path]: text });
  if (isStaged) runGit(root, 'add', '--', path);
}

/** A repository whose only file has this name. */
function makeNamed(path: string): Situation {
  return { root: makeRepository({ [path]: PLAN }), path };
}

const STAGED = PLAN.replace('end', 'staged end');
const BOTH = STAGED.replace('# Plan', '# My plan');

const situations: Readonly<Record<string, () => Situation>> = {
  'a clean tree': () => ({ root: make() }),
  'a file in a folder, with other letters in its name': () => makeNamed('docs/Fähr plan ☂.md'),
  'a name like an option': () => makeNamed('-n'),
  'a name like a pathspec': () => makeNamed(':(icase)*.md'),
  'a name with a comma and a line break': () => makeNamed('a,b\n"c".md'),
  'a long name': () => makeNamed(`${'n'.repeat(250)}.md`),
  'a detached HEAD': () => ({ root: make(['checkout', '--quiet', '--detach']) }),
  'a linked working tree': () => {
    const root = join(makeFolder('linked'), 'tree');
    runGit(make(), 'worktree', 'add', '--quiet', '-b', 'side', root);
    return { root };
  },
  'a submodule': () => {
    const outer = makeRepository({ 'a.txt': 'a\n' });
    const options = ['-c', 'protocol.file.allow=always'];
    runGit(outer, ...options, 'submodule', '--quiet', 'add', make(), 'inner');
    runGit(outer, 'commit', '--quiet', '--message', 'Add inner');
    return { root: join(outer, 'inner') };
  },
  'an executable file': () => {
    const root = make();
    chmodSync(join(root, FILE), 0o755);
    commitFiles(root, {}, 'Make it executable');
    return { root };
  },
  'a file that only its owner may read': () => {
    const root = make();
    chmodSync(join(root, FILE), 0o600);
    return { root };
  },
  'a mode that is staged': () => ({ root: make(['update-index', '--chmod=+x', FILE]) }),
  'an edit that is staged': () => {
    const root = make();
    write(root, FILE, STAGED, true);
    return { root };
  },
  'an edit that is not staged': () => {
    const root = make();
    write(root, FILE, STAGED);
    return { root };
  },
  'an edit that is staged and one that is not': () => {
    const root = make();
    write(root, FILE, STAGED, true);
    write(root, FILE, BOTH);
    return { root };
  },
  'an edit that is staged and taken back in the file': () => {
    const root = make();
    write(root, FILE, STAGED, true);
    write(root, FILE, PLAN);
    return { root };
  },
  'other files staged, changed, removed, moved and new': () => {
    const root = make();
    commitFiles(root, { 'gone.txt': 'gone\n', 'moved.txt': 'moved\n', '.gitignore': 'ignored\n' }, 'More');
    write(root, 'other.txt', 'staged\n', true);
    write(root, 'other.txt', 'changed\n');
    write(root, 'added.txt', 'added\n', true);
    write(root, 'new.txt', 'new\n');
    write(root, 'intended.txt', 'intended\n');
    write(root, 'ignored', 'ignored\n');
    runGit(root, 'add', '--intent-to-add', 'intended.txt');
    runGit(root, 'rm', '--quiet', 'gone.txt');
    runGit(root, 'mv', 'moved.txt', 'elsewhere.txt');
    return { root };
  },
  'the file removed from the index only': () => ({ root: make(['rm', '--quiet', '--cached', FILE]) }),
  'a file with skip-worktree and changes': () => {
    const root = make(['update-index', '--skip-worktree', FILE]);
    write(root, FILE, BOTH);
    return { root };
  },
  'a file with assume-unchanged': () => ({ root: make(['update-index', '--assume-unchanged', FILE]) }),
  'a file with both marks': () => ({
    root: make(['update-index', '--assume-unchanged', FILE], ['update-index', '--skip-worktree', FILE]),
  }),
  'core.autocrlf': () => {
    const root = make(['config', 'core.autocrlf', 'true']);
    rmSync(join(root, FILE));
    runGit(root, 'checkout', '--', FILE);
    expect(readState(root, FILE).file).toContain('\r\n');
    return { root };
  },
  'core.autocrlf and an edit that is not staged': () => {
    const root = make(['config', 'core.autocrlf', 'true']);
    write(root, FILE, BOTH.replaceAll('\n', '\r\n'));
    return { root };
  },
  'core.autocrlf and a file with both line ends': () => {
    const root = make(['config', 'core.autocrlf', 'true']);
    write(root, FILE, PLAN.replace('two\n', 'two\r\n'), true);
    return { root };
  },
  'CRLF in the commit, with core.autocrlf': () => {
    const root = makeRepository({ [FILE]: PLAN.replaceAll('\n', '\r\n') });
    runGit(root, 'config', 'core.autocrlf', 'true');
    return { root };
  },
  'a byte order mark, CRLF and bytes that are no UTF-8': () => ({
    root: makeRepository({
      [FILE]: Buffer.from(`\u00ef\u00bb\u00bf${PLAN.replaceAll('\n', '\r\n')}\u00ff\u0000`, 'latin1'),
    }),
  }),
  'the sha256 object format': () => {
    const root = makeFolder('sha256');
    runGit(root, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
    commitFiles(root, { [FILE]: PLAN }, 'Start');
    return { root };
  },
  'a split index': () => ({ root: make(['update-index', '--split-index']) }),
  'an index of version 4': () => ({ root: make(['update-index', '--index-version', '4']) }),
  'a sparse checkout with a sparse index': () => {
    const root = make();
    commitFiles(root, { 'in/a.txt': 'a\n', 'out/b.txt': 'b\n' }, 'Folders');
    runGit(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
    return { root };
  },
  'a sparse checkout of a partial clone, whose origin is gone': () => {
    const origin = make(['config', 'uploadpack.allowFilter', 'true']);
    const root = makeFolder('partial');
    const url = `file://${origin}`;
    runGit(root, 'clone', '--quiet', '--filter=blob:none', '--no-checkout', url, '.');
    runGit(root, 'sparse-checkout', 'set', '--no-cone', `/${FILE}`);
    runGit(root, 'checkout', '--quiet', 'main');
    rmSync(origin, { recursive: true });
    expect(() => runGit(root, 'cat-file', 'blob', 'HEAD:other.txt')).toThrow();
    return { root };
  },
  'a conflict in another file': () => {
    const root = make();
    write(root, 'other.txt', 'stashed\n');
    runGit(root, 'stash', '--quiet');
    commitFiles(root, { 'other.txt': 'committed\n' }, 'Other');
    expect(() => runGit(root, 'stash', 'pop', '--quiet')).toThrow();
    return { root };
  },
  'a branch with a slash and a dash': () => ({ root: make(['checkout', '--quiet', '-b', 'feat/-x']) }),
  'refs that are packed': () => ({ root: make(['pack-refs', '--all']) }),
};

test.each(Object.keys(situations))('%s', async (name) => {
  const { root, path = FILE, ...options } = situations[name]?.() ?? { root: '' };
  const before = readState(root, path);
  const run = await commitTick(root, path, options);
  expectCommitted(run, root, path, before);
  expect(runGit(root, 'log', '-1', '--format=%B')).toBe('Tick one');
  expect(runGit(root, 'reflog', '-1', '--format=%gs')).toBe('commit: Tick one');
  expect(runGit(root, 'fsck', '--no-dangling', '--no-progress')).toBe('');
});

test('a file in an encoding of its own, which git converts', async () => {
  const root = makeRepository({ [FILE]: PLAN });
  writeFiles(root, { '.git/info/attributes': '*.md working-tree-encoding=UTF-16LE\n' });
  rmSync(join(root, FILE));
  runGit(root, 'checkout', '--', FILE);
  const before = readState(root, FILE);
  const { outcome } = await commitTick(root, FILE);
  expect(outcome).toMatchObject({ kind: 'committed' });
  const after = readState(root, FILE);
  expect(after).toEqual({
    ...before,
    commit: after.commit,
    committed: tick(PLAN),
    staged: tick(PLAN),
    file: Buffer.from(tick(PLAN), 'utf16le').toString('latin1'),
  });
});

test('what is the same in two places is edited once', async () => {
  const root = make();
  expect((await commitTick(root, FILE)).edited.filter((which) => which !== 'HEAD')).toEqual([]);
});

test('a change made in the moment in which the file was staged is still seen', async () => {
  const root = make(['config', 'core.trustctime', 'false'], ['config', 'core.checkStat', 'minimal']);
  const touch = (path: string): void => runProgram(root, 'touch', '-d', '2026-01-02T03:04:05Z', path);
  write(root, 'other.txt', 'AAAAA\n');
  touch('other.txt');
  runGit(root, 'add', 'other.txt');
  write(root, 'other.txt', 'BBBBB\n');
  touch('other.txt');
  touch('.git/index');
  const before = readState(root, FILE);
  expect(before.status).toContain('MM other.txt');
  expectCommitted(await commitTick(root, FILE), root, FILE, before);
});

test('commits are signed where the user wants that', async () => {
  const root = make(['config', 'gpg.format', 'ssh'], ['config', 'commit.gpgSign', 'yes']);
  const key = join(makeFolder('key'), 'key');
  runProgram(root, 'ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key);
  runGit(root, 'config', 'user.signingKey', key);
  const before = readState(root, FILE);
  expectCommitted(await commitTick(root, FILE), root, FILE, before);
  expect(runGit(root, 'cat-file', 'commit', 'HEAD')).toContain('BEGIN SSH SIGNATURE');
});

test('the commit is made of the objects that are there, not of what replaces them', async () => {
  const root = make();
  const old = runGit(root, 'rev-parse', 'HEAD');
  const before = readState(root, FILE);
  runGit(root, 'checkout', '--quiet', '--orphan', 'other');
  const other = commitFiles(root, { 'other.txt': 'replaced\n' }, 'Replaced');
  runGit(root, 'checkout', '--quiet', 'main');
  runGit(root, 'replace', old, other);
  expect((await commitTick(root, FILE)).outcome).toMatchObject({ kind: 'committed' });
  runGit(root, 'replace', '--delete', old);
  expect(runGit(root, 'diff', '--name-only', old, 'HEAD')).toBe(FILE);
  expect(readState(root, FILE).committed).toBe(tick(before.committed ?? ''));
});

test.each(['commit made', 'journal written', 'index locked'])(
  'somebody writes to the file at "%s"',
  async (pauseAt) => {
    const root = make();
    const path = join(root, FILE);
    const before = readState(root, FILE);
    const run = await commitTick(root, FILE, { pauseAt, whilePaused: () => writeFileSync(path, STAGED) });
    expectCommitted(run, root, FILE, { ...before, file: STAGED, status: `M ${FILE}\0` });
  },
);

test('a program that opened the file before writes to it afterwards', async () => {
  const root = make();
  const file = openSync(join(root, FILE), 'a');
  const whilePaused = (): void => void writeSync(file, 'late\n');
  const run = await commitTick(root, FILE, { pauseAt: 'file written', whilePaused });
  closeSync(file);
  expect(run.outcome).toMatchObject({ kind: 'committed' });
  const { committed, staged, file: now } = readState(root, FILE);
  expect({ committed, staged, now }).toEqual({
    committed: tick(PLAN),
    staged: tick(PLAN),
    now: `${PLAN}late\n`,
  });
  expectNothingLeft(root, FILE);
});

test('somebody stages at "journal written"', async () => {
  const root = make();
  write(root, 'added.txt', 'added\n');
  const before = readState(root, FILE);
  const whilePaused = (): void => void runGit(root, 'add', 'added.txt');
  const run = await commitTick(root, FILE, { pauseAt: 'journal written', whilePaused });
  expect(run).toMatchObject({ outcome: { kind: 'committed' } });
  const after = readState(root, FILE);
  expect(after.status).toBe('A  added.txt\0');
  expectTicked(root, FILE, { ...before, index: after.index, status: after.status });
  expect(after.index).toHaveLength(before.index.length + 1);
});

test.each(['journal written', 'hooks passed'])('somebody stages and commits at "%s"', async (pauseAt) => {
  const root = make();
  const whilePaused = (): void => {
    write(root, 'other.txt', 'theirs\n');
    runGit(root, 'commit', '--quiet', '--all', '--message', 'Theirs');
    write(root, 'added.txt', 'added\n', true);
  };
  const run = await commitTick(root, FILE, { pauseAt, whilePaused });
  expect(run).toMatchObject({ stderr: '', outcome: { kind: 'committed' } });
  expect(runGit(root, 'log', '--format=%s')).toBe('Tick one\nTheirs\nStart');
  expect(runGit(root, 'diff-tree', '-r', '--name-only', 'HEAD^', 'HEAD')).toBe(FILE);
  expect(runGit(root, 'status', '--porcelain')).toBe('A  added.txt');
});

test('a full disk when git has moved the branch, and can say it in no reflog', async () => {
  const root = make();
  writeFiles(root, { '.git/logs/HEAD': `${'0'.repeat(200)}\n`.repeat(2000) });
  const before = readState(root, FILE);
  expectCommitted(await commitTick(root, FILE, { mostBlocks: 256 }), root, FILE, before);
});

test.each([
  ['in the file', PLAN, tick(BOTH)],
  ['in the index', tick(STAGED), BOTH],
  ['in both', tick(STAGED), tick(BOTH)],
])('the tick is %s already', async (_, staged, file) => {
  const root = make();
  write(root, FILE, staged, true);
  write(root, FILE, file);
  expect((await commitTick(root, FILE)).outcome).toMatchObject({ kind: 'committed' });
  const { committed, ...after } = readState(root, FILE);
  expect({ committed, staged: after.staged, file: after.file }).toEqual({
    committed: tick(PLAN),
    staged: tick(staged),
    file: tick(file),
  });
  expectNothingLeft(root, FILE);
});

function runProgram(root: string, program: string, ...args: string[]): void {
  execFileSync(program, args, { cwd: requireOwn(root), env: makeEnvironment(), stdio: 'pipe' });
}
