import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { buildWorker, commitTick } from './commit-worker.ts';
import { expectCommitted, expectTicked, PLAN, readState } from './tree-state.ts';

jest.setTimeout(120_000);
beforeAll(buildWorker);

const FILE = 'ROADMAP.md';
const NAMES = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit'];

/** A repository whose hooks do that, in a folder of their own. */
function makeHooked(hooks: Readonly<Record<string, string>>): string {
  const root = makeRepository({ [FILE]: PLAN, 'other.txt': 'other\n' });
  const folder = join(makeFolder('hooks'), 'with space');
  mkdirSync(folder);
  for (const [name, lines] of Object.entries(hooks))
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  runGit(root, 'config', 'core.hooksPath', folder);
  return root;
}

/** A PATH with a git as it was before 2.36, without git-hook(1). */
function makeOldPath(): string {
  const { PATH = '' } = makeEnvironment();
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const folder = makeFolder('old');
  const lines = [
    '#!/bin/sh',
    `test "$1" = hook && { echo "git: 'hook' ist kein Git-Befehl." >&2; exit 1; }`,
    `test "$1" = --list-cmds=builtins && { echo "commit"; exit; }`,
    `exec '${git}' "$@"`,
  ];
  writeFileSync(join(folder, 'git'), `${lines.join('\n')}\n`, { mode: 0o755 });
  return [folder, PATH].join(delimiter);
}

test.each([
  ['a git with git-hook(1)', makeEnvironment()['PATH']],
  ['an older git', makeOldPath()],
])('in %s they run as git commit runs them', async (_, PATH) => {
  const log = join(makeFolder('log'), 'log');
  const say = [
    'name=$(basename "$0")',
    'echo "$name $# $2 | $(pwd) | $GIT_AUTHOR_NAME $GIT_AUTHOR_EMAIL $GIT_AUTHOR_DATE $GIT_EDITOR $GIT_PREFIX" >>LOG',
    'echo "$name $OWN $PAGER $(git diff --cached --name-status) | $(git rev-parse --show-toplevel)" >>LOG',
    'test -z "$1" || head -1 "$1" >>LOG',
    'test -t 0 && echo "a terminal" >>LOG; cat >>LOG',
  ]
    .join('\n')
    .replaceAll('LOG', `'${log}'`);
  const root = makeHooked(Object.fromEntries(NAMES.map((name) => [name, say])));
  const changes = { PATH, OWN: 'mine', PAGER: 'less', GIT_AUTHOR_DATE: '2026-01-02T03:04:05+0100' };
  const take = (): string => {
    const text = readFileSync(log, 'utf8');
    writeFileSync(log, '');
    return text;
  };
  const before = readState(root, FILE);
  expectCommitted(await commitTick(root, FILE, { changes }), root, FILE, before);
  const ours = take();
  expect(ours).toMatch(/^pre-commit 0 .*\npre-commit mine less M\tROADMAP.md/);
  const date = runGit(root, 'log', '-1', '--format=%ad', '--date=iso-strict');
  expect(date).toBe('2026-01-02T03:04:05+01:00');
  runGit(root, 'reset', '--quiet', '--soft', 'HEAD^');
  runGit(root, '-c', 'user.name=x', ...LIKE, 'commit', '--quiet', '--message', 'Tick one');
  expect(take().replaceAll(/@\d+ [+-]\d+/g, 'date')).toBe(
    ours.replaceAll(/@\d+ [+-]\d+/g, 'date').replaceAll('mine less', ' '),
  );
});

const LIKE = ['-c', 'user.email=x'];

test('one that rewrites the message', async () => {
  const root = makeHooked({
    'prepare-commit-msg': 'echo "Signed-off-by: A" >>"$1"',
    'commit-msg': 'sed -i "s/Tick/Tock ☂/; 1s/$/  /" "$1"; printf "\\n\\n# kept\\n\\n\\n" >>"$1"',
  });
  const before = readState(root, FILE);
  expectCommitted(await commitTick(root, FILE), root, FILE, before);
  expect(runGit(root, 'cat-file', 'commit', 'HEAD')).toMatch(/\n\nTock ☂ one\nSigned-off-by: A\n\n# kept$/);
  expect(runGit(root, 'reflog', '-1', '--format=%gs')).toBe('commit: Tock ☂ one');
});

test.each([
  ['exit 3', 'refused'],
  ['exit 0', 'committed'],
])('one that ends with %s in an older git', async (line, kind) => {
  const root = makeHooked({ 'pre-commit': line });
  expect((await commitTick(root, FILE, { changes: { PATH: makeOldPath() } })).outcome).toMatchObject({
    kind,
  });
});

test('ones that fail afterwards, or change files that are not staged', async () => {
  const root = makeHooked({ 'post-commit': 'exit 1', 'pre-commit': 'echo hook >other.txt' });
  const before = readState(root, FILE);
  const run = await commitTick(root, FILE);
  expectCommitted(run, root, FILE, { ...before, status: 'M other.txt\0' });
});

test('one that leaves a program in the background', async () => {
  const root = makeHooked({ 'pre-commit': 'sleep 60 &', 'post-commit': 'sleep 60 &' });
  const before = readState(root, FILE);
  const start = Date.now();
  expectCommitted(await commitTick(root, FILE), root, FILE, before);
  expect(Date.now() - start).toBeLessThan(50_000);
});

test('one that stashes what is not staged, and brings it back', async () => {
  const root = makeHooked({
    'pre-commit': 'git stash push --quiet --keep-index && git stash pop --quiet --index',
  });
  writeFiles(root, { 'other.txt': 'changed\n' });
  const before = readState(root, FILE);
  await commitTick(root, FILE);
  expectTicked(root, FILE, before);
});

test('one that formats the file in the working tree, without staging it', async () => {
  const root = makeHooked({ 'pre-commit': `sed -i 's/^end$/END/' ${FILE}` });
  const before = readState(root, FILE);
  const run = await commitTick(root, FILE);
  const file = PLAN.replace('\nend', '\nEND');
  expectCommitted(run, root, FILE, { ...before, file, status: `M ${FILE}\0` });
});
