import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { copyCommand, moveToPath } from '../support/copy-command.ts';
import { makeEnvironment } from '../support/environment.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { listChanges, takePicture } from '../support/folder-picture.ts';
import { describeFile, oneTask, readLines, tryGit } from '../support/hooked.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const NAMES = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'pre-push'];

const roadmap = (folder: string, ...args: string[]): ReturnType<typeof runRoadmap> =>
  runRoadmap(folder, args);

async function install(folder: string, ...names: string[]): Promise<void> {
  const run = await roadmap(folder, 'hook', 'install', ...names);
  expect([run.code, run.stderr]).toEqual([0, '']);
}

/** State and reason of each hook, and the exit code. */
async function status(folder: string, ...names: string[]): Promise<[number | null, string[]]> {
  const run = await roadmap(folder, 'hook', 'status', '--json', ...names);
  const { hooks } = readOutput('hooks', run);
  return [
    run.code,
    hooks.map(({ name, state, reason }) => `${name} ${state}${reason === null ? '' : `: ${reason}`}`),
  ];
}

function writeHook(folder: string, name: string, text: string, mode = 0o755): string {
  const path = join(folder, '.git/hooks', name);
  writeFiles(folder, { [`.git/hooks/${name}`]: text });
  chmodSync(path, mode);
  utimesSync(path, 1_500_000_000, 1_500_000_000.123456);
  return path;
}

/** Stages a tick without evidence, and tries to commit it. */
function commitBadTick(
  folder: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): ReturnType<typeof tryGit> {
  writeFiles(folder, { 'ROADMAP.md': oneTask('x') });
  return tryGit(folder, ['commit', '--all', '--message', 'chore: P0.1'], changes);
}

function makePlanned(name?: string): string {
  return makeRepository({ 'ROADMAP.md': oneTask(' '), 'a.txt': 'a' }, name);
}

