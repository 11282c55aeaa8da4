import { join } from 'node:path';
import type { VerifyReport } from '@roadmap-as-code/core';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { type Run, runRoadmap } from '../support/run-roadmap.ts';
import { trust } from '../trust/checked.ts';

export const FILE = 'ROADMAP.md';

export const PLAN = `# Plan — Execution Roadmap

### P0 — Work

- [ ] **P0.1** One
  - Verify: tests
  - Commit: <hash>
  - Status: <one line>
- [ ] **P0.2** Two
  - Verify: tests, \`lint\`
  - Commit: <hash>
  - Status: <one line>
`;

/** A repository that trusts a config, whose check `tests` runs a shell script, and `lint` looks for a file. */
export interface Verified {
  readonly root: string;
  /** Full hash of the commit "Do the work". */
  readonly work: string;
}

export async function makeVerified(
  script: string,
  more: object = {},
  plan: string = PLAN,
): Promise<Verified> {
  const checks = {
    tests: [{ kind: 'command', argv: ['sh', '-c', script], environment: ['MARK'] }],
    lint: [{ kind: 'file', path: 'src/a.txt', matches: 'done' }],
  };
  const config = JSON.stringify({ version: 1, roadmaps: [{ path: FILE, checks, ...more }] }, null, 2);
  const root = makeRepository({ [FILE]: plan, 'roadmap.yaml': config, 'src/a.txt': 'open\n' });
  const work = commitFiles(root, { 'src/a.txt': 'done\n' }, 'Do the work');
  await trust(root);
  return { root, work };
}

export async function verify(
  root: string,
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): Promise<Run & { readonly report: VerifyReport }> {
  const run = await runRoadmap(root, ['verify', ...args, '--json'], changes);
  return { ...run, report: readOutput('verify', run) };
}

/** The lines of the note on a commit. */
export function readNote(root: string, commit: string): string[] {
  return runGit(root, 'notes', '--ref=roadmap', 'show', commit)
    .split('\n')
    .filter((line) => line !== '');
}

export function hasNotes(root: string): boolean {
  return runGit(root, 'for-each-ref', 'refs/notes') !== '';
}

/** A clone of what a bare repository has. */
export function makeClone(hub: string): string {
  const root = join(makeFolder('clones'), 'clone');
  runGit(makeFolder('start'), 'clone', '--quiet', '--template=', hub, root);
  return root;
}
