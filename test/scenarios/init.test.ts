import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder, requireOwn } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');
/** A line of the config that is commented out, and no prose. */
const EXAMPLE = /^( *)#(?=\w+:)/;

describe('init in a repository without a commit', () => {
  const root = makeUnbornRepository();

  test('writes a roadmap and a config, and says what to do next', async () => {
    const run = await runRoadmap(root, ['init']);
    expect(run).toEqual({
      code: 0,
      stderr: '',
      stdout: `wrote ROADMAP.md
wrote roadmap.yaml, which names it

Fill in what stands in its angle brackets; nothing of it is due yet. Then:
  git add ROADMAP.md roadmap.yaml
  git commit -m 'Begin the roadmap' -- ROADMAP.md roadmap.yaml
  roadmap next
`,
    });
    expect(readdirSync(root).sort()).toEqual(['.git', 'ROADMAP.md', 'roadmap.yaml']);
  });

  test('the roadmap is clean as it is, read in the execution dialect', async () => {
    const run = await runRoadmap(root, ['check', '--json']);
    const report = readOutput('check', run);
    expect([run.code, run.stderr, report.diagnostics]).toEqual([0, '', []]);
    expect(report.summary.text).toBe('0 of 8 done; not done: 8 todo');
    const { roadmap } = readOutput('roadmap', await runRoadmap(root, ['export']));
    expect(roadmap.dialect).toBe('execution');
    expect(roadmap.review.map(({ id }) => id)).toEqual(['R1', 'R2', 'R3', 'R4']);
    for (const part of [roadmap.outcome, roadmap.report, roadmap.signOff, roadmap.changeLog])
      expect(part).not.toBeNull();
    expect(roadmap.phaseCount?.count).toBe(3);
  });

  test('next names its first task', async () => {
    const { next } = readOutput('next', await runRoadmap(root, ['next', '--json']));
    expect(next).toMatchObject({ file: 'ROADMAP.md', task: 'P0.1' });
  });

  test('again is refused, and changes nothing', async () => {
    expect(await expectRefusal(root, ['init'])).toMatch(/ROADMAP\.md: it is there already/);
  });

  test('the lines that it prints run, and the first task can be ticked', async () => {
    const { stdout } = await runRoadmap(makeUnbornRepository(), ['init']);
    for (const line of stdout.match(/(?<=^ {2})git .+$/gm) ?? [])
      execFileSync('sh', ['-c', line], { cwd: requireOwn(root), env: makeEnvironment() });
    expect(runGit(root, 'show', '--format=%s', '--name-only').split('\n')).toEqual([
      'Begin the roadmap',
      '',
      'ROADMAP.md',
      'roadmap.yaml',
    ]);
    expect((await runRoadmap(root, ['start', 'P0.1'])).code).toBe(0);
    const commit = commitFiles(root, { 'state.txt': '41 GB\n' }, 'Write down how things stand');
    const tick = ['tick', 'P0.1', '--commit', commit, '--status', 'PASS: 41 GB'];
    expect(await runRoadmap(root, tick)).toMatchObject({ code: 0, stderr: '' });
    const report = readOutput('check', await runRoadmap(root, ['check', '--json']));
    expect(report.diagnostics).toEqual([]);
    expect(report.summary.text).toMatch(/^1 of 8 done/);
  });
});

