import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { tryGit } from '../support/hooked.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

/** A roadmap with neighbouring tasks, a report and a change log. */
export const PLAN = `# Ship it — Execution Roadmap

### P0 — Build

- [ ] **P0.1** Write it
  - Commit: <hash>
  - Status: <what was seen>
- [ ] **P0.2** Test it
  - Commit: <hash>
  - Status: <what was seen>
- [ ] **P0.3** Describe it
  - Commit: <hash>
  - Status: <what was seen>

### P1 — Release

- [ ] **P1.1** Publish it
  - Commit: <hash>
  - Status: <what was seen>

## Final report

**Build:**

- Size: <in KiB>
- Time: <in seconds>

**Surprises:**

- <what went otherwise than planned>

## Change log

| Date | Phase | Action | Commit |
| --- | --- | --- | --- |
| 2026-01-01 | P0 | Began | none |
`;

/** A repository with that roadmap, whose clone merges it with the driver. */
export async function makeDriven(plan: string = PLAN, path = 'ROADMAP.md'): Promise<string> {
  const root = makeRepository({ [path]: plan, 'src/a.txt': 'a\n' });
  await install(root);
  runGit(root, 'add', '.gitattributes');
  runGit(root, 'commit', '--quiet', '--message', 'Merge the roadmap by task');
  return root;
}

export async function install(root: string): Promise<void> {
  const run = await runRoadmap(root, ['merge-driver', 'install']);
  expect([run.code, run.stderr]).toEqual([0, '']);
}

/** Runs the command, which must do what it is asked for. */
export async function must(root: string, ...args: string[]): Promise<void> {
  const { code, stderr, stdout } = await runRoadmap(root, args);
  expect({ code, stderr, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stderr: '', stdout: '' });
}

export async function tick(root: string, id: string): Promise<void> {
  const because = ['--commit', 'none', '--because', 'seen by hand'];
  await must(root, 'tick', id, ...because, '--status', `${id} works`);
}

export function readPlan(root: string, path = 'ROADMAP.md'): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Ids and states of the tasks of a text that is not in conflict, in its order. */
export function listBoxes(text: string): string[] {
  return [...text.matchAll(/^- \[(.)\] \*\*(\S+)\*\*/gm)].map(([, box, id]) => `${id} ${box}`);
}

/** Runs git, which must end with a code; what it said on both outputs. */
export function git(root: string, code: number, ...args: string[]): string {
  const run = tryGit(root, args);
  expect({ args, code: run.code, says: run.code === code ? '' : run.stdout + run.stderr }).toEqual({
    args,
    code,
    says: '',
  });
  return run.stdout + run.stderr;
}