describe('install, and uninstall', () => {
  test('leave no trace where there was no hook, not even a folder', async () => {
    const root = makePlanned();
    const before = takePicture(root);
    await install(root);
    const hooks = NAMES.map((name) => `.git/hooks/${name}`);
    expect(listChanges(before, takePicture(root)).sort()).toEqual(['.git/hooks', ...hooks].sort());
    const run = await roadmap(root, 'hook', 'uninstall', '--json');
    expect(
      readOutput('hooks', run).hooks.map(({ name, state, changed }) => `${name} ${state} ${changed}`),
    ).toEqual([...NAMES.map((name) => `${name} missing true`), 'pre-receive missing false']);
    expect(listChanges(before, takePicture(root))).toEqual([]);
    expect((await roadmap(root, 'hook', 'uninstall')).stdout).toBe('nothing of roadmap is in the hooks\n');
  });

  test.each<[string, string, number]>([
    ['a shell script that ends with exit 0', '#!/bin/sh\necho old >>log\nexit 0\n', 0o755],
    ['a Python script', '#!/usr/bin/env python3\nopen("log", "a").write("old\\n")\n', 0o755],
    ['a script that names no shell', 'echo old >>log', 0o775],
    [
      'a script with other line ends and bytes that are no text',
      '#!/bin/sh\necho old >>log; exit # \xff\r\n',
      0o700,
    ],
  ])('%s goes on running, and is put back to the byte, mode and time', async (_name, text, mode) => {
    const root = makePlanned();
    const path = writeHook(root, 'pre-commit', text, mode);
    const before = describeFile(path);
    await install(root);
    commitFiles(root, { 'a.txt': 'b' }, 'Work');
    expect(readLines(join(root, 'log'))).toEqual(['old']);
    const { code, stderr } = commitBadTick(root);
    expect([code, readLines(join(root, 'log')).length]).toEqual([1, 2]);
    expect(stderr).toContain('commit-missing');
    await install(root);
    expect(describeFile(`${path}.roadmap-orig`)).toBe(before);
    await roadmap(root, 'hook', 'uninstall');
    expect([describeFile(path), describeFile(`${path}.roadmap-orig`)]).toEqual([before, null]);
    expect(commitBadTick(root).code).toBe(0);
  });

  test('an old hook that refuses is heard, and one that git would not run is not run', async () => {
    const root = makePlanned();
    const path = writeHook(root, 'pre-commit', '#!/bin/sh\nexit 7\n');
    await install(root);
    expect(tryGit(root, ['commit', '--allow-empty', '--message', 'x']).code).toBe(1);
    chmodSync(`${path}.roadmap-orig`, 0o644);
    expect(tryGit(root, ['commit', '--allow-empty', '--message', 'x']).code).toBe(0);
    expect(commitBadTick(root).code).toBe(1);
  });

  test('an install that was stopped half way is taken up again', async () => {
    const root = makePlanned();
    const path = writeHook(root, 'pre-commit', '#!/bin/sh\necho old >>log\n');
    const before = describeFile(path);
    linkSync(path, `${path}.roadmap-orig`);
    await install(root);
    expect(commitBadTick(root).code).toBe(1);
    await roadmap(root, 'hook', 'uninstall');
    expect([describeFile(path), describeFile(`${path}.roadmap-orig`)]).toEqual([before, null]);
  });

  test('a link stays a link, to a script or to nothing', async () => {
    const root = makePlanned();
    writeFiles(root, { 'tools/hook': '#!/bin/sh\necho linked >>log\n' });
    chmodSync(join(root, 'tools/hook'), 0o755);
    mkdirSync(join(root, '.git/hooks'));
    const [good, dead] = ['pre-commit', 'commit-msg'].map((name) => join(root, '.git/hooks', name)) as [
      string,
      string,
    ];
    symlinkSync('../../tools/hook', good);
    symlinkSync('../../tools/gone', dead);
    const before = [describeFile(good), describeFile(dead)];
    await install(root);
    commitFiles(root, {}, 'Work');
    expect(readLines(join(root, 'log'))).toEqual(['linked']);
    await roadmap(root, 'hook', 'uninstall');
    expect([describeFile(good), describeFile(dead)]).toEqual(before);
  });

  test('arguments and standard input of a push go to both', async () => {
    const root = makePlanned();
    const remote = makeFolder('remote.git');
    runGit(remote, 'init', '--quiet', '--bare', '--initial-branch=main');
    runGit(root, 'remote', 'add', 'origin', remote);
    writeHook(root, 'pre-push', '#!/bin/sh\necho "$1 $2" >>log\ncat >>log\n');
    await install(root);
    expect(tryGit(root, ['push', '--quiet', 'origin', 'main']).code).toBe(0);
    const first = runGit(root, 'rev-parse', 'HEAD');
    expect(readLines(join(root, 'log'))).toEqual([
      `origin ${remote}`,
      `refs/heads/main ${first} refs/heads/main ${'0'.repeat(40)}`,
    ]);
    // That roadmap reads the same lines shows in what it refuses: a push that takes a roadmap's history away.
    runGit(root, 'commit', '--quiet', '--amend', '--message', 'Other');
    const { code, stdout } = tryGit(root, ['push', '--force', 'origin', 'main']);
    expect([code, readLines(join(root, 'log')).length]).toEqual([1, 4]);
    expect(stdout).toContain('takes commits from main');
    expect(runGit(remote, 'rev-parse', 'main')).toBe(first);
  });

  test('only what is named is installed, and what there is no hook for is refused', async () => {
    const root = makePlanned();
    await install(root, 'commit-msg');
    expect(await status(root, 'commit-msg')).toEqual([0, ['commit-msg installed']]);
    expect((await status(root))[1].map((line) => line.split(':')[0])).toEqual([
      'pre-commit missing',
      'prepare-commit-msg missing',
      'commit-msg installed',
      'pre-push missing',
    ]);
    expect(await expectRefusal(root, ['hook', 'install', 'pre-comit'])).toContain('Is pre-commit meant?');
    expect(await expectRefusal(makeFolder(), ['hook', 'install'])).toContain('no git repository');
  });
});

