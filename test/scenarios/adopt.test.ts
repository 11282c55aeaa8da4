import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { AdoptedIds, AdoptReport } from '@roadmap-as-code/core';
import { checkout } from '../support/checkout.ts';
import { makeFolder } from '../support/make-folder.ts';
import { listSeen } from '../support/make-plan.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const FILE = 'docs/TODO.md';

/** A plan of its owner's own, with some work of a repository in it. */
const write = (work: string): string => `# Shop

\`[~]\` in progress · \`[>]\` deferred

## Shop window

* [x] Bread of the day (${work})
* [~] Hours
* [@] Weather
  * [x] since 1234abc it rains

## Till

| ID | Task | Status | Commit |
|---|---|---|---|
| C-1 | Cash | Done | \`0badf00d\` |
| C-2 | Cards | Open | |

- [x]Coins
`;

/** A repository with the plan, which cites the commit before it. */
function makeShop(files: Readonly<Record<string, string>> = {}): {
  root: string;
  work: string;
  plan: string;
} {
  const root = makeRepository({ 'src/bread.txt': 'rye\n' });
  const work = commitFiles(root, { 'src/bread.txt': 'wheat\n' }, 'Bake').slice(0, 10);
  const plan = write(work);
  commitFiles(root, { [FILE]: plan, ...files }, 'Plan');
  return { root, work, plan };
}

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');
const head = (root: string): string => runGit(root, 'rev-parse', 'HEAD');

/** Runs it with `--json`, and expects that exit code. */
async function adopt(root: string, args: readonly string[], code = 0): Promise<AdoptReport> {
  const run = await runRoadmap(root, ['adopt', '--json', ...args]);
  expect([run.code, run.stderr]).toEqual([code, '']);
  return readOutput('adopt', run);
}

