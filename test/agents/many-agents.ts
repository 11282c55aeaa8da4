import { join } from 'node:path';
import { expect } from '@jest/globals';
import { expectNothingLeft } from '../commit/tree-state.ts';
import { makeFolder } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { writeHistory, writtenRef } from '../support/write-history.ts';

const FILE = 'ROADMAP.md';

interface Tick {
  readonly id: string;
  /** Full hash of what did the work. */
  readonly work: string;
}

interface Agent {
  readonly root: string;
  readonly ticks: readonly Tick[];
}

/** Agents in the working trees of one repository, each with tasks of its own. */
interface Crowd {
  readonly roots: readonly string[];
  readonly agents: readonly Agent[];
  /** Full hash of the commit that every working tree begins at. */
  readonly start: string;
}

/** A roadmap of so many tasks, and for each of them a commit that did the work. */
async function makeCrowd(agents: number, ticks: number, trees: number): Promise<Crowd> {
  const ids = Array.from({ length: agents * ticks }, (_, place) => `P0.${place + 1}`);
  const tasks = ids.map((id) => `- [ ] **${id}** Task ${id}\n  - Commit: <hash>\n  - Status: <one line>\n`);
  const plan = `# Plan — Execution Roadmap\n\n### P0 — Work\n\n${tasks.join('')}`;
  const root = makeRepository({ [FILE]: plan });
  const commits = await writeHistory(
    root,
    ids.map((id, place) => ({
      parents: place === 0 ? [] : [place - 1],
      tree: new Map([
        [FILE, { content: plan }],
        ['work.txt', { content: `${id}\n` }],
      ]),
      message: () => `Do the work of ${id}`,
      time: 1_767_000_000 + place,
    })),
  );
  runGit(root, 'reset', '--quiet', '--hard', writtenRef);
  runGit(root, 'update-ref', '-d', writtenRef);
  const roots = Array.from({ length: trees }, (_, tree) => (tree === 0 ? root : addTree(root, tree)));
  const all = ids.map((id, place) => ({ id, work: commits[place] ?? '' }));
  return {
    roots,
    start: runGit(root, 'rev-parse', 'HEAD'),
    agents: Array.from({ length: agents }, (_, agent) => ({
      root: roots[agent % trees] ?? root,
      ticks: all.slice(agent * ticks, (agent + 1) * ticks),
    })),
  };
}

function addTree(root: string, tree: number): string {
  const path = join(makeFolder('tree'), `${tree}`);
  runGit(root, 'worktree', 'add', '--quiet', '-b', `agent-${tree}`, path);
  return path;
}

/**
 * Lets so many agents tick so many tasks each, all at the same time, one command after the other. Every command must end
 * well, every tick must have its commit, and no commit may change anything else.
 */
export async function holdCrowd(agents: number, ticks: number, trees: number): Promise<void> {
  const crowd = await makeCrowd(agents, ticks, trees);
  await Promise.all(crowd.agents.map(tickAll));
  for (const root of crowd.roots) {
    const own = crowd.agents.filter((agent) => agent.root === root).flatMap((agent) => agent.ticks);
    expectTicks(root, crowd.start, own);
    await expectClean(root, own.length);
  }
}

async function tickAll({ root, ticks }: Agent): Promise<void> {
  for (const { id, work } of ticks) {
    const run = await runRoadmap(root, ['tick', id, '--commit', work, '--status', `seen ${id}`, '--json']);
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^(?:roadmap: waits for [^\n]+\n)?$/),
    });
    const { outcome, transitions, warnings } = readOutput('transition', run);
    expect({ outcome, warnings, tasks: transitions.map(({ task }) => task) }).toEqual({
      outcome: 'committed',
      warnings: [],
      tasks: [id],
    });
  }
}

/** One commit for each tick, in one line, with nothing but the task's own three lines in it. */
function expectTicks(root: string, start: string, ticks: readonly Tick[]): void {
  const format = '%x00%P %s%n%(trailers:only,unfold)';
  const log = runGit(root, 'log', '-p', '-U0', '--reverse', `--format=${format}`, `${start}..HEAD`);
  const commits = log.split('\0').slice(1);
  const told = commits.map(
    (commit) => /^\+(.*)\n\+(.*)\n\+(.*)$/m.exec(commit)?.slice(1).join('\n') ?? commit,
  );
  const wanted = ticks.map(
    ({ id, work }) => `- [x] **${id}** Task ${id}\n  - Commit: ${work.slice(0, 7)}\n  - Status: seen ${id}`,
  );
  expect(told.sort()).toEqual(wanted.sort());
  for (const commit of commits) {
    const id = /^Roadmap-Task: (.*)$/m.exec(commit)?.[1] ?? '';
    expect(commit).toMatch(/^[0-9a-f]{40} chore\(roadmap\): mark/);
    expect(commit).toContain(`- [x] **${id}** Task`);
    expect(commit).toContain(`Roadmap-Evidence: ${ticks.find((tick) => tick.id === id)?.work}\n`);
    expect([count(commit, /^\+(?!\+\+)/gm), count(commit, /^-(?!--)/gm), count(commit, /^diff/gm)]).toEqual([
      3, 3, 1,
    ]);
  }
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

async function expectClean(root: string, done: number): Promise<void> {
  expect(runGit(root, 'status', '--porcelain')).toBe('');
  expect(runGit(root, 'fsck', '--no-dangling', '--no-progress')).toBe('');
  expectNothingLeft(root, FILE);
  const run = await runRoadmap(root, ['check', '--json']);
  expect(run.code).toBe(0);
  const { diagnostics, files } = readOutput('check', run);
  expect(diagnostics).toEqual([]);
  expect(files).toMatchObject([{ tasks: { done } }]);
}
