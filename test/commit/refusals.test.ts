import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { listChanges, takePicture } from '../support/folder-picture.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { buildWorker, commitTick, type Outcome, type WorkerOptions } from './commit-worker.ts';
import { expectNothingLeft, PLAN, tick } from './tree-state.ts';

jest.setTimeout(120_000);
beforeAll(buildWorker);

const FILE = 'ROADMAP.md';

interface Situation extends WorkerOptions {
  readonly root: string;
  readonly path?: string;
  /** What the message and the help must say. */
  readonly says: RegExp;
}

function make(...commands: (readonly string[])[]): string {
  const root = makeRepository({ [FILE]: PLAN, 'other.txt': 'other\n' });
  for (const command of commands) runGit(root, ...command);
  return root;
}

/** A repository in the midst of something that has met a conflict in another file. */
function makeConflict(...command: readonly string[]): string {
  const root = make(['checkout', '--quiet', '-b', 'side']);
  commitFiles(root, { 'other.txt': 'side\n' }, 'Side');
  commitFiles(root, { 'more.txt': 'side\n' }, 'More');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'other.txt': 'main\n' }, 'Main');
  expect(() => runGit(root, ...command)).toThrow();
  return root;
}

function addHook(root: string, name: string, lines: string): void {
  mkdirSync(join(root, '.git/hooks'), { recursive: true });
  writeFileSync(join(root, '.git/hooks', name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
}

function makeHooked(name: string, lines: string): string {
  const root = make();
  addHook(root, name, lines);
  return root;
}

const NOBODY = {
  GIT_AUTHOR_NAME: undefined,
  GIT_AUTHOR_EMAIL: undefined,
  GIT_COMMITTER_NAME: undefined,
  GIT_COMMITTER_EMAIL: undefined,
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'user.useConfigOnly',
  GIT_CONFIG_VALUE_0: 'true',
};

const situations: Readonly<Record<string, () => Situation>> = {
  'a merge': () => ({
    root: makeConflict('merge', 'side'),
    says: /^a merge is not finished[^]*merge --abort/,
  }),
  'a merge without a conflict': () => {
    const root = make(['checkout', '--quiet', '-b', 'side']);
    commitFiles(root, { 'more.txt': 'side\n' }, 'Side');
    runGit(root, 'checkout', '--quiet', 'main');
    runGit(root, 'merge', '--quiet', '--no-ff', '--no-commit', 'side');
    return { root, says: /^a merge is not finished/ };
  },
  'a rebase': () => ({ root: makeConflict('rebase', 'side'), says: /^a rebase is not finished/ }),
  'a rebase that applies patches': () => ({
    root: makeConflict('rebase', '--apply', 'side'),
    says: /^a rebase is not finished/,
  }),
  'a cherry-pick': () => ({
    root: makeConflict('cherry-pick', 'side~1'),
    says: /^a cherry-pick is not finished/,
  }),
  'a cherry-pick of several, of which one was committed by hand': () => {
    const root = makeConflict('cherry-pick', 'side~2..side');
    runGit(root, 'commit', '--quiet', '--all', '--message', 'By hand');
    return { root, says: /^a cherry-pick or revert is not finished/ };
  },
  'a revert': () => {
    const root = make();
    const commit = commitFiles(root, { 'other.txt': 'two\n' }, 'Two');
    commitFiles(root, { 'other.txt': 'three\n' }, 'Three');
    expect(() => runGit(root, 'revert', '--no-edit', commit)).toThrow();
    return { root, says: /^a revert is not finished/ };
  },
  'a bisect': () => ({ root: make(['bisect', 'start']), says: /^a bisect is not finished[^]*bisect reset/ }),
  'a merge in a linked working tree': () => {
    const root = join(makeFolder('linked'), 'tree');
    runGit(makeConflict('cherry-pick', 'side~1'), 'worktree', 'add', '--quiet', root, 'side');
    runGit(root, 'checkout', '--quiet', '--detach', 'side');
    expect(() => runGit(root, 'merge', 'main')).toThrow();
    return { root, says: /^a merge is not finished/ };
  },
  'an unborn branch': () => {
    const root = makeUnbornRepository();
    writeFiles(root, { [FILE]: PLAN });
    runGit(root, 'add', FILE);
    return { root, says: /^the branch has no commit yet[^]*git add/ };
  },
  'a conflict in the file': () => {
    const root = make();
    writeFiles(root, { [FILE]: PLAN.replace('end', 'stash') });
    runGit(root, 'stash', '--quiet');
    commitFiles(root, { [FILE]: PLAN.replace('end', 'commit') }, 'Commit');
    expect(() => runGit(root, 'stash', 'pop', '--quiet')).toThrow();
    return { root, says: /conflict that is not resolved/ };
  },
  'a file that was never committed': () => {
    const root = make();
    writeFiles(root, { 'NEW.md': PLAN });
    runGit(root, 'add', '--intent-to-add', 'NEW.md');
    return { root, path: 'NEW.md', says: /^NEW.md: it was never committed on this branch\n[^]*git add/ };
  },
  'a file that git ignores': () => {
    const root = make();
    writeFiles(root, { 'NEW.md': PLAN, '.gitignore': 'NEW.md\n' });
    return { root, path: 'NEW.md', says: /^NEW.md: git ignores it/ };
  },
  'a file that git is to ignore from now on': () => {
    const root = make(['rm', '--quiet', '--cached', FILE]);
    writeFiles(root, { '.gitignore': `${FILE}\n` });
    return { root, says: /git ignores it/ };
  },
  'a file that is not there': () => {
    const root = make();
    rmSync(join(root, FILE));
    return { root, says: /not in the working tree/ };
  },
  'a folder in place of the file': () => {
    const root = make();
    rmSync(join(root, FILE));
    writeFiles(root, { [`${FILE}/inner.md`]: PLAN });
    return { root, says: /no regular file/ };
  },
  'a link to the file': () => {
    const root = make();
    symlinkSync(FILE, join(root, 'LINK.md'));
    commitFiles(root, {}, 'Link');
    return { root, path: 'LINK.md', says: /^LINK.md: git has it as a link/ };
  },
  'a link in place of the file': () => {
    const root = make();
    writeFiles(root, { 'real.md': PLAN });
    rmSync(join(root, FILE));
    symlinkSync('real.md', join(root, FILE));
    return { root, says: /it is a link/ };
  },
  'a link in place of its folder': () => {
    const root = makeRepository({ 'docs/plan.md': PLAN });
    rmSync(join(root, 'docs'), { recursive: true });
    writeFiles(root, { 'real/plan.md': PLAN });
    symlinkSync('real', join(root, 'docs'));
    return { root, path: 'docs/plan.md', says: /lies behind one/ };
  },
  'a path out of the repository': () => ({ root: make(), path: '../ROADMAP.md', says: /never committed/ }),
  'a submodule in place of the file': () => {
    const root = make();
    const options = ['-c', 'protocol.file.allow=always'];
    runGit(root, ...options, 'submodule', '--quiet', 'add', make(), 'inner');
    runGit(root, 'commit', '--quiet', '--message', 'Inner');
    return { root, path: 'inner', says: /a submodule/ };
  },
  'a read-only file': () => {
    const root = make();
    chmodSync(join(root, FILE), 0o444);
    return { root, says: /it is read-only/ };
  },
  'a change of the line that is needed': () => {
    const root = make();
    writeFiles(root, { [FILE]: PLAN.replace('one', 'my one') });
    return { root, says: /your own changes in the working file touch the lines/ };
  },
  'a staged change of the line that is needed': () => {
    const root = make();
    writeFiles(root, { [FILE]: PLAN.replace('one', 'my one') });
    runGit(root, 'add', FILE);
    writeFiles(root, { [FILE]: PLAN });
    return { root, says: /your own changes in the index touch the lines/ };
  },
  'a line that only the user has': () => {
    const root = makeRepository({ [FILE]: '# Plan\n' });
    writeFiles(root, { [FILE]: PLAN });
    return { root, says: /the lines that it needs are not committed/ };
  },
  'an edit that is committed already': () => ({
    root: makeRepository({ [FILE]: tick(PLAN) }),
    says: /has this already/,
  }),
  'no identity': () => ({ root: make(), changes: NOBODY, says: /does not know who commits[^]*user\.name/ }),
  'a signing key that is missing': () => ({
    root: make(
      ['config', 'commit.gpgSign', 'true'],
      ['config', 'gpg.format', 'ssh'],
      ['config', 'user.signingKey', '/nowhere/key'],
    ),
    says: /could not sign the commit: [^]*\/nowhere\/key[^]*user\.signingKey/,
  }),
  'an empty message': () => ({ root: make(), message: ' \n\n', says: /message is empty/ }),
  'an index that is missing': () => {
    const root = make();
    rmSync(join(root, '.git/index'));
    return { root, says: /index is missing/ };
  },
  'a failing pre-commit hook': () => ({
    root: makeHooked('pre-commit', 'echo first; echo second >&2; exit 3'),
    says: /^the hook pre-commit refused the commit:\nfirst\nsecond\n/,
  }),
  'a failing hook that says much': () => ({
    root: makeHooked('pre-commit', 'seq 100000; exit 1'),
    says: /^the hook pre-commit refused the commit:\n…\n\d{5}\n[^]{9000,10000}\n100000\n.*$/,
  }),
  'a failing prepare-commit-msg hook': () => ({
    root: makeHooked('prepare-commit-msg', 'test "$2" = message && echo no && exit 1'),
    says: /^the hook prepare-commit-msg refused the commit:\nno\n/,
  }),
  'a failing commit-msg hook': () => ({
    root: makeHooked('commit-msg', 'grep -q Ticket "$1" || { echo "no ticket"; exit 1; }'),
    says: /^the hook commit-msg refused the commit:\nno ticket\n/,
  }),
  'a hook that empties the message': () => ({
    root: makeHooked('commit-msg', ': >"$1"'),
    says: /message is empty/,
  }),
  'a hook that adds other files': () => {
    const root = makeHooked('pre-commit', 'git add --all');
    writeFiles(root, { 'other.txt': 'changed\n', 'new file.txt': 'new\n' });
    return { root, says: /a hook adds other files to the commit: new file.txt and other.txt/ };
  },
  'a hook that adds the file as the user has it': () => ({
    root: makeHooked('pre-commit', `git add ${FILE}`),
    says: new RegExp(`a hook changes ${FILE} in the commit`),
  }),
  'a hook that changes the mode': () => ({
    root: makeHooked('pre-commit', `git update-index --chmod=+x ${FILE}`),
    says: new RegExp(`a hook changes ${FILE} in the commit`),
  }),
  'a hook that refuses to move the branch': () => ({
    root: makeHooked('reference-transaction', 'test "$1" != prepared || { echo "not today"; exit 1; }'),
    says: /^git could not move refs\/heads\/main[^]*not today/,
  }),
  'a branch that is locked': () => {
    const root = make();
    writeFiles(root, { '.git/refs/heads/main.lock': '' });
    return { root, says: /^git could not move refs\/heads\/main[^]*main\.lock/ };
  },
  'a full disk as the file is to be written': () => {
    const root = make();
    writeFiles(root, { [FILE]: `${PLAN}${'my own line\n'.repeat(20_000)}` });
    return { root, mostBlocks: 256, says: /can't be written \(write: EFBIG\)/ };
  },
  'a full disk': () => ({ root: make(), mostBlocks: 0, says: /could not|can't be written/ }),
};

test.each(Object.keys(situations))('%s', async (name) => {
  const { root, path = FILE, says, ...options } = situations[name]?.() ?? { root: '', says: /^$/ };
  const before = takePicture(root);
  const { outcome, stderr } = await commitTick(root, path, options);
  expect({ outcome, stderr }).toMatchObject({ stderr: '', outcome: { kind: 'refused' } });
  const { message, help } = outcome as Outcome & { kind: 'refused' };
  expect(`${message}\n${help}`).toMatch(says);
  // Objects that nothing reaches are git's to remove.
  expect(listChanges(before, takePicture(root)).filter((one) => !/^\.git\/objects\/../.test(one))).toEqual(
    [],
  );
});

test('an index that another git is writing is waited for', async () => {
  const root = make();
  writeFiles(root, { '.git/index.lock': '' });
  const lock = join(root, '.git/index.lock');
  setTimeout(() => rmSync(lock), 1500);
  expect((await commitTick(root, FILE)).outcome).toMatchObject({ kind: 'committed' });
  expectNothingLeft(root, FILE);
});

test.each(['hooks passed', 'journal written'])('a branch that is checked out at "%s"', async (pauseAt) => {
  const root = make(['branch', 'other']);
  const whilePaused = (): void => void runGit(root, 'checkout', '--quiet', 'other');
  const { outcome } = await commitTick(root, FILE, { pauseAt, whilePaused });
  expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('refs/heads/other') });
  expect(runGit(root, 'log', '--all', '--format=%s')).toBe('Start');
  expect(runGit(root, 'status', '--porcelain')).toBe('');
  expectNothingLeft(root, FILE);
});

test('a merge that is begun while hooks run', async () => {
  const root = make(['checkout', '--quiet', '-b', 'side']);
  commitFiles(root, { 'more.txt': 'side\n' }, 'Side');
  runGit(root, 'checkout', '--quiet', 'main');
  const whilePaused = (): void => void runGit(root, 'merge', '--quiet', '--no-ff', '--no-commit', 'side');
  const { outcome } = await commitTick(root, FILE, { pauseAt: 'commit made', whilePaused });
  expect(outcome).toMatchObject({ kind: 'refused', message: 'a merge is not finished' });
  expect(runGit(root, 'status', '--porcelain')).toBe('A  more.txt');
  expectNothingLeft(root, FILE);
});
