import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { serveGit } from '../gate/serve-git.ts';
import { makeEnvironment } from '../support/environment.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import {
  commitTo,
  makeCascade,
  makeRemotes,
  type Remotes,
  runCascade,
  setHook,
  tellTargets,
} from '../support/make-cascade.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const REFUSE = 'echo "not on a Friday" >&2\nexit 1\n';
/** Another commit, before the first push to the branch is taken. */
const RACE = `test -e raced && exit 0
touch raced
git update-ref refs/heads/main "$(git commit-tree -p main -m race 'main^{tree}')"
`;
const WORKFLOW = { file: 'ci/publish.yml', matches: 'cat .version' };
const CRLF = 'FROM base\r\nARG RUNTIME=1.1\r\nRUN make\r\n';

function makeNine(): Remotes {
  return makeRemotes({
    plain: { files: { 'a.txt': 'a\n' } },
    old: { files: { '.version': '1.1\n', 'run.sh': '#!/bin/sh\n' } },
    refuses: { hooks: { 'pre-receive': REFUSE } },
    races: { files: { 'a.txt': 'a\n' }, hooks: { update: RACE } },
    there: { files: { '.version': '1.2\n' } },
    lacks: { files: { 'ci/publish.yml': 'on: push\n' }, requires: WORKFLOW },
    trunk: { on: 'trunk' },
    crlf: {
      files: { Dockerfile: CRLF },
      file: 'Dockerfile',
      line: 'ARG RUNTIME=',
      text: 'ARG RUNTIME=1.2',
    },
    ready: { files: { 'ci/publish.yml': 'run: cat .version\n' }, requires: WORKFLOW, name: 'acme/fine' },
  });
}

const NAMES = ['plain', 'old', 'refuses', 'races', 'there', 'lacks', 'trunk', 'crlf', 'ready'];

function tip(remotes: Remotes, name: string, branch = name === 'trunk' ? 'trunk' : 'main'): string {
  return runGit(remotes.pathOf(name), 'rev-parse', `refs/heads/${branch}`);
}

function countCommits(remotes: Remotes): number[] {
  return NAMES.map((name) => Number(runGit(remotes.pathOf(name), 'rev-list', '--count', 'HEAD')));
}

/** Nothing that a branch had at a push is lost. */
function expectNoForce(remotes: Remotes): void {
  for (const name of NAMES) {
    for (const line of remotes.listPushes(name)) {
      const [from = '', , ref] = line.split(' ');
      expect(ref).toBe(name === 'trunk' ? 'refs/heads/trunk' : 'refs/heads/main');
      runGit(remotes.pathOf(name), 'merge-base', '--is-ancestor', from, tip(remotes, name));
    }
  }
}

function runProgram(program: string, args: readonly string[]): void {
  execFileSync(program, args, { env: makeEnvironment() });
}

function readPlan(root: string): string {
  return runGit(root, 'show', 'HEAD:ROADMAP.md');
}

