import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { expect } from '@jest/globals';
import type { ReleaseReport } from '@roadmap-as-code/core';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

export const PLAN = `# Plan

### P0 — First

- [ ] **P0.1** One
  - Commit:
  - Status:
- [ ] **P0.2** Two
  - Commit:
  - Status:
- [ ] **P0.3** Three
  - Commit:
  - Status:
`;

export const ORIGIN: readonly string[] = ['--remote', 'origin'];

/** A bare repository, and clones of it in which it is `origin`. */
export interface Meeting {
  readonly bare: string;
  readonly clones: readonly string[];
}

/** @param folder in which the bare repository is made */
export function makeMeeting(
  clones: number,
  files: Readonly<Record<string, string>> = { 'ROADMAP.md': PLAN },
  folder: string = makeFolder('server'),
): Meeting {
  const root = makeRepository(files);
  const bare = join(folder, 'meeting.git');
  runGit(root, 'clone', '--quiet', '--bare', '.', bare);
  runGit(bare, 'config', 'http.receivepack', 'true');
  return {
    bare,
    clones: Array.from({ length: clones }, (_, place): string => {
      const clone = join(makeFolder('clone'), `clone-${place}`);
      runGit(root, 'clone', '--quiet', `file://${bare}`, clone);
      return clone;
    }),
  };
}

/** The ref of a task's claim, as docs/agents.md has it. */
export function refOf(task: string, file = 'ROADMAP.md'): string {
  const digest = createHash('sha256').update(`${file}\0${task}`).digest('hex').slice(0, 32);
  return `refs/roadmap/claims/${digest}-${task.replace(/[^\w-]/g, '').slice(0, 40)}`;
}

/** The refs of all claims that stand there, with their hashes. */
export function listClaims(bare: string): string[] {
  const text = runGit(bare, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/roadmap');
  return text === '' ? [] : text.split('\n');
}

/** Puts a content into a ref, whatever it is. */
export function plant(bare: string, ref: string, content: string | Uint8Array): void {
  writeFiles(bare, { planted: content });
  runGit(bare, 'update-ref', ref, runGit(bare, 'hash-object', '-w', 'planted'));
}

/** What a claim says, with changes, in JSON. */
export function writeClaim(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    schemaVersion: 1,
    file: 'ROADMAP.md',
    task: 'P0.1',
    by: 'bob',
    place: null,
    since: new Date(Date.now() - 3_600_000).toISOString(),
    until: new Date(Date.now() + 3_600_000).toISOString(),
    nonce: '0123456789abcdef',
    ...changes,
  });
}

/** Names an agent for a command. */
export function as(name: string): { readonly ROADMAP_AGENT: string } {
  return { ROADMAP_AGENT: name };
}

/** What `next` proposes to an agent, with the claims on origin. */
export async function findNext(root: string, name: string): Promise<string | undefined> {
  return readOutput('next', await runRoadmap(root, ['next', ...ORIGIN, '--json'], as(name))).next?.task;
}

export async function release(
  root: string,
  args: readonly string[],
  name: string,
): Promise<ReleaseReport & { readonly code: number | null }> {
  const run = await runRoadmap(root, ['release', ...args, '--json'], as(name));
  return { code: run.code, ...readOutput('release', run) };
}

/** What anybody would see of a clone. */
function seeTree(clone: string): string {
  const changes = runGit(clone, 'status', '--porcelain', '--untracked-files=all');
  return `${runGit(clone, 'rev-parse', 'HEAD')}\n${runGit(clone, 'for-each-ref')}\n${changes}`;
}

/**
 * Lets so many claimants start one task at the same time. One of them must get it, all others must be told who that is, and
 * no clone but that of the winner may look otherwise than before.
 */
export async function holdRace({ bare, clones }: Meeting, claimants: number): Promise<void> {
  const before = clones.map(seeTree);
  const main = runGit(bare, 'rev-parse', 'main');
  const agents = Array.from({ length: claimants }, (_, place) => ({
    name: `agent-${place}`,
    root: clones[place % clones.length] ?? '',
  }));
  const runs = await Promise.all(
    agents.map(async ({ name, root }) => {
      const run = await runRoadmap(root, ['start', 'P0.1', '--remote', 'origin', '--as', name, '--json']);
      return { name, root, run, report: readOutput('transition', run) };
    }),
  );
  const winners = runs.filter(({ run }) => run.code === 0);
  expect(winners.map(({ report }) => report)).toMatchObject([
    { outcome: 'committed', transitions: [{ claimedOn: 'origin' }], warnings: [] },
  ]);
  const [winner] = winners;
  for (const { name, run, report } of runs.filter((one) => one !== winner)) {
    expect({ name, code: run.code, ...report }).toMatchObject({
      name,
      code: 1,
      outcome: 'refused',
      refusals: [
        {
          clause: 'hold',
          message: expect.stringContaining(`P0.1 is claimed by ${winner?.name} on origin, since 20`),
        },
      ],
      warnings: [],
    });
  }
  expect(listClaims(bare)).toEqual([expect.stringContaining(refOf('P0.1'))]);
  expect(JSON.parse(runGit(bare, 'cat-file', 'blob', refOf('P0.1')))).toMatchObject({ by: winner?.name });
  expect(runGit(bare, 'rev-parse', 'main')).toBe(main);
  for (const [place, clone] of clones.entries()) {
    const isSame = seeTree(clone) === before[place];
    expect(`${basename(clone)} ${isSame}`).toBe(`${basename(clone)} ${clone !== winner?.root}`);
    expect(runGit(clone, 'rev-list', '--count', 'origin/main..')).toBe(clone === winner?.root ? '1' : '0');
  }
}
