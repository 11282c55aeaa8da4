import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { requireOwn } from '../support/make-folder.ts';
import { runGit } from '../support/make-repository.ts';
import type { WorkerRun } from './commit-worker.ts';

/** A roadmap, of which the worker ticks the first task. */
export const PLAN = '# Plan\n\n- [ ] one\n- [ ] two\n\nmiddle\n\nmore\n\nend\n';

export function tick(text: string): string {
  return text.replace('- [ ] one', '- [x] one');
}

/** All that a commit of an edit may change, and what it may not. Contents are in Latin-1, byte for byte. */
export interface TreeState {
  /** Full hash. */
  readonly commit: string;
  readonly ref: string;
  readonly committed: string | null;
  readonly staged: string | null;
  readonly file: string | null;
  readonly mode: number | null;
  /** Mode, hash and marks of each file of the index; of the one that is edited, without the hash. */
  readonly index: readonly string[];
  /** What git-status(1) says, untracked and ignored files included. */
  readonly status: string;
}

export function readState(root: string, path: string): TreeState {
  const absolute = join(root, path);
  return {
    commit: runGit(root, 'rev-parse', 'HEAD'),
    ref: runGit(root, 'rev-parse', '--symbolic-full-name', 'HEAD'),
    committed: readBlob(root, `HEAD:${path}`),
    staged: readBlob(root, `:0:${path}`),
    file: existsSync(absolute) ? readFileSync(absolute, 'latin1') : null,
    mode: existsSync(absolute) ? lstatSync(absolute).mode : null,
    index: runGit(root, 'ls-files', '-z', '--stage', '-v')
      .split('\0')
      .map((line) => (line.endsWith(`\t${path}`) ? line.replace(/ [0-9a-f]{40,64} /, ' ') : line)),
    status: runGit(
      root,
      '--no-optional-locks',
      'status',
      '--porcelain',
      '-z',
      '--untracked-files=all',
      '--ignored',
    ),
  };
}

/** Null where there is none. */
function readBlob(root: string, name: string): string | null {
  const run = spawnSync('git', ['cat-file', 'blob', name], { cwd: requireOwn(root), env: makeEnvironment() });
  return run.status === 0 ? run.stdout.toString('latin1') : null;
}

/** Only the three versions of the file and the branch may differ, each by the edit. */
export function expectTicked(root: string, path: string, before: TreeState): void {
  const after = readState(root, path);
  expect({ ...after, commit: '' }).toEqual({
    ...before,
    commit: '',
    committed: tick(before.committed ?? ''),
    staged: before.staged === null ? null : tick(before.staged),
    file: tick(before.file ?? ''),
  });
  expect(runGit(root, 'rev-list', `${before.commit}..HEAD`)).toBe(after.commit);
  expect(runGit(root, 'rev-parse', 'HEAD^')).toBe(before.commit);
  expect(runGit(root, 'diff-tree', '-r', '-z', '--name-status', 'HEAD^', 'HEAD')).toBe(`M\0${path}\0`);
  expectNothingLeft(root, path);
}

export function expectCommitted(run: WorkerRun, root: string, path: string, before: TreeState): void {
  expect(run).toMatchObject({ stderr: '', outcome: { kind: 'committed', ref: before.ref } });
  expectTicked(root, path, before);
  expect(run.outcome).toMatchObject({ commit: runGit(root, 'rev-parse', 'HEAD') });
}

/** No lock, no file beside the file, and none of ours in git's folder; and git finds no fault. */
export function expectNothingLeft(root: string, path: string): void {
  const own = runGit(root, 'rev-parse', '--git-path', 'roadmap-commit');
  expect(existsSync(resolve(root, own))).toBe(false);
  expect(listLocks(root)).toEqual([]);
  const beside = dirname(join(root, path));
  expect(
    existsSync(beside) ? readdirSync(beside).filter((name) => /roadmap-(?:new|old)$/.test(name)) : [],
  ).toEqual([]);
}

/** Locks of git, in the folders of its own that this working tree uses. */
function listLocks(root: string): string[] {
  const folders = new Set(
    ['--git-dir', '--git-common-dir'].map((option) => resolve(root, runGit(root, 'rev-parse', option))),
  );
  return [...folders].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.lock')),
  );
}
