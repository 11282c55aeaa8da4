import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { oneTask, readLines, tryGit } from '../support/hooked.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const MANAGERS = ['husky@9.1.7', 'lefthook@2.2.2', 'lint-staged@16.4.0'];

/** The managers as npm brings them, with a roadmap beside them as npm would put it there. */
const packages = makeFolder('packages');

beforeAll(() => {
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', packages, ...MANAGERS],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`npm could not install ${MANAGERS.join(' ')}:\n${stderr}`);
  symlinkSync(binary, join(packages, 'node_modules/.bin/roadmap'));
}, 300_000);

function makeProject(files: Readonly<Record<string, string>>): string {
  const root = makeRepository({
    '.gitignore': 'node_modules\nlog\n',
    'ROADMAP.md': oneTask(' '),
    'package.json': '{"private": true, "type": "module"}\n',
    'a.txt': 'a',
    ...files,
  });
  cpSync(join(packages, 'node_modules'), join(root, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  return root;
}

function run(root: string, command: string, ...args: string[]): void {
  const { status, stderr, stdout } = spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    env: makeEnvironment(),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
}

function commit(
  root: string,
  files: Readonly<Record<string, string>>,
): { code: number | null; says: string } {
  writeFiles(root, files);
  runGit(root, 'add', '--all');
  const { code, stdout, stderr } = tryGit(root, ['commit', '--message', 'chore: P0.1']);
  return { code, says: stdout + stderr };
}

/** A good commit goes through, a bad tick does not, and the working file is as it was. */
function proveGate(root: string): void {
  expect(commit(root, { 'a.txt': `${Date.now()}` })).toMatchObject({ code: 0 });
  const { code, says } = commit(root, { 'ROADMAP.md': oneTask('x') });
  expect([code, says]).toEqual([1, expect.stringContaining('commit-missing')]);
  expect(runGit(root, 'diff', '--cached', '--name-only')).toBe('ROADMAP.md');
  expect(runGit(root, 'diff', '--name-only')).toBe('');
}

describe('husky', () => {
  test('calls roadmap and then what it called before, in every working tree that it was set up in', async () => {
    const root = makeProject({ '.husky/pre-commit': 'echo old >>log\n' });
    run(root, 'husky');
    const installed = await runRoadmap(root, ['hook', 'install', '--json']);
    expect(readOutput('hooks', installed)).toMatchObject({ manager: 'husky' });
    proveGate(root);
    expect(readLines(join(root, 'log'))).toEqual(['old']);
    // It writes its own folder anew, which leaves the user's files alone.
    run(root, 'husky');
    runGit(root, 'restore', '--staged', '--worktree', 'ROADMAP.md');
    proveGate(root);
    expect((await runRoadmap(root, ['hook', 'status'])).code).toBe(0);
    expect(commit(root, { 'ROADMAP.md': oneTask(' '), 'a.txt': 'c' })).toMatchObject({ code: 0 });
    const tree = join(makeFolder(), 'tree');
    runGit(root, 'worktree', 'add', '--quiet', '-b', 'tree', tree);
    const { code, stdout } = await runRoadmap(tree, ['hook', 'status']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('git runs no hook in this working tree')]);
  });
});

describe('lefthook', () => {
  const CONFIG = `pre-commit:
  jobs:
    - name: roadmap
      run: node_modules/.bin/roadmap hook run pre-commit
    - name: old
      run: echo old >>log
prepare-commit-msg:
  jobs:
    - name: roadmap
      run: node_modules/.bin/roadmap hook run prepare-commit-msg -- {0}
commit-msg:
  jobs:
    - name: roadmap
      run: node_modules/.bin/roadmap hook run commit-msg -- {0}
pre-push:
  jobs:
    - name: roadmap
      run: node_modules/.bin/roadmap hook run pre-push -- {0}
      use_stdin: true
`;

  test('calls roadmap from its configuration', async () => {
    const root = makeProject({ 'lefthook.yml': CONFIG });
    run(root, 'lefthook', 'install');
    proveGate(root);
    expect((await runRoadmap(root, ['hook', 'status'])).code).toBe(0);
  });

  test('gives what is pushed to roadmap', () => {
    const root = makeProject({ 'lefthook.yml': CONFIG });
    run(root, 'lefthook', 'install');
    const remote = makeFolder('remote.git');
    runGit(remote, 'init', '--quiet', '--bare', '--initial-branch=main');
    runGit(root, 'remote', 'add', 'origin', remote);
    expect(tryGit(root, ['push', '--quiet', 'origin', 'main']).code).toBe(0);
    runGit(root, 'commit', '--quiet', '--no-verify', '--amend', '--message', 'Other');
    const { code, stdout, stderr } = tryGit(root, ['push', '--force', 'origin', 'main']);
    expect([code, stdout + stderr]).toEqual([1, expect.stringContaining('takes commits from main')]);
  });
});

describe('lint-staged', () => {
  test('calls roadmap for a roadmap that is staged, whatever else is changed', async () => {
    const root = makeProject({
      'lint-staged.config.js':
        "const judge = () => 'roadmap hook run pre-commit';\nexport default { '**/ROADMAP.md': judge, 'roadmap.yaml': judge };\n",
      '.husky/pre-commit': 'lint-staged\n',
    });
    run(root, 'husky');
    mkdirSync(join(root, 'sub'));
    proveGate(root);
    // A tick that is not staged is none of the commit's, and is there afterwards.
    runGit(root, 'restore', '--staged', 'ROADMAP.md');
    writeFiles(root, { 'a.txt': 'c' });
    runGit(root, 'add', 'a.txt');
    expect(tryGit(root, ['commit', '--message', 'Work']).code).toBe(0);
    expect(runGit(root, 'diff', '--name-only')).toBe('ROADMAP.md');
  });
});