describe('where git looks for hooks', () => {
  test.each([
    ['relative', 'my hooks'],
    ['absolute', join(makeFolder(), "else where's é")],
  ])('a core.hooksPath that is %s is taken as it is', async (_name, hooks) => {
    const root = makePlanned("a b's é");
    runGit(root, 'config', 'core.hooksPath', hooks);
    mkdirSync(join(root, 'sub'));
    await install(join(root, 'sub'));
    expect(runGit(root, 'config', 'core.hooksPath')).toBe(hooks);
    expect((await status(root))[0]).toBe(0);
    expect(commitBadTick(root).stderr).toContain('commit-missing');
  });

  test('in a linked working tree they are those of all', async () => {
    const root = makePlanned();
    const tree = join(makeFolder(), 'linked tree');
    runGit(root, 'worktree', 'add', '--quiet', '-b', 'linked', tree);
    await install(tree);
    for (const folder of [root, tree]) {
      expect((await status(folder))[0]).toBe(0);
      expect(commitBadTick(folder).code).toBe(1);
    }
  });

  test('a folder for all repositories is said to be one', async () => {
    const root = makePlanned();
    const config = join(makeFolder(), 'config');
    writeFiles(dirname(config), { config: `[core]\n\thooksPath = ${JSON.stringify(makeFolder('hooks'))}\n` });
    const run = await runRoadmap(root, ['hook', 'install'], { GIT_CONFIG_GLOBAL: config });
    expect([run.code, run.stdout]).toEqual([
      0,
      expect.stringContaining('core.hooksPath of all your repositories'),
    ]);
  });

  test('no hook is put where none would run', async () => {
    const root = makePlanned();
    runGit(root, 'config', 'core.hooksPath', '/dev/null');
    expect(await expectRefusal(root, ['hook', 'install'])).toContain('git runs no hook here');
    const left = makeRepository({ 'lefthook.yml': 'pre-commit:\n' });
    expect(await expectRefusal(left, ['hook', 'install'])).toContain('docs/hooks.md');
    writeFiles(left, { 'lefthook.yml': 'pre-commit:\n  jobs:\n    - run: roadmap hook run pre-commit\n' });
    expect(await status(left, 'pre-commit')).toEqual([0, ['pre-commit installed']]);
  });

  test('a repository without a working tree takes pre-receive, and refuses a bad tick that is pushed', async () => {
    const root = makePlanned();
    const remote = join(makeFolder(), 'remote.git');
    runGit(root, 'clone', '--quiet', '--bare', root, remote);
    expect(await expectRefusal(remote, ['hook', 'install'])).toContain('hook install pre-receive');
    mkdirSync(join(remote, 'hooks'), { recursive: true });
    writeFiles(remote, { 'hooks/pre-receive': '#!/bin/sh\ncat >log\n' });
    chmodSync(join(remote, 'hooks/pre-receive'), 0o755);
    await install(remote, 'pre-receive');
    expect((await status(remote))[0]).toBe(0);
    commitBadTick(root);
    const { code, stderr } = tryGit(root, ['push', remote, 'main']);
    expect([code, readLines(join(remote, 'log')).length]).toEqual([1, 1]);
    expect(stderr).toContain('commit-missing');
  });
});

