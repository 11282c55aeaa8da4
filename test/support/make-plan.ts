import { expect } from '@jest/globals';
import type { TransitionReport } from '@roadmap-as-code/core';
import { commitFiles, makeRepository } from './make-repository.ts';
import { readOutput } from './read-output.ts';
import { runAndCompare, runRoadmap } from './run-roadmap.ts';

/** A roadmap with a gate in its first phase, a dependency in its second, and a change log. */
export const PLAN = `# Plan — Execution Roadmap

### P0 — First

- [ ] **P0.1** One
  - Commit: <hash>
  - Status: <one line>
- [ ] **P0.2** Two
  - Commit: <hash>
  - Status: <one line>
- [ ] **P0.3** Three
  - Gate: yes

### P1 — Second

- [ ] **P1.1** Four
- [ ] **P1.2** Five
  - Depends on: P1.1

## Change log

| Date | Phase | Action | Commit |
| --- | --- | --- | --- |
| <date> | <phase> | <action> | <hash> |
`;

/** A repository with that roadmap, and after it one commit that did some work. */
export interface Planned {
  readonly root: string;
  /** Full hash of the commit "Do the work". */
  readonly work: string;
}

export function makePlan(plan: string | Uint8Array = PLAN, file = 'ROADMAP.md'): Planned {
  const root = makeRepository({ [file]: plan, 'src/a.txt': 'a\n' });
  return { root, work: commitFiles(root, { 'src/a.txt': 'b\n' }, 'Do the work') };
}

/** Runs a transition that must be made, without a word on stderr. */
export async function transit(
  root: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<TransitionReport> {
  const run = await runRoadmap(root, [...args, '--json'], changes);
  const report = readOutput('transition', run);
  expect({ ...run, stdout: report.refusals }).toEqual({ code: 0, stderr: '', stdout: [] });
  return report;
}

/**
 * Runs a transition that must be refused: exit 1, nothing changed, and of each refusal its clause with what it says.
 * @returns clause, message and help of each, in one line
 */
export async function refuse(
  root: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<string[]> {
  const run = await runAndCompare(root, [...args, '--json'], changes);
  const { outcome, refusals, transitions } = readOutput('transition', run);
  const commits = transitions.map(({ commit }) => commit).filter((commit) => commit !== null);
  expect({ code: run.code, stderr: run.stderr, outcome, commits, changed: listSeen(run.changed) }).toEqual({
    code: 1,
    stderr: '',
    outcome: 'refused',
    commits: [],
    changed: [],
  });
  return refusals.map(({ clause, message, help }) => `${clause}: ${message} → ${help}`);
}

/** Without what nobody sees: objects that nothing reaches, and the folder of the lock. */
export function listSeen(changed: readonly string[]): string[] {
  return changed.filter((path) => !/^\.git\/(?:objects(?:\/..(?:\/.*)?)?|roadmap)$/.test(path));
}
