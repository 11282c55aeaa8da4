import { posix } from 'node:path';
import { expect } from '@jest/globals';
import type { Fact } from '@roadmap-as-code/core';
import type { Asked } from '../support/ask-git.ts';

/** What a report was made from. */
export interface Held {
  readonly git: Asked;
  /** Full hash of the commit that work must have landed on. */
  readonly target: string;
  /** Whether roadmap.yaml names the roadmaps, so that no other file of that name is one. */
  readonly isNamed: boolean;
  /** Pathspecs (gitglossary(7)) that leave out the roadmaps and roadmap.yaml. */
  readonly roadmaps: readonly string[];
  /** Full hashes of all commits that there are. */
  readonly all: readonly string[];
}

/** What a landed commit did, and who took it back. */
export function holdWork(fact: Fact, commit: string, held: Held): void {
  expect({ claim: fact.claim, changes: fact.changes, commits: fact.commits }).toEqual({
    claim: fact.claim,
    changes: nameChanges(held.git.listChanged(commit), held),
    commits: null,
  });
  const reverts = held.git.listReverts(commit, held.target);
  expect({ claim: fact.claim, by: reverts.length === 0 ? [null] : reverts }).toEqual({
    claim: fact.claim,
    by: expect.arrayContaining([fact.revertedBy]),
  });
}

/** What changes that touch these paths are, as check --json names it. */
export function nameChanges(paths: readonly string[], { isNamed }: Held): string {
  const isRoadmap = (path: string): boolean =>
    path === 'roadmap.yaml' || (isNamed ? path : posix.basename(path)) === 'ROADMAP.md';
  if (paths.length === 0) return 'nothing';
  return paths.every(isRoadmap) ? 'roadmap' : 'work';
}