describe('husky 9', () => {
  // Its own folder has one such file for each hook, which calls the user's (husky, index.js).
  const DISPATCH = '#!/usr/bin/env sh\ns=".husky/$(basename "$0")"\n[ ! -f "$s" ] || sh -e "$s" "$@"\n';

  function makeHusky(files: Readonly<Record<string, string>>): string {
    const root = makePlanned();
    const own = Object.fromEntries(NAMES.map((name) => [`.husky/_/${name}`, DISPATCH]));
    writeFiles(root, { ...own, ...files });
    for (const path of Object.keys(own)) chmodSync(join(root, path), 0o755);
    runGit(root, 'config', 'core.hooksPath', '.husky/_');
    return root;
  }

  test.each<[string, string]>([
    ['lines', 'echo old >>log\nexit 0\n'],
    ['a line that names a shell', '#!/usr/bin/env sh\necho old >>log\n'],
    ['no line end', 'echo old >>log'],
  ])('a block is put first into a file with %s, and taken out to the byte', async (_name, text) => {
    const root = makeHusky({ '.husky/pre-commit': text });
    const own = takePicture(join(root, '.husky/_'));
    await install(root);
    await install(root);
    expect(listChanges(own, takePicture(join(root, '.husky/_')))).toEqual([]);
    expect((await status(root))[0]).toBe(0);
    const { code, stderr } = commitBadTick(root);
    expect([code, readLines(join(root, 'log'))]).toEqual([1, []]);
    expect(stderr).toContain('commit-missing');
    tryGit(root, ['restore', '--staged', '--worktree', 'ROADMAP.md']);
    expect(tryGit(root, ['commit', '--allow-empty', '--message', 'x']).code).toBe(0);
    expect(readLines(join(root, 'log'))).toEqual(['old']);
    await roadmap(root, 'hook', 'uninstall');
    expect(readFileSync(join(root, '.husky/pre-commit'), 'utf8')).toBe(text);
    expect(describeFile(join(root, '.husky/pre-push'))).toBe(null);
  });

  test('standard input is left to the lines behind the block', async () => {
    const root = makeHusky({ '.husky/pre-push': 'cat >>log\n' });
    const remote = makeFolder('remote.git');
    runGit(remote, 'init', '--quiet', '--bare', '--initial-branch=main');
    await install(root);
    expect(tryGit(root, ['push', '--quiet', remote, 'main']).code).toBe(0);
    expect(readLines(join(root, 'log'))).toEqual([
      `refs/heads/main ${runGit(root, 'rev-parse', 'HEAD')} refs/heads/main ${'0'.repeat(40)}`,
    ]);
  });

  test('a block names a roadmap of the repository so that it is good on every machine', async () => {
    const root = makeHusky({ '.gitignore': 'node_modules\n' });
    mkdirSync(join(root, 'node_modules'));
    copyCommand(join(root, 'node_modules/roadmap.js'));
    const run = (folder: string, ...args: string[]): ReturnType<typeof tryGit> =>
      tryGit(folder, ['-c', `alias.r=!"${process.execPath}" node_modules/roadmap.js`, 'r', 'hook', ...args]);
    expect(run(root, 'install').code).toBe(0);
    expect(readFileSync(join(root, '.husky/pre-commit'), 'utf8')).not.toContain(root);
    expect(run(root, 'status').code).toBe(0);
    const colleague = join(makeFolder(), 'colleague');
    cpSync(root, colleague, { recursive: true });
    rmSync(root, { recursive: true });
    expect(run(colleague, 'status').code).toBe(0);
    expect(commitBadTick(colleague).stderr).toContain('commit-missing');
  });

  test('a working tree without its folder is said to run nothing', async () => {
    const root = makeHusky({});
    await install(root);
    rmSync(join(root, '.husky/_'), { recursive: true });
    const [code, [line]] = await status(root);
    expect([code, line]).toEqual([1, expect.stringContaining('git runs no hook in this working tree')]);
  });
});

