import { chmodSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkClaims, writeTasks } from '../support/check-claims.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const ABSENT = 'deadbeef00';

/** Three commits on main, one on a branch, of which each object is a file of its own. */
function makeSound(): { root: string; one: string; two: string; three: string; open: string } {
  const root = makeRepository({ 'src/one.txt': 'one\n' });
  const one = runGit(root, 'rev-parse', 'HEAD');
  const two = commitFiles(root, { 'src/two.txt': 'two\n' }, 'Two');
  runGit(root, 'checkout', '--quiet', '-b', 'open');
  const open = commitFiles(root, { 'src/open.txt': 'open\n' }, 'Open');
  runGit(root, 'checkout', '--quiet', 'main');
  const three = commitFiles(root, { 'src/three.txt': 'three\n' }, 'Three');
  return { root, one, two, three, open };
}

/** Where a loose object is (gitrepository-layout(5)). */
function pathOf(root: string, id: string): string {
  return join(root, '.git/objects', id.slice(0, 2), id.slice(2));
}

/** Leaves half of a file, which git makes read-only. */
function cutOff(path: string): void {
  chmodSync(path, 0o644);
  truncateSync(path, Math.floor(statSync(path).size / 2));
}

/** Expects that nothing is said of these values but that git can't tell, and why not; gives what git said. */
async function expectUnknown(root: string, values: readonly string[]): Promise<string> {
  const { code, report, tell } = await checkClaims(root, values);
  for (const value of values) {
    const { fact, changes, reason, findings } = tell(value);
    expect([value, reason, findings]).toEqual([value, 'broken', []]);
    expect(fact === 'unknown' || changes === 'unknown').toBe(true);
  }
  expect(report.diagnostics.map(({ rule }) => rule)).toEqual(['evidence-unknown']);
  expect(report.diagnostics[0]?.help).toContain('git fsck');
  expect(code).toBe(3);
  return report.diagnostics[0]?.message ?? '';
}

/** Expects that these are told all the same. */
async function expectLanded(root: string, values: readonly string[]): Promise<void> {
  const { code, tell } = await checkClaims(root, values);
  for (const value of values) {
    expect(tell(value)).toMatchObject({ fact: 'landed', changes: 'work', findings: [] });
  }
  expect(code).toBe(0);
}

test('a sound repository tells', async () => {
  const { root, one, two, three, open } = makeSound();
  const { tell } = await checkClaims(root, [one, two, three, open]);
  expect([one, two, three, open].map((value) => tell(value).fact)).toEqual([
    'landed',
    'landed',
    'landed',
    'pending',
  ]);
});

test('a list of files that is gone', async () => {
  const { root, two } = makeSound();
  const tree = runGit(root, 'rev-parse', `${two}^{tree}`);
  rmSync(pathOf(root, tree));
  expect(await expectUnknown(root, [two])).toContain(tree);
});

test('a commit that is gone, on which others are built', async () => {
  const { root, one, two, three } = makeSound();
  rmSync(pathOf(root, one));
  expect(await expectUnknown(root, [one, two, three, ABSENT, 'this'])).toContain(one);
});

test('a commit that is cut off in the middle', async () => {
  const { root, one, two, three } = makeSound();
  cutOff(pathOf(root, two));
  expect(await expectUnknown(root, [one, two, three])).toContain(two);
});

