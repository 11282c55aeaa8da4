import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { callRecover, commitTick, type WorkerOptions } from './commit-worker.ts';
import { expectNothingLeft, expectTicked, PLAN, readState, type TreeState, tick } from './tree-state.ts';

const FILE = 'ROADMAP.md';

/** A repository in which much is staged and changed; it is only copied. */
function makeTemplate(): string {
  const root = makeRepository({ [FILE]: PLAN, 'other.txt': 'other\n', 'gone.txt': 'gone\n' });
  writeFiles(root, {
    [FILE]: PLAN.replace('end', 'staged end'),
    'other.txt': 'staged\n',
    'added.txt': 'added\n',
  });
  runGit(root, 'add', '--all');
  runGit(root, 'rm', '--quiet', '--cached', 'gone.txt');
  writeFiles(root, {
    [FILE]: PLAN.replace('end', 'staged end').replace('# Plan', '# My plan'),
    'other.txt': 'changed\n',
    'new.txt': 'new\n',
  });
  return root;
}

/** A repository to break, and how it is before. */
export interface Victim {
  readonly root: string;
  readonly before: TreeState;
}

export function makeVictims(): () => Victim {
  const template = makeTemplate();
  const { index, ...before } = readState(template, FILE);
  return () => {
    const root = makeFolder('victim');
    cpSync(template, root, { recursive: true });
    return { root, before: { ...before, index } };
  };
}

/** Commits and is killed as the options say, and is recovered: all must be as before, or as after. What recover said. */
export async function holdKill({ root, before }: Victim, options: WorkerOptions): Promise<string> {
  const { outcome } = await commitTick(root, FILE, options);
  const recovered = String(await callRecover(root));
  const isTicked = runGit(root, 'rev-parse', 'HEAD') !== before.commit;
  if (isTicked) expectTicked(root, FILE, before);
  else {
    expect(readState(root, FILE)).toEqual(before);
    expectNothingLeft(root, FILE);
  }
  if (recovered !== 'nothing') expect(recovered).toBe(isTicked ? 'finished' : 'undone');
  if (outcome !== null) expect(isTicked).toBe(true);
  await expectWorks({ root, before }, isTicked);
  return isTicked ? 'ticked' : 'as before';
}

/** Nothing is in the way of what comes next. */
async function expectWorks({ root, before }: Victim, isTicked: boolean): Promise<void> {
  if (isTicked) runGit(root, 'commit', '--quiet', '--message', 'Next');
  else {
    expect((await commitTick(root, FILE)).outcome).toMatchObject({ kind: 'committed' });
    expectTicked(root, FILE, before);
  }
}

/** The same, where the user goes on in the file before anything is recovered: their line must be there. */
export async function holdKillAndEdit({ root, before }: Victim, options: WorkerOptions): Promise<void> {
  await commitTick(root, FILE, options);
  appendFileSync(join(root, FILE), 'mine\n');
  await callRecover(root);
  const { committed, staged, file } = readState(root, FILE);
  const [old, fresh] = [`${before.file}mine\n`, tick(`${before.file}mine\n`)];
  if (committed === before.committed) {
    expect(staged).toBe(before.staged);
    expect([old, fresh]).toContain(file);
  } else {
    expect({ committed, staged, file }).toEqual({
      committed: tick(before.committed ?? ''),
      staged: tick(before.staged ?? ''),
      file: fresh,
    });
  }
  expectNothingLeft(root, FILE);
}

/** The same, where the user removes the lock as git says, and stages something. */
export async function holdKillAndUnlock({ root, before }: Victim, options: WorkerOptions): Promise<void> {
  await commitTick(root, FILE, options);
  await waitForLock(join(root, '.git/refs/heads/main.lock'));
  rmSync(join(root, '.git/index.lock'), { force: true });
  runGit(root, 'add', 'new.txt');
  await callRecover(root);
  const { committed, staged, file, ...after } = readState(root, FILE);
  const turn = committed === before.committed ? (text: string) => text : tick;
  expect({ committed, staged, file }).toEqual({
    committed: turn(before.committed ?? ''),
    staged: turn(before.staged ?? ''),
    file: turn(before.file ?? ''),
  });
  expect(after.index.filter((line) => !line.endsWith('\tnew.txt'))).toEqual(before.index);
  expect(after.index.some((line) => line.endsWith('\tnew.txt'))).toBe(true);
  expectNothingLeft(root, FILE);
}

async function waitForLock(path: string): Promise<void> {
  while (existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Commits while somebody else does so all the time: both get their way, and neither takes the other's back. */
export async function holdRace(
  { root, before }: Victim,
  startUser: (root: string) => () => Promise<void>,
): Promise<void> {
  const stop = startUser(root);
  const { outcome, stderr } = await commitTick(root, FILE);
  await stop();
  expect({ outcome, stderr }).toMatchObject({ stderr: '', outcome: { kind: 'committed' } });
  const commits = runGit(root, 'log', '--format=%H %s', '--', FILE).split('\n');
  const own = commits.find((line) => line.endsWith(' Tick one'))?.split(' ')[0] ?? '';
  expect(runGit(root, 'diff-tree', '-r', '--name-only', `${own}^`, own)).toBe(FILE);
  // Of the user's loop, the first commit has what they had staged in the file; no other touches it.
  expect(commits.length).toBeLessThanOrEqual(3);
  const { committed, staged, file } = readState(root, FILE);
  expect({ committed, staged, file }).toEqual({
    committed: tick(before.staged ?? ''),
    staged: tick(before.staged ?? ''),
    file: tick(before.file ?? ''),
  });
  expect(readFileSync(join(root, 'other.txt'), 'utf8')).toMatch(/^round \d+\n$/);
  expectNothingLeft(root, FILE);
  expect(runGit(root, 'fsck', '--no-dangling', '--no-progress')).toBe('');
  writeFileSync(join(root, 'other.txt'), '');
}