describe('the installed hook', () => {
  /** A repository with hooks that call a copy of the command. */
  async function installCopy(): Promise<{ root: string; copy: string }> {
    const root = makePlanned();
    const copy = join(makeFolder("it's é"), 'roadmap.js');
    copyCommand(copy);
    const run = tryGit(root, ['-c', `alias.r=!"${process.execPath}" "$COPY"`, 'r', 'hook', 'install'], {
      COPY: copy,
    });
    expect(run.code).toBe(0);
    return { root, copy };
  }

  let named: string | null = null;
  const withoutRoadmap = { PATH: '/usr/bin:/bin' };

  test('asks git first, and starts nothing where no roadmap is staged', async () => {
    const { root, copy } = await installCopy();
    rmSync(copy);
    writeFiles(root, { 'a.txt': 'b', 'sub/notes.md': 'x' });
    runGit(root, 'add', '--all');
    expect(tryGit(root, ['commit', '--quiet', '--message', 'Work'], withoutRoadmap)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test.each([
    ['as init writes it', 'version: 1\nroadmaps:\n  # where a path: stands\n  - path: docs/plan.md\n'],
    ['with other line ends', 'version: 1\r\nroadmaps:\r\n  - path: docs/plan.md\r\n'],
  ])('starts nothing, either, where a config names others %s', async (_name, config) => {
    const { root, copy } = await installCopy();
    writeFiles(root, { 'roadmap.yaml': config, 'docs/plan.md': oneTask(' ') });
    runGit(root, 'add', '--all');
    runGit(root, 'commit', '--quiet', '--no-verify', '--message', 'Plan');
    rmSync(copy);
    writeFiles(root, { 'docs/plan.txt': 'x', 'docs/plan.md.txt': 'x' });
    runGit(root, 'add', '--all');
    expect(tryGit(root, ['commit', '--quiet', '--message', 'Work'], withoutRoadmap).stderr).toBe('');
    writeFiles(root, { 'docs/plan.md': oneTask('x') });
    const ticked = tryGit(root, ['commit', '--all', '--message', 'x'], withoutRoadmap);
    expect([ticked.code, ticked.stderr]).toEqual([1, expect.stringContaining("pre-commit can't run")]);
  });

  test('refuses where it can not run, and says what to do', async () => {
    const { root, copy } = await installCopy();
    rmSync(copy);
    const { code, stderr } = commitBadTick(root, withoutRoadmap);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('Install roadmap and run: roadmap hook install'),
    ]);
    expect(stderr).toContain(copy);
    // git runs prepare-commit-msg even then, so that must not refuse.
    writeFiles(root, { '.git/roadmap/holds.json': '{}' });
    const forced = tryGit(root, ['commit', '--no-verify', '--all', '--message', 'x'], withoutRoadmap);
    expect([forced.code, forced.stderr]).toEqual([
      0,
      expect.stringContaining("prepare-commit-msg can't run"),
    ]);
  });

  test('runs the roadmap of the PATH where the one that installed it is gone', async () => {
    const { root, copy } = await installCopy();
    expect(commitBadTick(root, withoutRoadmap).stderr).toContain('commit-missing');
    const bin = makeFolder('bin');
    moveToPath(copy, bin);
    const path = { PATH: [bin, makeEnvironment()['PATH']].join(':') };
    const { code, stderr } = commitBadTick(root, path);
    expect([code, stderr]).toEqual([1, expect.stringContaining('commit-missing')]);
  });

  test.each([
    ['a path', 'version: 1\nroadmaps:\n  - path: docs/plan.md\n'],
    ['a path among other keys', 'version: 1\nroadmaps:\n  - dialect: execution\n    path: docs/plan.md\n'],
    ['quotes', 'version: 1\nroadmaps:\n  - path: "docs/plan.md"\n'],
    ['an escape', 'version: 1\nroadmaps:\n  - "p\\u0061th": docs/plan.md\n'],
    ['flow style', 'version: 1\nroadmaps: [{dialect: execution, path: docs/plan.md}]\n'],
    ['a line of its own', 'version: 1\nroadmaps:\n  - path:\n      docs/plan.md\n'],
    ['a folded scalar', 'version: 1\nroadmaps:\n  - path: >-\n      docs/plan.md\n'],
    ['a way round', 'version: 1\nroadmaps:\n  - path: ./docs//x/../plan.md\n'],
    ['other line ends', 'version: 1\r\nroadmaps:\r\n  - path: docs/plan.md\r\n'],
    ['more blanks, and no line end', 'version: 1\nroadmaps:\n  - target: main\n    path:   docs/plan.md'],
    ['a comment behind it', 'version: 1\nroadmaps:\n  - path: docs/plan.md # the plan\n'],
  ])('judges a roadmap that the config names with %s', async (_name, config) => {
    named ??= makeRepository({});
    await install(named, 'pre-commit');
    writeFiles(named, { 'roadmap.yaml': config, 'docs/plan.md': oneTask(' ') });
    runGit(named, 'add', '--all');
    runGit(named, 'commit', '--quiet', '--no-verify', '--allow-empty', '--message', 'Plan');
    writeFiles(named, { 'docs/plan.md': oneTask('x') });
    const { code, stderr } = tryGit(named, ['commit', '--all', '--message', 'chore: P0.1']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('commit-missing')]);
  });
});

