import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { expectNothingLeft } from '../commit/tree-state.ts';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { requireOwn, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const FILE = 'ROADMAP.md';

/** Whom the signal goes to: the command with all that it has started, or the command alone. */
export type Reach = 'group' | 'alone';

/** What the user has staged in the file, and changed on top of that. */
const stage = (text: string): string => text.replace('end', 'staged end');
const change = (text: string): string => stage(text).replace('# Plan', '# My plan');

/**
 * Kills one tick after the other at random moments, in a repository in which the user has staged and changed things; after
 * each, the same command must do what is left to do. Then the file, the index and the history must each be as if nothing
 * had happened, and nothing may be left over.
 * @returns how many of the killed ticks had been committed before the second command, were made by it, or ended in time
 */
export async function holdKills(
  rounds: number,
  reachOf: (round: number) => Reach,
): Promise<Map<string, number>> {
  const ids = Array.from({ length: rounds + 1 }, (_, place) => `P0.${place}`);
  const root = makeVictim(ids);
  const start = runGit(root, 'rev-parse', 'HEAD');
  const counts = new Map<string, number>();
  const done: string[] = [];
  let usual = 0;
  for (const [round, id] of ids.entries()) {
    const began = Date.now();
    const args = ['tick', id, '--commit', start, '--status', `seen ${id}`];
    const isWhole = round === 0;
    const isKilled = !isWhole && (await runAndKill(root, args, Math.random() * 1.1 * usual, reachOf(round)));
    const isLanded = runGit(root, 'log', '--format=%s', `${start}..HEAD`).includes(` ${id} `);
    const run = await runRoadmap(root, args);
    if (isWhole) usual = Date.now() - began;
    expect(run).toMatchObject({ code: 0, stderr: '' });
    done.push(id);
    expectWhole(root, start, done);
    const how = isKilled ? (isLanded ? 'committed' : 'made again') : 'in time';
    counts.set(how, (counts.get(how) ?? 0) + 1);
  }
  expect(runGit(root, 'fsck', '--no-dangling', '--no-progress')).toBe('');
  return counts;
}

function makeVictim(ids: readonly string[]): string {
  const tasks = ids.map((id) => `- [ ] **${id}** Task\n  - Commit: <hash>\n  - Status: <one line>\n`);
  const root = makeRepository({ [FILE]: `# Plan\n\n### P0 — Work\n\n${tasks.join('')}\nend\n` });
  commitFiles(root, { 'src/a.txt': 'a\n' }, 'Do the work');
  const plan = readFileSync(join(root, FILE), 'utf8');
  writeFiles(root, { [FILE]: stage(plan), 'src/new.txt': 'new\n' });
  runGit(root, 'add', '--all');
  writeFiles(root, { [FILE]: change(plan), 'src/a.txt': 'changed\n' });
  return root;
}

/** @returns whether it was killed before it had ended */
async function runAndKill(
  root: string,
  args: readonly string[],
  time: number,
  reach: Reach,
): Promise<boolean> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: requireOwn(root),
    env: makeEnvironment(),
    stdio: 'ignore',
    detached: true,
  });
  const timer = setTimeout(
    () => process.kill(reach === 'group' ? -(child.pid ?? 0) : (child.pid ?? 0), 'SIGKILL'),
    time,
  );
  const signal = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (_code, by) => resolve(by));
  });
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

function expectWhole(root: string, start: string, done: readonly string[]): void {
  const ticked = runGit(
    root,
    'log',
    '--reverse',
    '--format=%(trailers:key=Roadmap-Task,valueonly,separator=)',
    `${start}..HEAD`,
  );
  expect(ticked.split('\n')).toEqual(done);
  const committed = `${runGit(root, 'show', `HEAD:${FILE}`)}\n`;
  expect(committed.match(/^- \[x\].*\n.*\n.*seen.*$/gm)).toHaveLength(done.length);
  expect(`${runGit(root, 'show', `:${FILE}`)}\n`).toBe(stage(committed));
  expect(readFileSync(join(root, FILE), 'utf8')).toBe(change(committed));
  expect(runGit(root, '--no-optional-locks', 'status', '--porcelain').split('\n')).toEqual([
    'MM ROADMAP.md',
    ' M src/a.txt',
    'A  src/new.txt',
  ]);
  expectNothingLeft(root, FILE);
  expect(readdirSync(join(root, '.git/roadmap')).filter((name) => name.startsWith('lock'))).toEqual([]);
}
