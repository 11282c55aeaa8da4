import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { PushReport } from '@roadmap-as-code/core';
import { readLines } from '../support/hooked.ts';
import { setHook } from '../support/make-cascade.ts';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { type Run, runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

export const FILE = 'ROADMAP.md';

const TASKS = [1, 2, 3, 4, 5].map(
  (number) => `- [ ] **P0.${number}** Task ${number}\n  - Commit: <hash>\n  - Status: <one line>\n`,
);

export const PLAN: string = `# Plan — Execution Roadmap

### P0 — Work

${TASKS.join('')}
## Change log

| Date | Task | Action | Commit |
| --- | --- | --- | --- |
`;

/** A bare repository that writes down each push. */
export interface Hub {
  readonly path: string;
  /** Full hash of a commit of work that it begins with. */
  readonly work: string;
  /** Full hash of what it has of a branch. */
  tip(branch?: string): string;
  /** Each push of the branch that was tried: old hash, new hash and ref. */
  pushes(): string[];
}

type Files = Readonly<Record<string, string | Uint8Array>>;

export function makeHub(files: Files = {}): Hub {
  const source = makeRepository({ [FILE]: PLAN, 'a.txt': 'one\ntwo\nthree\n', ...files }, 'source');
  const work = commitFiles(source, { 'work.txt': 'done\n' }, 'Do the work');
  return { ...openHub(join(makeFolder('hubs'), 'hub.git'), source), work };
}

/** Another repository with all that a repository has. */
export function openHub(path: string, source: string): Omit<Hub, 'work'> {
  runGit(source, 'clone', '--quiet', '--bare', '--template=', source, path);
  setHook(path, 'pre-receive', 'while read line; do echo "$line" >>pushes.log; done\n');
  return {
    path,
    tip: (branch = 'main') => runGit(path, 'rev-parse', `refs/heads/${branch}`),
    pushes: () => readLines(join(path, 'pushes.log')).filter((line) => line.includes(' refs/heads/')),
  };
}

export function makeClone({ path }: Pick<Hub, 'path'>, ...options: string[]): string {
  const root = join(makeFolder('clones'), 'clone');
  runGit(makeFolder('start'), 'clone', '--quiet', '--template=', ...options, path, root);
  return root;
}

/** Ticks a task in a clone, which must go well. */
export async function tick(
  root: string,
  id: string,
  commit: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const run = await runRoadmap(root, ['tick', id, '--commit', commit, '--status', `seen ${id}`], changes);
  expect({ ...run, stdout: '' }).toEqual({ code: 0, stdout: '', stderr: '' });
}

/** Ticks a task on a remote, from another clone. */
export async function tickThere(hub: Hub, id: string): Promise<void> {
  const other = makeClone(hub);
  await tick(other, id, hub.work, { GIT_AUTHOR_NAME: 'Bob' });
  runGit(other, 'push', '--quiet', 'origin', 'HEAD');
}

/** Puts a commit on a remote, from another clone. */
export function commitThere(hub: Pick<Hub, 'path'>, files: Files, message = 'Theirs'): void {
  const other = makeClone(hub);
  commitFiles(other, files, message);
  runGit(other, 'push', '--quiet', 'origin', 'HEAD');
}

export interface Pushed extends Run {
  readonly report: PushReport;
}

/** `roadmap push`, with its report. */
export async function push(
  root: string,
  options: readonly string[] = [],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Pushed> {
  const run = await runRoadmap(root, ['push', '--json', ...options], changes);
  return { ...run, report: readOutput('push', run) };
}

/** Outcome of each remote, with what it says, and of the branch. */
export function tell({ remotes, local }: PushReport): string[] {
  return [
    ...remotes.map(({ remote, outcome, message }) => [remote, outcome, message].filter(Boolean).join(' ')),
    local.outcome,
  ];
}

/** A push that must go well. */
export async function expectPushed(root: string, ...options: string[]): Promise<PushReport> {
  const { report, code, stderr } = await push(root, options);
  expect({ told: tell(report).slice(0, -1), code, stderr }).toEqual({
    told: report.remotes.map(({ remote }) => `${remote} pushed`),
    code: 0,
    stderr: '',
  });
  return report;
}

/** A push that must be refused, and leave the clone and the remotes as they are: message and help of each remote. */
export async function expectRefused(
  root: string,
  hubs: readonly Pick<Hub, 'tip'>[],
  ...options: string[]
): Promise<string[]> {
  const tips = hubs.map(({ tip }) => tip());
  const run = await runAndCompare(root, ['push', '--json', ...options]);
  const { remotes, local } = readOutput('push', run);
  // What a fetch brings is no change of the user's.
  const changed = run.changed.filter(
    (path) => !/^\.git\/(?:objects|roadmap$|(?:logs\/)?refs\/remotes)/.test(path),
  );
  expect({
    code: run.code,
    stderr: run.stderr,
    changed,
    local: local.outcome,
    tips: hubs.map(({ tip }) => tip()),
  }).toEqual({ code: 1, stderr: '', changed: [], local: 'unchanged', tips });
  return remotes.flatMap(({ outcome, message, help }) =>
    message === null ? [] : [`${outcome}: ${message} → ${help}`],
  );
}

/** The subjects of what is on a remote, newest first, so many. */
export function listSubjects({ path }: Pick<Hub, 'path'>, most: number, branch = 'main'): string[] {
  return runGit(path, 'log', '--format=%s', `-${most}`, branch).split('\n');
}

/** Sets what roadmap.yaml says of remotes, as the user would: in a commit that is pushed already. */
export function configOf(remotes: readonly string[]): string {
  return `version: 1\nroadmaps:\n  - path: ${FILE}\n    remotes: [${remotes.map((one) => JSON.stringify(one)).join(', ')}]\n    rules: {commit-reused: off}\n`;
}