describe('a cascade to nine repositories', () => {
  let remotes: Remotes;
  let root: string;
  let first: Awaited<ReturnType<typeof runCascade>>;
  let second: Awaited<ReturnType<typeof runCascade>>;
  let between: string;
  let pushes: readonly string[][];
  beforeAll(async () => {
    remotes = makeNine();
    root = makeCascade(remotes.targets);
    first = await runCascade(root);
    between = readPlan(root);
    pushes = NAMES.map(remotes.listPushes);
    setHook(remotes.pathOf('refuses'), 'pre-receive', 'cat >>pushes.log\n');
    commitTo(remotes.pathOf('lacks'), { 'ci/publish.yml': 'run: cat .version\n' });
    second = await runCascade(root);
  });

  test('pushes to those that take it, and says why of the others', () => {
    expect(first.code).toBe(1);
    expect(first.report.outcome).toBe('partial');
    expect(tellTargets(first.report)).toEqual([
      'acme/plain pushed',
      'acme/old pushed',
      'acme/refuses refused: not on a Friday',
      'acme/races pushed',
      'acme/there there',
      'acme/lacks refused: it requires "cat .version" in ci/publish.yml',
      'acme/trunk pushed',
      'acme/crlf pushed',
      'acme/fine pushed',
    ]);
    expect(readdirSync(first.temporary)).toEqual([]);
  });

  test('tells of each end on stderr, since it is no terminal', () => {
    const lines = first.stderr.split('\n').slice(0, -1).sort();
    expect(lines).toHaveLength(9);
    expect(lines.filter((line) => line.startsWith('refused'))).toEqual([
      'refused  acme/lacks  .version  it requires "cat .version" in ci/publish.yml',
      'refused  acme/refuses  main:.version  not on a Friday',
    ]);
  });

  test('pushes once, twice where somebody was before it, and nothing where nothing is to change or lacking', () => {
    expect(pushes.map(({ length }) => length)).toEqual([1, 1, 1, 2, 0, 0, 1, 1, 1]);
    expectNoForce(remotes);
  });

  test('keeps what is there in the roadmap, in the order of the config', () => {
    const { targets, commit } = first.report;
    const cited = targets
      .filter((one) => one.commit !== null)
      .map((one) => `${one.name}@${one.commit?.slice(0, 12)}`);
    expect(between).toContain(`- Commit: ${cited.join(', ')}\n`);
    expect(between).toContain(
      '- Status: PARTIAL — 7 of 9 targets: acme/refuses refused: not on a Friday; acme/lacks refused: it requires cat .version in ci/publish.yml\n',
    );
    expect(commit).toBe(runGit(root, 'rev-parse', 'HEAD^'));
  });

  test('does only those that are left when it runs again, and then ticks', async () => {
    expect({ code: second.code, outcome: second.report.outcome }).toEqual({ code: 0, outcome: 'done' });
    expect(second.report.targets.map(({ outcome }) => outcome)).toEqual([
      'there',
      'there',
      'pushed',
      'there',
      'there',
      'pushed',
      'there',
      'there',
      'there',
    ]);
    expect(NAMES.map((name) => remotes.listPushes(name).length)).toEqual([1, 1, 2, 2, 0, 1, 1, 1, 1]);
    expect(countCommits(remotes)).toEqual([2, 2, 2, 3, 1, 3, 2, 2, 2]);
    expectNoForce(remotes);
    const cited = second.report.targets.map(({ name, commit }) => `${name}@${commit?.slice(0, 12)}`);
    expect(readPlan(root)).toContain(
      `- [x] **P0.1** Pin the runtime in all templates\n  - Commit: ${cited.join(', ')}\n  - Status: PASS: 9 of 9 targets\n`,
    );
    expect(await runRoadmap(root, ['check'])).toMatchObject({ code: 0 });
  });

  test('does nothing when the task is done', async () => {
    const before = countCommits(remotes);
    const head = runGit(root, 'rev-parse', 'HEAD');
    const { code, stderr, report } = await runCascade(root);
    expect({ code, stderr, outcome: report.outcome, commit: report.commit }).toEqual({
      code: 0,
      stderr: '',
      outcome: 'done',
      commit: null,
    });
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(countCommits(remotes)).toEqual(before);
  });

  test('makes one commit by the user, which says what asked for it and changes nothing else', () => {
    const bare = remotes.pathOf('crlf');
    expect(runGit(bare, 'log', '-1', '--format=%an <%ae>%n%B')).toBe(
      'Ada Example <ada@example.org>\nchore: P0.1 — Pin the runtime in all templates\n\nTask P0.1 of ROADMAP.md in repository: Pin the runtime in all templates',
    );
    expect(runGit(bare, 'diff', '--name-only', 'HEAD^', 'HEAD')).toBe('Dockerfile');
    expect(runGit(bare, 'cat-file', 'blob', 'HEAD:Dockerfile')).toBe(CRLF.replace('1.1', '1.2').trim());
    expect(runGit(remotes.pathOf('races'), 'log', '--format=%s')).toBe(
      'chore: P0.1 — Pin the runtime in all templates\nrace\nStart',
    );
    expect(runGit(remotes.pathOf('trunk'), 'cat-file', 'blob', 'trunk:.version')).toBe('1.2');
  });
});

