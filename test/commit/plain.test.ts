import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { buildWorker, commitTick, NO_DATES } from './commit-worker.ts';
import { expectCommitted, expectNothingLeft, PLAN, readState, tick } from './tree-state.ts';

/** What a commit does without git where that is plain, and what it leaves to git where it is not. */

jest.setTimeout(120_000);
beforeAll(buildWorker);

const FILE = 'ROADMAP.md';
const HOOKS = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit'];

function make(...commands: (readonly string[])[]): string {
  const root = makeRepository({ [FILE]: PLAN, 'other.txt': 'other\n' });
  for (const command of commands) runGit(root, ...command);
  return root;
}

/** Commits with a `git` that writes down its arguments first: the commands that were asked for. */
async function listCommands(
  root: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<string[]> {
  const folder = makeFolder('bin');
  const { PATH = '' } = makeEnvironment();
  const git = execFileSync('sh', ['-c', 'command -v git'], { env: { PATH }, encoding: 'utf8' }).trim();
  const lines = ['#!/bin/sh', `echo "$*" >>'${folder}/calls'`, `exec '${git}' "$@"`];
  writeFileSync(join(folder, 'git'), `${lines.join('\n')}\n`, { mode: 0o755 });
  const before = readState(root, FILE);
  const run = await commitTick(root, FILE, { changes: { ...changes, PATH: [folder, PATH].join(delimiter) } });
  expectCommitted(run, root, FILE, before);
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return calls.map((call) => call.replace(/^(?:-c \S+ )*/, '').replace(/^hook run --ignore-missing/, 'hook'));
}

test('a commit of a plain clone starts no git that it can do without', async () => {
  expect((await listCommands(make())).map((call) => call.split(' ')[0]).sort()).toEqual([
    'config',
    'update-ref',
  ]);
});

test.each([
  ['core.sharedRepository', 'group'],
  ['core.looseCompression', '9'],
  ['core.fsync', 'all'],
])('git writes objects where %s is set', async (name, value) => {
  expect(await listCommands(make(['config', name, value]))).toContain('unpack-objects -q');
});

const SAY = '#!/bin/sh\necho "$(basename "$0")" >>';

test.each(HOOKS)('a %s alone is run, wherever core.hooksPath has it', async (name) => {
  const log = join(makeFolder('log'), 'log');
  const folder = makeFolder('hooks');
  writeFileSync(join(folder, name), `${SAY}'${log}'\n`, { mode: 0o755 });
  const places = ['.git/hooks', 'in the tree', folder];
  for (const place of places) {
    const root = make(...(place === '.git/hooks' ? [] : [['config', 'core.hooksPath', place]]));
    if (place !== folder) {
      writeFiles(root, { [`${place}/keep`]: '' });
      writeFileSync(join(root, place, name), `${SAY}'${log}'\n`, { mode: 0o755 });
    }
    expect(await listCommands(root)).toContainEqual(expect.stringMatching(`^hook ${name} `));
  }
  const variables = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: folder };
  await listCommands(make(), variables);
  expect(readFileSync(log, 'utf8')).toBe(`${name}\n`.repeat(places.length + 1));
});

test('a hook that another one sets up is run', async () => {
  const log = join(makeFolder('log'), 'log');
  const folder = makeFolder('hooks');
  for (const name of HOOKS) writeFileSync(join(folder, name), `${SAY}'${log}'\n`, { mode: 0o755 });
  const root = make();
  mkdirSync(join(root, '.git/hooks'));
  const lines = `#!/bin/sh\ngit config core.hooksPath '${folder}'\n`;
  writeFileSync(join(root, '.git/hooks/pre-commit'), lines, { mode: 0o755 });
  await listCommands(root);
  expect(readFileSync(log, 'utf8')).toBe('prepare-commit-msg\ncommit-msg\npost-commit\n');
});

