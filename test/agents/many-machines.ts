import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { expectNothingLeft } from '../commit/tree-state.ts';
import { serveGit } from '../gate/serve-git.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const FILE = 'ROADMAP.md';

/** A clone, and the tasks that its agent ticks. */
interface Machine {
  readonly root: string;
  readonly ids: readonly string[];
  /** What `git status` and `git diff` say of the user's own edits, which must stay so. */
  readonly own: string;
  readonly hasWork: boolean;
}

/** One bare repository, and clones of it. */
interface Fleet {
  readonly hub: string;
  readonly machines: readonly Machine[];
  /** Full hash of the tip that all begin at. */
  readonly start: string;
}

export type Transport = 'file' | 'http';

/**
 * Lets so many clones tick so many tasks each and push after each, all at the same time, to one bare repository. One has a
 * file with staged and unstaged edits, one a commit of work that nobody has seen. All ticks must arrive, in one line of
 * commits and without force, and no clone may lose anything of its own.
 */
export async function holdFleet(clones: number, ticks: number, transport: Transport): Promise<void> {
  const folder = makeFolder('hub');
  const server = transport === 'http' ? await serveGit(folder) : null;
  try {
    const fleet = makeFleet(folder, server?.url ?? `file://${folder}`, clones, ticks);
    await Promise.all(fleet.machines.map(tickAll));
    await expectArrived(fleet, clones * ticks);
    for (const machine of fleet.machines) expectUntouched(machine, fleet);
  } finally {
    await server?.close();
  }
}

function makeFleet(folder: string, url: string, clones: number, ticks: number): Fleet {
  const ids = Array.from({ length: clones * ticks }, (_, place) => `P0.${place + 1}`);
  const tasks = ids.map((id) => `- [ ] **${id}** Task ${id}\n  - Commit:\n  - Status:\n`);
  const log = '## Change log\n\n| Date | Task | Action | Commit |\n| --- | --- | --- | --- |\n';
  const origin = makeRepository({
    [FILE]: `# Plan — Execution Roadmap\n\n### P0 — Work\n\n${tasks.join('')}\n${log}`,
    'notes.txt': 'one\ntwo\n',
    'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ${FILE}\n    remotes: [origin]\n    rules: {commit-reused: off}\n`,
  });
  commitFiles(origin, { 'work.txt': 'done\n' }, 'Do the work');
  const hub = join(folder, 'hub.git');
  runGit(folder, 'clone', '--quiet', '--bare', origin, hub);
  for (const [key, value] of Object.entries(SETTINGS)) runGit(hub, 'config', key, value);
  const machines = Array.from({ length: clones }, (_, place) =>
    makeMachine(hub, `${url}/hub.git`, place, ids.slice(place * ticks, (place + 1) * ticks)),
  );
  return { hub, machines, start: runGit(hub, 'rev-parse', 'HEAD') };
}

const SETTINGS = {
  'http.receivepack': 'true',
  'receive.denyNonFastForwards': 'true',
  'core.logAllRefUpdates': 'always',
};

function makeMachine(hub: string, url: string, place: number, ids: readonly string[]): Machine {
  const root = join(makeFolder('machine'), `${place}`);
  // The server answers in this process, which waits for this git.
  runGit(makeFolder('start'), 'clone', '--quiet', hub, root);
  runGit(root, 'remote', 'set-url', 'origin', url);
  if (place === 0) {
    writeFiles(root, { 'notes.txt': 'one\ntwo\nstaged\n' });
    runGit(root, 'add', 'notes.txt');
    writeFiles(root, { 'notes.txt': 'one\ntwo\nstaged\nnot staged\n', 'new.txt': 'new\n' });
  }
  if (place === 1) commitFiles(root, { 'more.txt': 'more\n' }, 'Do more work');
  return { root, ids, own: readOwn(root), hasWork: place === 1 };
}