describe('a target', () => {
  test('is written over HTTP, too', async () => {
    const made = makeRemotes({ one: { files: { '.version': '1.1\n' } }, two: {} });
    const server = await serveGit(made.folder);
    try {
      const targets = made.targets.map((one) => ({
        ...one,
        repository: one.repository.replace(`file://${made.folder}`, server.url),
      }));
      const { code, report } = await runCascade(makeCascade(targets));
      expect({ code, told: tellTargets(report) }).toEqual({
        code: 0,
        told: ['acme/one pushed', 'acme/two pushed'],
      });
      expect(report.targets.map(({ commit }) => commit)).toEqual([tip(made, 'one'), tip(made, 'two')]);
    } finally {
      await server.close();
    }
  });

  test('may be one of several in one branch, which then race with one another', async () => {
    const made = makeRemotes({ one: {} });
    const [one] = made.targets;
    if (one === undefined) throw new Error('no target');
    const targets = ['a', 'b', 'c', 'd'].map((file) => ({ ...one, file }));
    const root = makeCascade(targets);
    const { code, report } = await runCascade(root);
    expect({ code, told: tellTargets(report) }).toEqual({
      code: 0,
      told: targets.map(() => 'acme/one pushed'),
    });
    expect(runGit(made.pathOf('one'), 'ls-tree', '--name-only', 'main')).toBe('a\nb\nc\nd');
    expect(runGit(made.pathOf('one'), 'rev-list', '--count', '--first-parent', 'main')).toBe('5');
    expect((await runCascade(root)).report.outcome).toBe('done');
  });

  test('is refused where its file is none, or lies behind a link, and nothing is pushed to it', async () => {
    const files = { 'a.txt': 'a\n', 'folder/b.txt': 'b\n', twice: 'v: 1\nv: 2\n' };
    const prepare = (source: string): void => {
      symlinkSync('folder', join(source, 'link'));
      runGit(
        source,
        'update-index',
        '--add',
        '--cacheinfo',
        `160000,${runGit(source, 'rev-parse', 'HEAD')},module`,
      );
      runGit(source, 'add', 'link');
      runGit(source, 'commit', '--quiet', '--message', 'Odd things');
    };
    const made = makeRemotes({
      link: { files, prepare, file: 'link' },
      behind: { files, prepare, file: 'link/b.txt' },
      folder: { files, prepare, file: 'folder' },
      below: { files, prepare, file: 'a.txt/b.txt' },
      module: { files, prepare, file: 'module' },
      twice: { files, prepare, file: 'twice', line: 'v:', text: 'v: 3' },
      none: { files, prepare, file: 'none', line: 'v:', text: 'v: 3' },
      probe: { files, prepare, requires: { file: 'link', matches: 'a' } },
      branch: { branch: 'dev' },
      detached: {},
    });
    runGit(made.pathOf('detached'), 'update-ref', '--no-deref', 'HEAD', tip(made, 'detached'));
    const { code, report } = await runCascade(makeCascade(made.targets));
    expect({ code, outcome: report.outcome, told: tellTargets(report) }).toEqual({
      code: 1,
      outcome: 'none',
      told: [
        'acme/link refused: link is no regular file there',
        "acme/behind refused: 'link/b.txt' appears as both a file and as a directory",
        'acme/folder refused: folder is no regular file there',
        "acme/below refused: 'a.txt/b.txt' appears as both a file and as a directory",
        'acme/module refused: module is no regular file there',
        'acme/twice refused: twice: 2 lines begin with "v:", and one is meant',
        'acme/none refused: none: there is no such file',
        'acme/probe refused: link is no regular file there',
        'acme/branch refused: it has no branch dev',
        'acme/detached refused: it has no default branch: name one with `branch`',
      ],
    });
    for (const { repository } of made.targets)
      expect(made.listPushes(repository.replace(/^.*\/(\w+)\.git$/, '$1'))).toEqual([]);
  });

  test('that lies in the repository itself is refused, and its hooks do not run', async () => {
    const made = makeRemotes({ evil: {}, fine: {} });
    const root = makeCascade([]);
    const inside = join(root, 'tools', 'evil.git');
    cpSync(made.pathOf('evil'), inside, { recursive: true });
    symlinkSync(inside, join(root, '..', 'way-in'));
    const addresses = [
      'tools/evil.git',
      `file://${inside}`,
      `file://${inside.replace('evil', '%65vil')}`,
      '../way-in',
      '../repository/tools/evil.git',
    ];
    const targets = addresses.map((repository, at) => ({
      repository,
      name: `a/${at}`,
      file: 'a',
      text: 'b',
    }));
    const config = { version: 1, roadmaps: [{ path: 'ROADMAP.md', targets: { 'P0.1': targets } }] };
    commitFiles(root, { 'roadmap.yaml': JSON.stringify(config) }, 'Plant it');
    const { report } = await runCascade(root);
    expect(tellTargets(report)).toEqual(
      addresses.map((_, at) => `a/${at} refused: it lies in this repository, where any commit could put it`),
    );
    expect(existsSync(join(inside, 'pushes.log'))).toBe(false);
  });

  test('keeps the mode of its file, and what a filter would change', async () => {
    const prepare = (source: string): void => {
      writeFiles(source, { 'run.sh': 'V=1\r\nend', '.gitattributes': '* text eol=lf filter=x ident\n' });
      const blob = runGit(source, 'hash-object', '-w', '--no-filters', 'run.sh');
      runGit(source, 'add', '.gitattributes');
      runGit(source, 'update-index', '--add', '--cacheinfo', `100755,${blob},run.sh`);
      runGit(source, 'commit', '--quiet', '--message', 'Attributes');
    };
    const made = makeRemotes({ one: { prepare, file: 'run.sh', line: 'V=', text: 'V=2 $Id$' } });
    const bare = made.pathOf('one');
    const { code } = await runCascade(makeCascade(made.targets));
    expect(code).toBe(0);
    expect(runGit(bare, 'ls-tree', 'main', 'run.sh')).toMatch(/^100755 /);
    expect(runGit(bare, 'cat-file', 'blob', 'main:run.sh')).toBe('V=2 $Id$\r\nend');
  });

  test('that is not there fails, without its password, and the others get theirs', async () => {
    const made = makeRemotes({ one: {} });
    const targets = [
      { repository: 'http://ada:secret@127.0.0.1:1/acme/none.git', file: 'a', text: 'b' },
      ...made.targets,
    ];
    const root = makeCascade(targets);
    const { code, stdout, stderr, report } = await runCascade(root);
    expect({ code, outcomes: report.targets.map(({ outcome }) => outcome) }).toEqual({
      code: 1,
      outcomes: ['failed', 'pushed'],
    });
    expect(`${stdout}${stderr}${readPlan(root)}${runGit(root, 'log')}`).not.toContain('secret');
  });

  test('may say a secret, which is told nowhere', async () => {
    const token = ['ghp', '_', 'Zq3vT8mLr5XwYb1NcKd9', 'HsJf2GpAe7Uo4i6B'].join('');
    const said = `echo "no rights for ${token} at https://ada:pw@host" >&2\nexit 1\n`;
    const made = makeRemotes({ one: {}, two: { hooks: { 'pre-receive': said } } });
    const root = makeCascade(made.targets);
    const { report, stdout, stderr } = await runCascade(root);
    expect(report.targets[1]?.reason).toBe('no rights for [secret] at https://host');
    expect(`${stdout}${stderr}${readPlan(root)}${runGit(root, 'log')}`).not.toContain(token);
  });

  test('may say what a roadmap would read, and it is not read', async () => {
    const said = "printf '(override: none) <!-- \\033[31m | `- [x] **P1.1** `\\n' >&2\nexit 1\n";
    const made = makeRemotes({ one: {}, two: { hooks: { 'pre-receive': said } } });
    const root = makeCascade(made.targets);
    const { report, stderr } = await runCascade(root);
    expect({ outcome: report.outcome, refusals: report.refusals }).toEqual({
      outcome: 'partial',
      refusals: [],
    });
    expect(report.targets[1]?.reason).toContain('\u001b[31m');
    expect(stderr).not.toContain('\u001b');
    expect(readPlan(root)).toMatch(
      /- Status: PARTIAL — 1 of 2 targets: acme\/two refused: override: none -- 31m [\w. -]*\n/,
    );
    expect((await runRoadmap(root, ['check'])).stdout).not.toContain('override');
  });
});