describe('status', () => {
  test('says why a hook no longer runs', async () => {
    const root = makePlanned();
    expect(await status(root, 'pre-commit')).toEqual([1, ['pre-commit missing: nothing calls roadmap']]);
    await install(root);
    const path = join(root, '.git/hooks/pre-commit');
    const good = readFileSync(path);
    const reason = async (): Promise<string> => (await status(root, 'pre-commit'))[1].join();

    chmodSync(path, 0o644);
    expect(await reason()).toMatch(/^pre-commit broken: it is not executable/);
    await install(root);
    writeFiles(root, { '.git/hooks/pre-commit': good.toString().replace('exit $?', 'exit 0') });
    expect(await reason()).toBe('pre-commit broken: its lines were changed by hand');
    expect(await expectRefusal(root, ['hook', 'uninstall'])).toContain('changed by hand');
    expect(await expectRefusal(root, ['hook', 'install'])).toContain('changed by hand');
    writeFiles(root, { '.git/hooks/pre-commit': good });
    renameSync(path, `${path}.old`);
    expect(await reason()).toMatch(/^pre-commit broken: something renamed it/);
    renameSync(`${path}.old`, path);
    runGit(root, 'config', 'core.hooksPath', 'elsewhere');
    expect(await reason()).toMatch(/^pre-commit broken: it is in .*, and git looks in .*elsewhere/);
  });

  test('says that a hook was replaced, and what was there before is kept', async () => {
    const root = makePlanned();
    const path = writeHook(root, 'pre-commit', '#!/bin/sh\necho old\n');
    await install(root);
    writeHook(root, 'pre-commit', '#!/bin/sh\necho new\n');
    expect((await status(root, 'pre-commit'))[1][0]).toMatch(/broken: something was put in its place/);
    expect(await expectRefusal(root, ['hook', 'install'])).toContain('.roadmap-orig');
    expect(readFileSync(path, 'utf8') + readFileSync(`${path}.roadmap-orig`, 'utf8')).toBe(
      '#!/bin/sh\necho new\n#!/bin/sh\necho old\n',
    );
  });

  test('tells another roadmap from one that is gone', async () => {
    const root = makePlanned();
    const bin = makeFolder('bin');
    copyCommand(join(bin, 'roadmap.js'));
    const path = { COPY: join(bin, 'roadmap.js') };
    tryGit(root, ['-c', `alias.r=!"${process.execPath}" "$COPY"`, 'r', 'hook', 'install'], path);
    expect(await status(root, 'pre-push')).toEqual([
      1,
      ['pre-push outdated: it calls another roadmap than this one'],
    ]);
    rmSync(join(bin, 'roadmap.js'));
    expect((await status(root, 'pre-push'))[1][0]).toMatch(/broken: .*bin\/roadmap\.js is gone/);
    await install(root);
    expect(await status(root, 'pre-push')).toEqual([0, ['pre-push installed']]);
  });

  test('tells one that an earlier roadmap wrote, which the next install renews', async () => {
    const root = makePlanned();
    await install(root);
    const path = join(root, '.git/hooks/pre-push');
    // As it was written once: with another line, and the digest of all lines in the first one.
    const [first = '', mark = '', ...lines] = readFileSync(path, 'latin1').split('\n');
    const end = lines.indexOf('# <<< roadmap-hook');
    const body = [...lines.slice(0, end), ': # was once of use'];
    const digest = createHash('sha256').update(body.join('\n')).digest('hex').slice(0, 16);
    writeFileSync(
      path,
      [first, mark.replace(/\w+$/, digest), ...body, ...lines.slice(end)].join('\n'),
      'latin1',
    );
    expect(await status(root, 'pre-push')).toEqual([
      1,
      ['pre-push outdated: roadmap would write it otherwise now'],
    ]);
    await install(root);
    expect(await status(root, 'pre-push')).toEqual([0, ['pre-push installed']]);
  });

  test('for a person says the same, with what to do', async () => {
    const root = makePlanned();
    const { code, stdout } = await roadmap(root, 'hook', 'status', 'pre-commit');
    expect(code).toBe(1);
    expect(stdout).toBe(
      `pre-commit  missing  ${join(root, '.git/hooks/pre-commit')}\n  nothing calls roadmap\n  → Run \`roadmap hook install pre-commit\`.\n`,
    );
  });
});