test('git is asked for hooks where settings may name some, as it has them since 2.54', async () => {
  const commands = await listCommands(make(['config', 'hook.lint.command', 'true']));
  expect(commands.filter((call) => call.startsWith('hook ')).map((call) => call.split(' ')[1])).toEqual(
    HOOKS,
  );
});

/** Settings and variables, and whether git is to say who commits. */
const persons: Readonly<Record<string, readonly [Readonly<Record<string, string | undefined>>, boolean]>> = {
  'a plain name': [{}, false],
  'a name of other letters': [{ GIT_AUTHOR_NAME: "Zoë O'Neil-Ångström (Ω)", TZ: 'Asia/Kolkata' }, false],
  'an author who does not commit': [{ GIT_AUTHOR_NAME: 'Bo', GIT_AUTHOR_EMAIL: 'bo+x@example.org' }, false],
  'a zone behind UTC': [{ TZ: 'America/St_Johns' }, false],
  'a zone of its own': [{ TZ: 'XYZ-5:45' }, true],
  'a name that git strips': [{ GIT_AUTHOR_NAME: ' .Ada <x>, "' }, true],
  'a name with a line break': [{ GIT_COMMITTER_NAME: 'Ada\nauthor Eve <e> 1 +0000' }, true],
  'a date that is given': [{ GIT_AUTHOR_DATE: '2026-01-02T03:04:05+0100' }, true],
  'another date of the commit': [{ GIT_COMMITTER_DATE: '2026-01-02T03:04:05+0100' }, true],
};

const FORMAT = ['log', '-1', '--format=%an|%ae|%cn|%ce|%ad|%cd', '--date=format:%z'];

