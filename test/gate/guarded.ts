import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';

// A busy machine is no failure: what is too slow is for the bench to say.
jest.setTimeout(120_000);

const CONFIG = 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    gates: [P0.2]\n';

/** A phase with a task that is done, a gate and an open task; and a phase that waits for it. */
const roadmap = (work: string): string => `# Plan

### P0 — First

- [x] **P0.1** One
  - Commit: ${work}
  - Status: PASS: seen
- [ ] **P0.2** Two, the gate
  - Commit:
  - Status:
- [ ] **P0.3** Three
  - Commit:
  - Status:

### P1 — Second

- [ ] **P1.1** Four
  - Commit:
  - Status:
`;

/** A repository whose commits a gate judges, and the commits that ticks can cite. */
export interface Guarded {
  readonly root: string;
  /** Full hash of the last commit, which is clean. */
  readonly base: string;
  /** Abbreviated: of a commit that landed and that no task cites. */
  readonly free: string;
  /** Abbreviated: of a commit on another branch. */
  readonly pending: string;
}

/** Makes it once; each test works on a copy. */
export function makeGuarded(): () => Guarded {
  const root = makeRepository({ 'roadmap.yaml': CONFIG, 'readme.txt': 'x\n' });
  const short = (commit: string): string => commit.slice(0, 7);
  const work = short(commitFiles(root, { 'one.txt': '1\n' }, 'Do one'));
  const free = short(commitFiles(root, { 'two.txt': '2\n' }, 'Do two'));
  const base = commitFiles(root, { 'ROADMAP.md': roadmap(work) }, 'Plan');
  runGit(root, 'switch', '--quiet', '--create', 'side');
  const pending = short(commitFiles(root, { 'three.txt': '3\n' }, 'Do three'));
  runGit(root, 'switch', '--quiet', 'main');
  for (const name of ['pre-commit', 'commit-msg']) installHook(root, name);
  return () => {
    const copy = join(makeFolder(), 'copy');
    cpSync(root, copy, { recursive: true });
    return { root: copy, base, free, pending };
  };
}

/** As an installed hook calls the command, without looking first whether a roadmap is staged. */
export function installHook(root: string, name: string, folder = '.git/hooks'): void {
  const script = `#!/bin/sh\nexec '${process.execPath}' '${binary}' hook run ${name} "$@"\n`;
  writeFiles(root, { [join(folder, name)]: script });
  chmodSync(join(root, folder, name), 0o755);
}

export interface GitResult {
  readonly code: number | null;
  /** All that was printed. */
  readonly output: string;
}

/** Runs git, which may fail. */
export function tryGit(
  root: string,
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
  input = '',
): GitResult {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: requireOwn(root),
    env: makeEnvironment({ GIT_EDITOR: ':', ...changes }),
    encoding: 'utf8',
    input,
  });
  return { code: status, output: `${stdout}${stderr}` };
}

/** Edits to the files of a guarded repository: the text after, from the text before; null takes the file away. */
export type Edits = Readonly<Record<string, (text: string) => string | null>>;

export function applyEdits(root: string, edits: Edits): void {
  for (const [path, edit] of Object.entries(edits)) {
    const file = join(requireOwn(root), path);
    const before = runGitFile(file);
    const after = edit(before);
    if (after === before) throw new Error(`nothing is edited in ${path}`);
    if (after === null) rmSync(file);
    else {
      writeFiles(root, {});
      writeFileSync(file, after);
    }
  }
}

function runGitFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