describe('the config that init writes', () => {
  const root = makeUnbornRepository();
  let lines: readonly string[] = [];
  const checkWith = async (config: readonly string[]): Promise<string> => {
    writeFileSync(join(root, 'roadmap.yaml'), config.join('\n'));
    writeFileSync(join(root, 'team.schema.json'), '{}');
    const { code, stderr } = await runRoadmap(root, ['show']);
    return `${code} ${stderr}`;
  };

  test('is valid, and so is each of its examples when it is taken out of its comment', async () => {
    expect((await runRoadmap(root, ['init'])).code).toBe(0);
    lines = read(root, 'roadmap.yaml').split('\n');
    expect(await checkWith(lines)).toBe('0 ');
    const examples = lines.filter((line) => EXAMPLE.test(line));
    expect(examples.map((line) => /\w+/.exec(line)?.[0])).toEqual([
      'target',
      'order',
      'gates',
      'states',
      'rules',
      'schema',
    ]);
    for (const example of examples) {
      const config = lines.map((line) => (line === example ? line.replace(EXAMPLE, '$1') : line));
      expect([example, await checkWith(config)]).toEqual([example, '0 ']);
    }
    expect(await checkWith(lines.map((line) => line.replace(EXAMPLE, '$1')))).toBe('0 ');
  });

  test('is read: an example that is made wrong is an error at its line', async () => {
    const wrong = lines.map((line) => line.replace(/^( *)#order: strict/, '$1order: never'));
    expect(await checkWith(wrong)).toMatch(/^2 roadmap: roadmap\.yaml:\d+:\d+: order:/);
  });
});

describe('beside what is there', () => {
  test('a config is left as it is, and the lines to add make it name the roadmap', async () => {
    const config = 'version: 1\nroadmaps:\n  - path: docs/plan.md\n';
    const root = makeRepository({ 'roadmap.yaml': config, 'docs/plan.md': '- [ ] do\n' });
    const run = await runRoadmap(root, ['init', 'docs/new/ROADMAP.md', '--json']);
    const report = readOutput('init', run);
    expect(report.config).toEqual({
      path: 'roadmap.yaml',
      outcome: 'add',
      lines: ['  - path: docs/new/ROADMAP.md', '    dialect: execution'],
    });
    expect(report.next).toEqual([
      'git add docs/new/ROADMAP.md',
      "git commit -m 'Begin the roadmap' -- docs/new/ROADMAP.md",
      'roadmap next docs/new/ROADMAP.md',
    ]);
    expect(read(root, 'roadmap.yaml')).toBe(config);
    writeFileSync(join(root, 'roadmap.yaml'), `${config}${report.config.lines.join('\n')}\n`);
    const { files } = readOutput('check', await runRoadmap(root, ['check', '--json']));
    expect(files.map(({ path }) => path)).toEqual(['docs/plan.md', 'docs/new/ROADMAP.md']);
  });

  test('a config without roadmaps gets all that are to be named', async () => {
    const root = makeRepository({ 'roadmap.yaml': 'version: 1\n', 'a/ROADMAP.md': '- [ ] do\n' });
    const { stdout } = await runRoadmap(root, ['init']);
    expect(stdout).toContain(
      'to it:\n\nroadmaps:\n  - path: a/ROADMAP.md\n  - path: ROADMAP.md\n    dialect: execution\n',
    );
  });

  test('a config that names it already says so', async () => {
    const root = makeRepository({ 'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: ./docs/R.md\n' });
    const { config, next } = readOutput('init', await runRoadmap(root, ['init', 'docs/R.md', '--json']));
    expect(config).toEqual({ path: 'roadmap.yaml', outcome: 'names-it', lines: [] });
    expect(next).toEqual([
      'git add docs/R.md',
      "git commit -m 'Begin the roadmap' -- docs/R.md",
      'roadmap next',
    ]);
  });

  test('a new config goes on naming the roadmaps that git tracks', async () => {
    const root = makeRepository({ 'a/ROADMAP.md': '- [ ] do\n', 'a b/ROADMAP.md': '- [ ] do\n' });
    expect((await runRoadmap(root, ['init'])).code).toBe(0);
    const { files } = readOutput('check', await runRoadmap(root, ['check', '--json']));
    expect(files.map(({ path }) => path)).toEqual(['a b/ROADMAP.md', 'a/ROADMAP.md', 'ROADMAP.md']);
  });

  test('in a subfolder the roadmap is made there, and the config at the root', async () => {
    const root = makeRepository({ 'sub/keep.txt': '' });
    const run = await runRoadmap(join(root, 'sub'), ['init', 'my plan.md', '--json']);
    const report = readOutput('init', run);
    expect(report.roadmap).toBe('sub/my plan.md');
    expect(report.next[0]).toBe("git add 'my plan.md' ../roadmap.yaml");
    expect(read(root, 'roadmap.yaml')).toContain('  - path: "sub/my plan.md"\n');
    expect((await runRoadmap(join(root, 'sub'), ['check'])).code).toBe(0);
  });

  test('only the two files are new', async () => {
    const root = makeRepository({ 'keep.txt': '' });
    const { changed } = await runAndCompare(root, ['init', 'docs/ROADMAP.md']);
    expect(changed.filter((path) => !/^docs\/?$/.test(path)).sort()).toEqual([
      'docs/ROADMAP.md',
      'roadmap.yaml',
    ]);
  });
});

describe('init is refused, and changes nothing,', () => {
  const outside = makeFolder('outside');
  const root = makeRepository({
    'keep.txt': '',
    'there.md': 'mine\n',
    'sub/keep.txt': '',
    '.gitignore': 'notes.md\n',
  });
  symlinkSync(outside, join(root, 'out'));
  symlinkSync(join(outside, 'new.md'), join(root, 'nowhere.md'));
  symlinkSync(join(outside, 'gone'), join(root, 'gone'));
  mkdirSync(join(root, 'folder.md'));
  runGit(join(root, 'sub'), 'init', '--quiet', '--template=');

  test.each([
    ['over a file', 'there.md', /there\.md: it is there already/],
    ['over a folder', 'folder.md', /folder\.md: it is there already/],
    ['over a link to nothing', 'nowhere.md', /nowhere\.md: it is there already/],
    ['through a link out of the repository', 'out/ROADMAP.md', /outside of the repository/],
    ['through a link to nothing', 'gone/ROADMAP.md', /a link on its way leads to nothing/],
    ['outside of the repository', '../ROADMAP.md', /outside of the repository/],
    ['in a folder of git', '.git/ROADMAP.md', /git's own/],
    ['in another repository', 'sub/docs/ROADMAP.md', /belongs to another repository, in sub/],
    [
      'under a file',
      'keep.txt/ROADMAP.md',
      /keep\.txt\/ROADMAP\.md: nobody can tell what is there \(ENOTDIR\)/,
    ],
    ['for a name that is too long', `${'a'.repeat(300)}.md`, /nobody can tell what is there/],
    ['for a name of no Markdown file', 'P3', /"P3" is no name of a Markdown file/],
    ['for an empty name', '', /"" is no name/],
    ['for a name without anything before its end', 'docs/.md', /is no name/],
    ['for a name of two lines', 'one\ntwo.md', /is no name/],
    ['for a name that the config can not hold', 'c: plan.md', /roadmap\.yaml can't name it/],
    ['for a name with a backslash', 'a\\b.md', /roadmap\.yaml can't name it/],
    ['for a file that git ignores', 'docs/notes.md', /git ignores it/],
  ])('%s', async (_how, file, message) => {
    expect(await expectRefusal(root, ['init', file])).toMatch(message);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('where roadmap.yaml is a link to nothing', async () => {
    const other = makeRepository({ 'keep.txt': '' });
    symlinkSync(join(outside, 'gone.yaml'), join(other, 'roadmap.yaml'));
    await expectRefusal(other, ['init', 'docs/ROADMAP.md']);
    expect(existsSync(join(other, 'docs'))).toBe(false);
  });

  test('outside of a repository', async () => {
    expect(await expectRefusal(makeFolder(), ['init'])).toMatch(/no git repository/);
  });
});