test.each(Object.keys(persons))('who commits is who git says: %s', async (name) => {
  const [changes, isAsked] = persons[name] ?? [{}, false];
  const root = make();
  const commands = await listCommands(root, changes);
  expect(commands.some((call) => call.startsWith('var '))).toBe(isAsked);
  const ours = runGit(root, ...FORMAT);
  execFileSync('git', ['commit', '--quiet', '--allow-empty', '--message', 'Theirs'], {
    cwd: requireOwn(root),
    env: makeEnvironment({ ...NO_DATES, ...changes }),
  });
  expect(ours).toBe(runGit(root, ...FORMAT));
  expect(runGit(root, 'fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
});

test.each([
  [
    ['user.name', 'Set'],
    ['user.email', 'set@example.org'],
  ],
  [
    ['user.name', 'Set'],
    ['user.email', 'set@example.org'],
    ['author.name', 'Own'],
  ],
  [
    ['user.name', 'First'],
    ['--add', 'user.name', 'Last'],
    ['user.email', 'set@example.org'],
  ],
])('who commits is who the settings say: %j', async (...settings) => {
  const nobody = ['AUTHOR', 'COMMITTER'].flatMap((who) => [`GIT_${who}_NAME`, `GIT_${who}_EMAIL`]);
  const changes = Object.fromEntries(nobody.map((name) => [name, undefined]));
  const root = make(...settings.map((setting) => ['config', ...setting]));
  await listCommands(root, changes);
  const ours = runGit(root, ...FORMAT);
  execFileSync('git', ['commit', '--quiet', '--allow-empty', '--message', 'Theirs'], {
    cwd: requireOwn(root),
    env: makeEnvironment({ ...NO_DATES, ...changes }),
  });
  expect(ours).toBe(runGit(root, ...FORMAT));
});

test.each([
  ['true', true],
  ['YES', true],
  ['on', true],
  ['1', true],
  ['2', true],
  ['', false],
  ['off', false],
  ['0', false],
])('commit.gpgSign of "%s" is heeded', async (value, isSigned) => {
  const root = make(['config', 'gpg.format', 'ssh']);
  const key = join(makeFolder('key'), 'key');
  runProgram(root, 'ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key);
  runGit(root, 'config', 'user.signingKey', key);
  runGit(root, 'config', 'commit.gpgSign', value);
  await listCommands(root);
  expect(runGit(root, 'cat-file', 'commit', 'HEAD').includes('BEGIN SSH SIGNATURE')).toBe(isSigned);
});

test('commit.gpgSign without a value is heeded', async () => {
  const root = make(['config', 'gpg.format', 'ssh']);
  writeFileSync(join(root, '.git/config'), '[commit]\n\tgpgSign\n', { flag: 'a' });
  const { outcome } = await commitTick(root, FILE);
  expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringMatching(/could not sign/) });
});

function runProgram(root: string, program: string, ...args: string[]): void {
  execFileSync(program, args, { cwd: requireOwn(root), env: makeEnvironment(), stdio: 'pipe' });
}

const MOMENTS = ['hooks passed', 'commit made', 'journal written', 'index locked', 'file written'];

test.each(MOMENTS.flatMap((moment) => [false, true].map((isPacked) => [moment, isPacked] as const)))(
  'a branch that is moved at "%s", without the index, packed: %s',
  async (pauseAt, isPacked) => {
    const root = make();
    write(root, 'mine\n');
    const whilePaused = (): void => {
      const theirs = runGit(root, 'commit-tree', '-p', 'HEAD', '-m', 'Theirs', 'HEAD^{tree}');
      runGit(root, 'update-ref', 'HEAD', theirs);
      if (isPacked) runGit(root, 'pack-refs', '--all');
    };
    const run = await commitTick(root, FILE, { pauseAt, whilePaused });
    expect(run).toMatchObject({ stderr: '', outcome: { kind: 'committed' } });
    expect(runGit(root, 'log', '--format=%s')).toBe('Tick one\nTheirs\nStart');
    expect(readState(root, FILE)).toMatchObject({ file: `${tick(PLAN)}mine\n`, status: `M ${FILE}\0` });
    expectNothingLeft(root, FILE);
  },
);

function write(root: string, line: string): void {
  writeFiles(root, { [FILE]: `${PLAN}${line}` });
}

test.each(['hooks passed', 'journal written', 'index locked'])(
  'another branch at the same commit that is checked out at "%s", without the index',
  async (pauseAt) => {
    const root = make(['branch', 'other']);
    const whilePaused = (): void => void runGit(root, 'symbolic-ref', 'HEAD', 'refs/heads/other');
    const { outcome } = await commitTick(root, FILE, { pauseAt, whilePaused });
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('refs/heads/other') });
    expect(runGit(root, 'log', '--all', '--format=%s')).toBe('Start');
    expect(runGit(root, 'status', '--porcelain')).toBe('');
    expectNothingLeft(root, FILE);
  },
);

test.each(['detached at a tag', 'a ref that names another', 'a branch without a file of its own'])(
  'HEAD that only git can tell: %s',
  async (name) => {
    const root = make();
    if (name.startsWith('detached')) runGit(root, 'checkout', '--quiet', '--detach');
    else if (name.startsWith('a branch')) runGit(root, 'pack-refs', '--all');
    else {
      runGit(root, 'symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
      runGit(root, 'symbolic-ref', 'HEAD', 'refs/heads/alias');
    }
    const before = readState(root, FILE);
    const { outcome } = await commitTick(root, FILE);
    expect(outcome).toMatchObject({ kind: 'committed' });
    expect(readState(root, FILE).committed).toBe(tick(before.committed ?? ''));
    expect(runGit(root, 'log', '-1', '--format=%s')).toBe('Tick one');
    expectNothingLeft(root, FILE);
  },
);

test('a folder and a file that begin alike stay apart in the tree', async () => {
  const root = makeRepository({ 'plan/ROADMAP.md': PLAN, 'plan.md': 'other\n', 'plan-b/x': 'x\n' });
  const path = 'plan/ROADMAP.md';
  const before = readState(root, path);
  expectCommitted(await commitTick(root, path), root, path, before);
  commitFiles(root, { 'plan/more.md': 'more\n' }, 'More');
  expect(runGit(root, 'fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
});
