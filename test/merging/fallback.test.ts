import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { copyCommand, moveToPath } from '../support/copy-command.ts';
import { makeEnvironment } from '../support/environment.ts';
import { tryGit } from '../support/hooked.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { git, listBoxes, PLAN, readPlan } from './driven.ts';

const set = (id: string, plan: string): string => plan.replace(`[ ] **${id}**`, `[x] **${id}**`);
const ours = set('P0.1', PLAN).replace('Status: <what was seen>', 'Status: it runs');
const theirs = PLAN.replace('Commit: <hash>', 'Commit: abc1234');

/** A repository whose driver is a copy of the command that can be broken, and two branches that change neighbouring lines. */
async function makeBreakable(name = 'tools', path = 'ROADMAP.md'): Promise<{ root: string; script: string }> {
  const script = join(makeFolder(name), 'roadmap.js');
  copyCommand(script);
  const root = makeRepository({ [path]: PLAN });
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { [path]: theirs }, 'Theirs');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { [path]: ours }, 'Ours');
  writeFiles(root, { '.git/info/attributes': `*.md merge=roadmap\n` });
  runNode(root, script, 'merge-driver', 'install');
  return { root, script };
}

function runNode(root: string, script: string, ...args: string[]): void {
  // Installed by another file than that of the tests.
  const { code } = tryGit(root, ['-c', `alias.node=!"${process.execPath}"`, 'node', script, ...args]);
  expect(code).toBe(0);
}

const MARKED = /<{7} ours\n(?:.*\n)+={7}\n(?:.*\n)+>{7} theirs\n/;

describe('where the driver can not do it, git merges by lines and leaves marks', () => {
  test.each<[string, (script: string) => void]>([
    ['the script is gone', (script) => rmSync(script)],
    ['Node can not read the script', (script) => writeFileSync(script, 'this is no script')],
    ['the script ends with another code', (script) => writeFileSync(script, 'process.exit(2)')],
    ['the script is killed', (script) => writeFileSync(script, 'process.kill(process.pid, "SIGKILL")')],
    [
      'the script says that there is a conflict, and has made none',
      (script) => writeFileSync(script, 'process.exit(1)'),
    ],
  ])('since %s', async (_name, damage) => {
    const { root, script } = await makeBreakable();
    damage(script);
    const said = git(root, 1, 'merge', '--no-edit', 'side');
    expect(readPlan(root)).toMatch(MARKED);
    expect(said).toContain('CONFLICT (content)');
    git(root, 0, 'merge', '--abort');
    // What does not meet merges by lines, too.
    runGit(root, 'reset', '--quiet', '--hard', 'main~1');
    commitFiles(root, { 'ROADMAP.md': PLAN.replace('<in KiB>', '80') }, 'Far away');
    git(root, 0, 'merge', '--no-edit', 'side');
    expect(readPlan(root)).toBe(theirs.replace('<in KiB>', '80'));
  });

  test('and says what to do, where nothing is there', async () => {
    const { root, script } = await makeBreakable();
    rmSync(script);
    const said = git(root, 1, 'merge', '--no-edit', 'side');
    expect(said).toContain(
      `roadmap: neither ${script} nor a roadmap on the PATH is there, so git merges by lines\n  → Install roadmap and run: roadmap merge-driver install\n`,
    );
  });

  test.each<[string, Uint8Array | string]>([
    ['no UTF-8', Buffer.from(`${PLAN}\nna\xefve\n`, 'latin1')],
    [
      'lists that nest too deeply',
      `${PLAN}\n${Array.from({ length: 120 }, (_, at) => `${'  '.repeat(at)}- x\n`).join('')}`,
    ],
  ])('since a version is %s', async (_name, version) => {
    const { root } = await makeBreakable();
    runGit(root, 'checkout', '--quiet', 'side');
    commitFiles(root, { 'ROADMAP.md': version }, 'Unreadable');
    runGit(root, 'checkout', '--quiet', 'main');
    const said = git(root, 0, 'merge', '--no-edit', 'side');
    expect(said).toMatch(/roadmap: ROADMAP\.md:\d+:\d+: it /);
    const bytes = readFileSync(join(root, 'ROADMAP.md'));
    expect(bytes.includes(Buffer.from('Status: it runs'))).toBe(true);
    expect(bytes.subarray(-20)).toEqual(Buffer.from(version).subarray(-20));
  });

  test('since a version is binary, and the file is as git leaves it', async () => {
    const { root } = await makeBreakable();
    runGit(root, 'checkout', '--quiet', 'side');
    commitFiles(root, { 'ROADMAP.md': Buffer.from([0xff, 0, 1, 2]) }, 'Binary');
    runGit(root, 'checkout', '--quiet', 'main');
    git(root, 1, 'merge', '--no-edit', 'side');
    expect(readPlan(root)).toBe(ours);
    expect(runGit(root, 'ls-files', '--unmerged').split('\n')).toHaveLength(3);
  });
});

test('a roadmap on the PATH is asked where the script is gone', async () => {
  const { root, script } = await makeBreakable();
  const folder = makeFolder('bin');
  moveToPath(script, folder);
  const env = { PATH: [folder, makeEnvironment()['PATH'] ?? ''].join(delimiter) };
  const run = tryGit(root, ['merge', '--no-edit', 'side'], env);
  expect(run.code).toBe(0);
  expect(readPlan(root)).toBe(ours.replace('Commit: <hash>', 'Commit: abc1234'));
});

test('a program and a roadmap of odd names', async () => {
  const path = `--help it's "a $(touch hit) plan"/R %O 100%.md`;
  const { root } = await makeBreakable(`it's 100% "mine" %O $(touch hit)`, path);
  git(root, 0, 'merge', '--no-edit', 'side');
  expect(readPlan(root, path)).toBe(ours.replace('Commit: <hash>', 'Commit: abc1234'));
  expect(listBoxes(readPlan(root, path))[0]).toBe('P0.1 x');
  expect(runGit(root, 'status', '--short')).toBe('');
});

test.each([
  [['merge-driver', 'run', 'base', 'ours', 'nothing', '7', 'R.md'], 'R.md: there is no such file'],
  [
    ['merge-driver', 'run', 'base', 'ours', 'theirs', 'x', 'R.md'],
    'x is no length of the marks of a conflict',
  ],
  [['merge-driver', 'run', 'base', 'ours'], "missing required argument 'theirs'"],
])('%j ends with 2 and writes nothing', async (args, says) => {
  const folder = makeFolder();
  writeFiles(folder, { base: PLAN, ours, theirs });
  const { code, stdout, stderr } = await runRoadmap(folder, args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`roadmap: ${says}`);
  expect(readPlan(folder, 'ours')).toBe(ours);
});
