import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CascadeReport, CascadeTarget } from '@roadmap-as-code/core';
import { readLines } from './hooked.ts';
import { makeFolder, writeFiles } from './make-folder.ts';
import { commitFiles, makeRepository, runGit } from './make-repository.ts';
import { readOutput } from './read-output.ts';
import { type Run, runRoadmap } from './run-roadmap.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A target as a test writes it; each key of `hooks` is the name of one, and its value a script of a shell. */
export interface MadeTarget extends Partial<CascadeTarget> {
  readonly files?: Files;
  /** The default branch of the remote. */
  readonly on?: string;
  readonly hooks?: Readonly<Record<string, string>>;
  /** Changes the repository that the remote is made of, and commits what it has changed. */
  readonly prepare?: (source: string) => void;
}

/** Bare repositories of one owner, each of which writes down what is pushed to it. */
export interface Remotes {
  /** Absolute path of the folder that they are in. */
  readonly folder: string;
  /** What the config says of them. */
  readonly targets: readonly CascadeTarget[];
  pathOf(name: string): string;
  /** Old hash, new hash and ref of each push that was tried. */
  listPushes(name: string): string[];
}

export function makeRemotes(made: Readonly<Record<string, MadeTarget>>): Remotes {
  const folder = makeFolder('remotes');
  const pathOf = (name: string): string => join(folder, 'acme', `${name}.git`);
  const targets = Object.entries(made).map(
    ([name, { files = {}, on = 'main', hooks = {}, prepare, ...target }]) => {
      makeBare(pathOf(name), files, on, prepare);
      for (const [hook, script] of Object.entries({ 'pre-receive': '', ...hooks }))
        setHook(pathOf(name), hook, `${hook === 'pre-receive' ? WRITE_DOWN : ''}${script}`);
      return { repository: `file://${pathOf(name)}`, file: '.version', text: '1.2', ...target };
    },
  );
  return { folder, targets, pathOf, listPushes: (name) => readLines(join(pathOf(name), 'pushes.log')) };
}

const WRITE_DOWN = 'while read line; do echo "$line" >>pushes.log; done\n';

function makeBare(path: string, files: Files, branch: string, prepare?: (source: string) => void): void {
  const source = makeRepository(files, 'source');
  prepare?.(source);
  runGit(source, 'branch', '--quiet', '--move', branch);
  runGit(source, 'clone', '--quiet', '--bare', '--template=', source, path);
  runGit(path, 'config', 'http.receivepack', 'true');
}

export function setHook(repository: string, name: string, script: string): void {
  const path = join(repository, 'hooks', name);
  writeFiles(repository, { [join('hooks', name)]: '' });
  writeFileSync(path, `#!/bin/sh\n${script}`);
  chmodSync(path, 0o755);
}

/** Adds a commit to a branch of a bare repository, as somebody else's push would. */
export function commitTo(bare: string, files: Files, branch = 'main'): void {
  const clone = makeFolder('other');
  runGit(dirname(clone), 'clone', '--quiet', '--branch', branch, bare, clone);
  commitFiles(clone, files, 'Other work');
  const log = join(bare, 'hooks', 'pre-receive');
  chmodSync(log, 0o644);
  runGit(clone, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  chmodSync(log, 0o755);
}

const PLAN = `### P0 — Publish

- [ ] **P0.1** Pin the runtime in all templates
  - Commit: <hash>
  - Status: <one line>

### P1 — Later

- [ ] **P1.1** Say so
`;

/** A repository with a roadmap whose task has these targets. */
export function makeCascade(targets: readonly CascadeTarget[], task: string = 'P0.1'): string {
  const config = { version: 1, roadmaps: [{ path: 'ROADMAP.md', targets: { [task]: targets } }] };
  return makeRepository({ 'ROADMAP.md': PLAN, 'roadmap.yaml': JSON.stringify(config) });
}

/** Runs the cascade, with the temporary folder to itself, which it must leave empty. */
export async function runCascade(
  root: string,
  ...options: readonly string[]
): Promise<Run & { readonly report: CascadeReport; readonly temporary: string }> {
  const temporary = makeFolder('temporary');
  const run = await runRoadmap(root, ['cascade', 'P0.1', '--json', ...options], { TMPDIR: temporary });
  return { ...run, report: readOutput('cascade', run), temporary };
}

/** Of each target its name and its outcome, with the reason. */
export function tellTargets({ targets }: CascadeReport): string[] {
  return targets.map(
    ({ name, outcome, reason }) => `${name} ${outcome}${reason === null ? '' : `: ${reason}`}`,
  );
}