function readOwn(root: string): string {
  return ['status --porcelain', 'diff', 'diff --cached']
    .map((line) => runGit(root, ...line.split(' ')))
    .join('\n');
}

async function tickAll({ root, ids, hasWork }: Machine): Promise<void> {
  const options = hasWork ? ['--rebase-work'] : [];
  for (const id of ids) {
    const work = runGit(root, 'rev-list', '-1', 'HEAD', '--', 'work.txt', 'more.txt');
    const tick = ['tick', id, '--commit', work, '--status', `seen ${id}`, '--push', '--json', ...options];
    const run = await runRoadmap(root, tick);
    const { refusals, outcome, push } = readOutput('transition', run);
    expect({ id, refusals, outcome }).toEqual({ id, refusals: [], outcome: 'committed' });
    if (run.code !== 0) await pushAgain(root, options, push);
  }
}

/** What a slow machine could not send within its 30 s, the next push sends. */
async function pushAgain(root: string, options: readonly string[], last: unknown): Promise<void> {
  let said = last;
  for (let tries = 0; tries < MOST_PUSHES; tries += 1) {
    expect(said).toMatchObject({ remotes: [{ outcome: 'failed', message: expect.stringMatching(SLOW) }] });
    const run = await runRoadmap(root, ['push', '--json', ...options]);
    said = readOutput('push', run);
    if (run.code === 0) return;
  }
  throw new Error(`nothing was sent: ${JSON.stringify(said)}`);
}

const MOST_PUSHES = 5;
const SLOW = /^(?:others were faster all the time|it did not answer in time)/;

async function expectArrived({ hub, start }: Fleet, done: number): Promise<void> {
  const clone = join(makeFolder('fresh'), 'clone');
  runGit(makeFolder('start'), 'clone', '--quiet', `file://${hub}`, clone);
  expect(runGit(clone, 'rev-list', '--merges', 'HEAD')).toBe('');
  // Each tick once, and the work of the second machine.
  expect(runGit(clone, 'rev-list', '--count', `${start}..HEAD`)).toBe(`${done + 1}`);
  const tips = runGit(hub, 'log', '-g', '--format=%H', 'refs/heads/main').split('\n').reverse();
  for (const [at, tip] of tips.entries())
    if (at > 0) runGit(hub, 'merge-base', '--is-ancestor', tips[at - 1] ?? '', tip);
  for (const command of ['check', 'audit'] as const) {
    const run = await runRoadmap(clone, [command, '--json']);
    const { diagnostics } = readOutput(command, run);
    expect({ command, code: run.code, diagnostics }).toEqual({ command, code: 0, diagnostics: [] });
  }
  const { files, facts } = readOutput('check', await runRoadmap(clone, ['check', '--json']));
  expect(files).toMatchObject([{ tasks: { done } }]);
  expect(facts.map(({ fact }) => fact)).toEqual(Array.from({ length: done }, () => 'landed'));
  const rows = readFileSync(join(clone, FILE), 'utf8').match(/^\| \d{4}-.*$/gm) ?? [];
  expect(rows).toHaveLength(done);
  expect([...rows].map((row) => row.slice(0, 20))).toEqual([...rows].map((row) => row.slice(0, 20)).sort());
}

function expectUntouched({ root, own, hasWork, ids }: Machine, { hub }: Fleet): void {
  expect(readOwn(root)).toBe(own);
  expect(runGit(root, 'stash', 'list')).toBe('');
  expect(runGit(root, 'fsck', '--no-dangling', '--no-progress')).toBe('');
  runGit(hub, 'merge-base', '--is-ancestor', runGit(root, 'rev-parse', 'HEAD'), 'refs/heads/main');
  if (hasWork) expect(readFileSync(join(root, 'more.txt'), 'utf8')).toBe('more\n');
  const text = readFileSync(join(root, FILE), 'utf8');
  for (const id of ids) expect(text).toContain(`- [x] **${id}** Task ${id}\n`);
  expectNothingLeft(root, FILE);
}