describe('a task', () => {
  test('is judged by the law before anything is pushed', async () => {
    const made = makeRemotes({ one: {} });
    const root = makeCascade(made.targets, 'P1.1');
    const run = await runRoadmap(root, ['cascade', 'P1.1']);
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).toBe(
      'refused  P1.1 may not be done before P0.1 (todo)  order\n      → Do these first, or lift the order with `--override "why"`.\nnothing was pushed, and nothing was changed\n',
    );
    expect(made.listPushes('one')).toEqual([]);
    const lifted = await runRoadmap(root, ['cascade', 'ROADMAP.md', 'P1.1', '--override', 'P0 is over']);
    expect({ ...lifted, stderr: '' }).toMatchObject({ code: 0 });
    expect(readPlan(root)).toContain('  - Status: PASS: 1 of 1 target (override: P0 is over)');
  });

  test('is refused while a merge is going on, and nothing is pushed', async () => {
    const made = makeRemotes({ one: {} });
    const root = makeCascade(made.targets);
    runGit(root, 'update-ref', 'MERGE_HEAD', 'HEAD');
    const { code, report } = await runCascade(root);
    expect({
      code,
      outcome: report.outcome,
      messages: report.refusals.map(({ message }) => message),
    }).toEqual({
      code: 1,
      outcome: 'refused',
      messages: ['a merge is not finished'],
    });
    expect(made.listPushes('one')).toEqual([]);
  });

  test('whose commit a hook refuses is done by the next run, which pushes nothing again', async () => {
    const made = makeRemotes({ one: {} });
    const root = makeCascade(made.targets);
    setHook(join(root, '.git'), 'pre-commit', 'echo "no commits today" >&2\nexit 1\n');
    const { code, report } = await runCascade(root);
    expect({ code, outcome: report.outcome, told: tellTargets(report) }).toEqual({
      code: 1,
      outcome: 'refused',
      told: ['acme/one pushed'],
    });
    expect(report.refusals[0]?.message).toContain('no commits today');
    rmSync(join(root, '.git', 'hooks', 'pre-commit'));
    const again = await runCascade(root);
    expect({ code: again.code, told: tellTargets(again.report) }).toEqual({
      code: 0,
      told: ['acme/one there'],
    });
    expect(again.report.targets[0]?.commit).toBe(report.targets[0]?.commit);
    expect(made.listPushes('one')).toHaveLength(1);
  });

  test('with --dry-run only asks', async () => {
    const made = makeNine();
    const root = makeCascade(made.targets);
    const head = runGit(root, 'rev-parse', 'HEAD');
    const { code, report, temporary } = await runCascade(root, '--dry-run', '--jobs', '1');
    expect({ code, outcome: report.outcome, told: tellTargets(report) }).toEqual({
      code: 1,
      outcome: 'probed',
      told: [
        'acme/plain ready',
        'acme/old ready',
        'acme/refuses ready',
        'acme/races ready',
        'acme/there there',
        'acme/lacks refused: it requires "cat .version" in ci/publish.yml',
        'acme/trunk ready',
        'acme/crlf ready',
        'acme/fine ready',
      ],
    });
    expect(NAMES.flatMap(made.listPushes)).toEqual([]);
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('is done by commits that are signed where the user signs, and by no hook of theirs', async () => {
    const made = makeRemotes({ one: {} });
    const root = makeCascade(made.targets);
    const key = join(makeFolder('key'), 'key');
    runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const hooks = makeFolder('hooks');
    setHook(join(hooks, '..'), 'pre-push', 'exit 1\n');
    for (const [name, value] of [
      ['commit.gpgSign', 'yes'],
      ['gpg.format', 'ssh'],
      ['user.signingKey', key],
    ] as const)
      runGit(root, 'config', name, value);
    const settings = join(makeFolder('settings'), 'config');
    writeFileSync(settings, `[core]\n\thooksPath = ${hooks}\n[protocol "ext"]\n\tallow = always\n`);
    const changes = {
      GIT_CONFIG_GLOBAL: settings,
      GIT_DIR: '.git',
      GIT_INDEX_FILE: join(root, '.git/index'),
    };
    expect(await runRoadmap(root, ['cascade', 'P0.1'], changes)).toMatchObject({ code: 0 });
    expect(runGit(made.pathOf('one'), 'cat-file', 'commit', 'main')).toContain(
      'gpgsig -----BEGIN SSH SIGNATURE',
    );
    expect(runGit(root, 'status', '--short')).toBe('');
    expect(() => runGit(root, 'cat-file', '-e', tip(made, 'one'))).toThrow();
  });

  test('keeps the evidence that it has beside its targets', async () => {
    const made = makeRemotes({ one: {} });
    const root = makeCascade(made.targets);
    const plan = readFileSync(join(root, 'ROADMAP.md'), 'utf8').replace(
      '<hash>',
      'other/one@abc1234 (first)',
    );
    const again = makeRepository({
      'ROADMAP.md': plan,
      'roadmap.yaml': readFileSync(join(root, 'roadmap.yaml'), 'utf8'),
    });
    expect((await runCascade(again)).report.outcome).toBe('done');
    expect(readPlan(again)).toContain(
      `- Commit: other/one@abc1234, acme/one@${tip(made, 'one').slice(0, 12)}\n`,
    );
  });

  test('that names no targets is told how', async () => {
    const root = makeCascade(makeRemotes({ one: {} }).targets);
    expect(await expectRefusal(root, ['cascade', 'P1.1'])).toBe(
      'roadmap: P1.1 names no targets\n  → Name them in roadmap.yaml, in the entry of ROADMAP.md: `targets: {P1.1: [{repository: URL, file: PATH, text: TEXT}]}`.\n',
    );
    expect(await expectRefusal(root, ['cascade', 'P0.1', 'P1.1'])).toMatch(
      /^roadmap: a cascade is of one task\n/,
    );
    expect(await expectRefusal(root, ['cascade', 'P0.1', '--jobs', '0'])).toMatch(/^roadmap: --jobs 0: /);
  });

  test('that roadmap.yaml names and no roadmap has is an error with its line', async () => {
    const root = makeRepository({
      'ROADMAP.md': '### P0 — A\n\n- [ ] **P0.1** B\n',
      'roadmap.yaml':
        'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    targets:\n      P0.2:\n        - {repository: ../a/b, file: c, text: d}\n',
    });
    expect(await expectRefusal(root, ['cascade', 'P0.1'])).toBe(
      'roadmap: roadmap.yaml:5:7: no task of ROADMAP.md is P0.2\n  → Write P0.1, if that is meant.\n',
    );
  });
});