describe('adopt shows a file, and changes nothing:', () => {
  test('what it understood, what it could not place, and a config', async () => {
    const { root } = makeShop();
    const { code, stdout, stderr, changed } = await runAndCompare(root, ['adopt', FILE]);
    expect([code, stderr, changed]).toEqual([0, '', []]);
    expect(stdout).toBe(`Shop  docs/TODO.md, plan
  dialect   plan, since it fits none of the others
  tasks     3 of 6 done, 1 with evidence; not done: 1 doing, 1 todo, 1 unknown; in 2 phases
  ids       4 of 6 go by a handle; --ids gives them ids
  evidence  1 × commit (in the text of tasks), 1 × commit (in cells of tables)
  commits   1 landed on HEAD; 1 absent: 0badf00d
  legend    [~] doing, [>] dropped

  Shop window  2 done, 1 doing, 1 unknown
  Till         1 done, 1 todo

  could not be placed
  docs/TODO.md:9:4  1 task has [@], and nothing says what it means
      → Say it in roadmap.yaml: \`states: {"@": doing}\`, or whatever it is.
  docs/TODO.md:19:3  [x] looks like a box, and is none as it is written
      → Write \`[ ]\` and a space behind it, if it is one.
  docs/TODO.md:10:15  1234abc in shop-window:3.1 was not taken for its evidence, and git has no commit of that hash
      → If it did the task, put it at the end of the task's own text, in parentheses, or write a line \`Commit: …\` under it.

roadmap.yaml, proposed:

# What roadmap works on, and what it holds that to. See docs/configuration.md of roadmap-as-code.
# A line that begins with # and no space is an example: take the # away, and it holds.
version: 1
roadmaps:
  - path: docs/TODO.md
    dialect: plan
    # What came up to this commit is the past: \`check\` and \`audit\` tell of it, and call none of it an error.
    since: ${head(root)}
    # What stands for a state in the file, and nothing says for which: todo, doing, done, partial, blocked, failed or dropped.
    #states: {"@": unknown}

To write it:
  roadmap adopt --write docs/TODO.md
`);
  });

  test('a hash that git knows is said to be known, and comes first', async () => {
    const { root, work } = makeShop();
    commitFiles(root, { 'b.md': `- [x] Since 1234abc and ${work} it rains\n` }, 'More');
    const { roadmaps } = await adopt(root, ['b.md']);
    expect(roadmaps[0]?.unplaced.map(({ message }) => message)).toEqual([
      `${work} in tasks:1 was not taken for its evidence, and git has a commit of that hash`,
      '1234abc in tasks:1 was not taken for its evidence, and git has no commit of that hash',
    ]);
  });

  test('of each kind some, and how many more there are', async () => {
    const boxes = Array.from({ length: 11 }, (_, at) => `- [x] Since ${at}abcdef${at} it is slow\n`).join('');
    const root = makeRepository({ 'b.md': boxes });
    const { stdout } = await runRoadmap(root, ['adopt', 'b.md']);
    expect(stdout.match(/not taken for its evidence/g)).toHaveLength(8);
    expect(stdout).toContain('  … and 3 more of this kind; --json has all\n');
    expect((await adopt(root, ['b.md'])).roadmaps[0]?.unplaced).toHaveLength(11);
  });

  test('a file in which everything was placed, read by its path', async () => {
    const path = 'openspec/changes/add-search/tasks.md';
    const root = makeRepository({ [path]: '## 1. Index\n\n- [ ] 1.1 Write it\n' });
    const { stdout } = await runRoadmap(root, ['adopt', path]);
    expect(stdout).toContain('\n  everything was placed\n');
    expect(stdout).toContain(`  - path: ${path}\n    # What came`);
    expect(stdout).toContain('  ids       all have one\n');
  });

  test('where evidence can not be told, the exit code says so', async () => {
    const { root } = makeShop();
    const clone = makeFolder('clone');
    runGit(clone, 'clone', '--quiet', '--depth=1', `file://${root}`, '.');
    const { roadmaps } = await adopt(clone, [FILE], 3);
    expect(roadmaps[0]?.facts.map(({ fact }) => fact)).toContain('unknown');
  });

  test('before the first commit there is no past', async () => {
    const root = makeUnbornRepository();
    writeFileSync(join(root, 'TODO.md'), '- [ ] one\n');
    const { config } = await adopt(root, ['TODO.md']);
    expect([config.since, config.lines.slice(2)]).toEqual([
      null,
      ['version: 1', 'roadmaps:', '  - path: TODO.md', '    dialect: plan'],
    ]);
  });

  test.each([
    ['a file that is not there', ['gone.md'], /gone\.md: there is no such file/],
    ['no file, where none is known', [], /git tracks no ROADMAP\.md/],
  ])('%s is an error', async (_what, files, message) => {
    const { code, stdout, stderr } = await runRoadmap(makeShop().root, ['adopt', ...files]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('the config that is proposed', () => {
  test('is written, and makes the past information', async () => {
    const { root } = makeShop({ 'web/ROADMAP.md': '- [ ] one\n' });
    const since = head(root);
    const { config } = await adopt(root, [FILE, '--write']);
    expect(config).toMatchObject({
      outcome: 'written',
      since,
      next: expect.arrayContaining(['git add roadmap.yaml']),
    });
    expect(read(root, 'roadmap.yaml')).toBe(`${config.lines.join('\n')}\n`);
    for (const line of config.next.slice(0, 2)) runGit(root, ...split(line).slice(1));
    const { files } = readOutput('check', await runRoadmap(root, ['check', '--json']));
    expect(files.map(({ path }) => path)).toEqual(['web/ROADMAP.md', FILE]);
    const audit = readOutput('audit', await runRoadmap(root, ['audit', '--json']));
    expect(audit.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    writeFileSync(join(root, FILE), read(root, FILE).replace('[~] Hours', '[x] Hours (0badf00d)'));
    commitFiles(root, {}, 'Tick by hand');
    const after = readOutput('audit', await runRoadmap(root, ['audit', '--json']));
    expect(after.diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([
      'commit-absent',
    ]);
    expect((await adopt(root, [FILE, '--write'])).config.outcome).toBe('names-it');
  });

  test('is put into the one that is there, and every other byte stays', async () => {
    const before = 'version: 1\r\nroadmaps:\r\n- path: a.md # mine\r\n\r\n# the end\r\n';
    const { root } = makeShop({ 'a.md': '- [ ] one\n', 'roadmap.yaml': before });
    const { config } = await adopt(root, [FILE, 'a.md', '--write']);
    expect(config.outcome).toBe('written');
    const after = read(root, 'roadmap.yaml');
    const [start, rest = ''] = after.split('- path: docs/TODO.md\r\n');
    expect(start).toBe('version: 1\r\nroadmaps:\r\n- path: a.md # mine\r\n');
    expect(rest).toMatch(
      /^ {2}dialect: plan\r\n {2}# .*\r\n {2}since: [0-9a-f]{40}\r\n {2}# .*\r\n {2}#states: .*\r\n\r\n# the end\r\n$/,
    );
    expect((await runRoadmap(root, ['show'])).code).toBe(0);
  });

  test('is there already, and may lack a baseline', async () => {
    const config = (since: string): string => `version: 1\nroadmaps:\n  - path: ${FILE}\n${since}`;
    const { root } = makeShop({ 'roadmap.yaml': config('') });
    const { stdout } = await runRoadmap(root, ['adopt', '--write']);
    expect(stdout).toMatch(
      new RegExp(`\\nroadmap.yaml names it already\\n  in its entry, .*:\\n    since: ${head(root)}\\n$`),
    );
    commitFiles(root, { 'roadmap.yaml': config('    since: HEAD~1\n') }, 'Begin');
    expect((await adopt(root, [FILE])).config).toMatchObject({ outcome: 'names-it', lines: [], next: [] });
  });

  test('is left to a person where that can not be done', async () => {
    const before = 'version: 1\nroadmaps: [{path: a.md}]\n';
    const { root } = makeShop({ 'a.md': '- [ ] one\n', 'roadmap.yaml': before });
    const run = await runAndCompare(root, ['adopt', FILE, '--write']);
    expect([run.code, listSeen(run.changed)]).toEqual([1, []]);
    expect(run.stdout).toContain(
      'refused  roadmap.yaml: its roadmaps are not a list of one entry under the other',
    );
    expect(run.stdout).toContain('  - path: docs/TODO.md\n');
    expect((await adopt(root, [FILE])).config.outcome).toBe('refused');
  });

  test('is not written in a dry run', async () => {
    const { root } = makeShop();
    const run = await runAndCompare(root, ['adopt', FILE, '--write', '--ids', '--dry-run']);
    expect([run.code, run.changed]).toEqual([0, []]);
  });
});

const WITH_IDS = [
  ['* [x] Bread', '* [x] **SW-1** Bread'],
  ['* [~] Hours', '* [~] **SW-2** Hours'],
  ['* [@] Weather', '* [@] **SW-3** Weather'],
  ['* [x] since', '* [x] **SW-3.1** since'],
] as const;

const giveIds = (plan: string): string => WITH_IDS.reduce((text, [from, to]) => text.replace(from, to), plan);

describe('--ids', () => {
  const only = ({ ids }: AdoptReport): AdoptedIds => {
    const [one] = ids;
    if (one === undefined || ids.length > 1) throw new Error(`${ids.length} files`);
    return one;
  };

  test('gives ids in a commit of their own, once, beside what the user has changed', async () => {
    const { root, plan } = makeShop({ 'other.txt': 'one\n' });
    expect((await runRoadmap(root, ['hook', 'install'])).code).toBe(0);
    writeFileSync(join(root, 'other.txt'), 'two\n');
    runGit(root, 'add', 'other.txt');
    writeFileSync(join(root, FILE), `${plan}\nA note of mine.\n`);
    const report = await adopt(root, [FILE, '--ids']);
    expect(only(report)).toMatchObject({ outcome: 'committed', commit: head(root), left: [], refusal: null });
    expect(only(report).given.map(({ id, line }) => [id, line])).toEqual([
      ['SW-1', 7],
      ['SW-2', 8],
      ['SW-3', 9],
      ['SW-3.1', 10],
    ]);
    expect(report.roadmaps[0]).toMatchObject({ withId: 6, withoutId: 0 });
    expect(runGit(root, 'log', '-1', '--format=%B')).toBe(
      'chore(roadmap): give ids to the tasks of docs/TODO.md',
    );
    expect(`${runGit(root, 'show', `HEAD:${FILE}`)}\n`).toBe(giveIds(plan));
    expect(read(root, FILE)).toBe(`${giveIds(plan)}\nA note of mine.\n`);
    expect(runGit(root, 'status', '--porcelain')).toBe('M docs/TODO.md\nM  other.txt');
    const commit = head(root);
    expect(only(await adopt(root, [FILE, '--ids']))).toMatchObject({
      outcome: 'unchanged',
      given: [],
      diff: [],
    });
    expect(head(root)).toBe(commit);
    const audit = readOutput('audit', await runRoadmap(root, ['audit', 'HEAD~1..HEAD', '--json']));
    expect(audit.diagnostics).toEqual([]);
  });

  test('leaves a box as the user has it, in the commit and in the file', async () => {
    const { root, plan } = makeShop();
    writeFileSync(join(root, FILE), plan.replace('[~] Hours', '[x] Hours'));
    expect(only(await adopt(root, [FILE, '--ids'])).outcome).toBe('committed');
    expect(`${runGit(root, 'show', `HEAD:${FILE}`)}\n`).toBe(giveIds(plan));
    expect(read(root, FILE)).toBe(giveIds(plan).replace('[~] **SW-2**', '[x] **SW-2**'));
  });

  test('says to a person what was done, and what was left out', async () => {
    const table = '| Task | Status |\n|---|---|\n| Cash | done |\n\n- [ ] Coins\n';
    const root = makeRepository({ 'b.md': table });
    const dry = await runAndCompare(root, ['adopt', 'b.md', '--ids', '--dry-run']);
    expect([dry.code, dry.changed]).toEqual([0, []]);
    const left = '  left out  1 task (b.md, line 3): its table has no empty cell in a column for ids\n';
    expect(dry.stdout).toContain(
      `b.md  1 task got an id, not written\n  -- [ ] Coins\n  +- [ ] **T-1** Coins\n${left}\n`,
    );
    const loose = await runRoadmap(root, ['adopt', 'b.md', '--ids', '--no-commit']);
    expect([loose.code, runGit(root, 'status', '--porcelain')]).toEqual([0, 'M b.md']);
    expect(loose.stdout).toContain('b.md  1 task got an id, not committed\n');
    expect(read(root, 'b.md')).toBe(table.replace('Coins', '**T-1** Coins'));
    const none = await runRoadmap(root, ['adopt', 'b.md', '--ids']);
    expect(none.stdout).toContain(`b.md  no task was given an id\n${left}`);
  });

  test('comes before the config, so that its commit is of the past', async () => {
    const { root } = makeShop();
    const { config, ids } = await adopt(root, [FILE, '--ids', '--write']);
    expect([config.outcome, config.since]).toEqual(['written', ids[0]?.commit]);
    expect(config.since).toBe(head(root));
  });

  test('gives other ids to each of several files', async () => {
    const root = makeRepository({ 'a.md': '- [ ] one\n', 'b.md': '- [ ] two\n' });
    const { ids } = await adopt(root, ['a.md', 'b.md', '--ids']);
    expect(ids.map(({ given }) => given.map(({ id }) => id))).toEqual([['T-1'], ['TA-1']]);
    expect(runGit(root, 'rev-list', '--count', 'HEAD')).toBe('3');
  });

  test.each([
    [
      'where a task that would get one is not committed',
      (root: string, plan: string) =>
        writeFileSync(join(root, FILE), plan.replace('* [~] Hours', '* [~] Opening hours')),
      /docs\/TODO\.md: the edit does not fit the last commit/,
    ],
    [
      'where there is a new one',
      (root: string, plan: string) => writeFileSync(join(root, FILE), `${plan}- [ ] Coins\n`),
      /docs\/TODO\.md: the edit does not fit the last commit/,
    ],
    [
      'where the file has a conflict',
      (root: string, plan: string) =>
        writeFileSync(join(root, FILE), `${plan}\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n`),
      /line 21: it has the marks of a conflict/,
    ],
    [
      'where the file was never committed',
      (root: string) => {
        runGit(root, 'rm', '--quiet', '--cached', FILE);
        commitFiles(root, { '.gitignore': 'docs\n' }, 'Ignore it');
      },
      /docs\/TODO\.md: (?:git ignores it|it was never committed)/,
    ],
  ])('are refused %s, and nothing is changed', async (_where, change, message) => {
    const { root, plan } = makeShop();
    change(root, plan);
    const run = await runAndCompare(root, ['adopt', FILE, '--ids', '--write', '--json']);
    const report = readOutput('adopt', run);
    expect([run.code, listSeen(run.changed), existsSync(join(root, 'roadmap.yaml'))]).toEqual([1, [], false]);
    expect(only(report).outcome).toBe('refused');
    expect(only(report).refusal?.message).toMatch(message);
    expect(only(report).refusal?.help).not.toBe('');
  });

  test('of several files, none is changed where one is refused', async () => {
    const root = makeRepository({ 'a.md': '- [ ] one\n', 'b.md': '- [ ] two\n' });
    writeFileSync(join(root, 'b.md'), '- [ ] two\n<<<<<<< ours\n=======\n>>>>>>> theirs\n');
    const run = await runAndCompare(root, ['adopt', 'a.md', 'b.md', '--ids', '--json']);
    const { ids } = readOutput('adopt', run);
    expect([run.code, listSeen(run.changed), ids.map(({ outcome }) => outcome)]).toEqual([
      1,
      [],
      ['refused', 'refused'],
    ]);
  });
});

describe("every plan of the project's own set", () => {
  const folder = join(checkout, 'test/fixtures/dialects');
  const files = Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => [path, read(folder, path)]),
  );
  const paths = Object.keys(files);
  const tick = (text: string): string => text.replace(/- \[ \]/, '- [x]');

  test('can be adopted: nothing of its past is an error of a check or an audit, and all of it is still said', async () => {
    expect(paths.length).toBeGreaterThan(30);
    const root = makeRepository(files);
    commitFiles(
      root,
      Object.fromEntries(paths.map((path) => [path, tick(files[path] ?? '')])),
      'Tick by hand',
    );
    const judge = async (args: readonly string[]): Promise<string[]> => {
      const { diagnostics } = readOutput('check', await runRoadmap(root, ['check', '--json', ...args]));
      return diagnostics.map(({ rule, file, line, message }) => `${file}:${line} ${rule} ${message}`).sort();
    };
    const before = await judge(paths);
    const { config, roadmaps } = await adopt(root, [...paths, '--write']);
    expect([config.outcome, roadmaps.length]).toEqual(['written', paths.length]);
    commitFiles(root, {}, 'Name the roadmaps');
    expect(await judge([])).toEqual(before);
    const now = await runRoadmap(root, ['check', '--json']);
    const { diagnostics } = readOutput('check', now);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([]);
    expect(diagnostics.some(({ rule, severity }) => rule === 'commit-absent' && severity === 'info')).toBe(
      true,
    );
    const audit = readOutput('audit', await runRoadmap(root, ['audit', '--json']));
    expect(audit.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const past = audit.diagnostics.filter(({ rule }) => rule === 'commit-absent');
    expect(new Set(past.map(({ severity }) => severity))).toEqual(new Set(['info']));
    const change = await runRoadmap(root, ['check', '--range', 'HEAD~1..HEAD']);
    expect([change.code, change.stderr]).toEqual([0, '']);
  });
});

/** The words of a line that a shell would run. */
function split(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