test('a list of files that is cut off', async () => {
  const { root, two } = makeSound();
  cutOff(pathOf(root, runGit(root, 'rev-parse', `${two}^{tree}`)));
  expect(await expectUnknown(root, [two])).toMatch(/\((?:fatal|error): /);
});

test('a branch that points to nothing', async () => {
  const { root, one, open } = makeSound();
  writeFiles(root, { '.git/refs/heads/lost': `${ABSENT.repeat(4)}\n` });
  expect(await expectUnknown(root, [open, ABSENT])).toContain('refs/heads/lost');
  await expectLanded(root, [one]);
});

test('a branch whose file is empty, as after a power cut', async () => {
  const { root, one } = makeSound();
  writeFiles(root, { '.git/refs/heads/open': '' });
  expect(await expectUnknown(root, [ABSENT])).toContain('refs/heads/open');
  await expectLanded(root, [one]);
});

test('a commit that nothing reaches and whose parent is gone, as the start of a range', async () => {
  const { root, one, two } = makeSound();
  writeFiles(root, {
    'commit.txt': `tree ${runGit(root, 'rev-parse', 'HEAD^{tree}')}\nparent ${ABSENT.repeat(4)}\nauthor A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000\n\nIn the air\n`,
  });
  const loose = runGit(root, 'hash-object', '-t', 'commit', '-w', 'commit.txt');
  rmSync(join(root, 'commit.txt'));
  const { code, tell } = await checkClaims(root, [`${loose}..${two}`, one, ABSENT]);
  expect(tell(`${loose}..${two}`)).toMatchObject({ fact: 'unknown', reason: 'broken', findings: [] });
  expect(tell(one)).toMatchObject({ fact: 'landed', changes: 'work', findings: [] });
  expect(tell(ABSENT)).toMatchObject({ fact: 'absent', findings: ['commit-absent error'] });
  expect(code).toBe(1);
});

test('a damaged object that is cited costs nothing of the others', async () => {
  const { root, one, two, three } = makeSound();
  const tree = runGit(root, 'rev-parse', `${two}^{tree}`);
  cutOff(pathOf(root, tree));
  const { tell } = await checkClaims(root, [tree, one, three, ABSENT]);
  expect(tell(tree)).toEqual({ fact: 'unknown', reason: 'broken', findings: [] });
  expect(tell(ABSENT)).toMatchObject({ fact: 'absent' });
  for (const value of [one, three]) expect(tell(value)).toMatchObject({ fact: 'landed' });
});

test('a list of files that is gone costs nothing of the others', async () => {
  const { root, one, two, three } = makeSound();
  const five = commitFiles(root, { 'src/four.txt': 'four\n' }, 'Four');
  commitFiles(root, { 'src/five.txt': 'five\n' }, 'Five');
  const six = commitFiles(root, { 'src/six.txt': 'six\n' }, 'Six');
  rmSync(pathOf(root, runGit(root, 'rev-parse', `${two}^{tree}`)));
  const { tell } = await checkClaims(root, [two, one, three, five, six]);
  const changes = [two, one, three, five, six].map((value) => tell(value).changes);
  // What three changes is told by the files of two.
  expect(changes).toEqual(['unknown', 'work', 'unknown', 'work', 'work']);
});

test('a current branch that points to nothing', async () => {
  const { root, one, two } = makeSound();
  writeFiles(root, { '.git/refs/heads/main': `${ABSENT.repeat(4)}\n` });
  expect(await expectUnknown(root, [one, two, ABSENT, 'this'])).toContain('(fatal: ');
});

test('a current branch whose file is empty', async () => {
  const { root, one, two } = makeSound();
  writeFiles(root, { '.git/refs/heads/main': '' });
  expect(await expectUnknown(root, [one, two, ABSENT])).toContain('(fatal: ');
});

test('a roadmap of which an older version is gone', async () => {
  const { root, two } = makeSound();
  commitFiles(root, { 'ROADMAP.md': writeTasks(['none (seen)']) }, 'Plan');
  const blob = runGit(root, 'rev-parse', 'HEAD:ROADMAP.md');
  commitFiles(root, { 'ROADMAP.md': writeTasks(['this']), 'src/tick.txt': 'tick\n' }, 'Tick');
  rmSync(pathOf(root, blob));
  const { code, tell } = await checkClaims(root, ['this', two]);
  expect(tell('this')).toEqual({ fact: 'unknown', reason: 'broken', findings: [] });
  expect(tell(two)).toMatchObject({ fact: 'landed', changes: 'work', findings: [] });
  expect(code).toBe(3);
});

test('is said to a reader of the text, too', async () => {
  const { root, one } = makeSound();
  rmSync(pathOf(root, one));
  writeFiles(root, { 'ROADMAP.md': writeTasks([one]) });
  const { code, stdout, stderr } = await runRoadmap(root, ['check', 'ROADMAP.md']);
  expect(stdout).toMatch(/evidence-unknown/);
  expect([code, stderr]).toEqual([3, '']);
});
