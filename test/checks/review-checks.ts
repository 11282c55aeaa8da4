import type { CheckedItem } from '@roadmap-as-code/core';
import { writeFiles } from '../support/make-folder.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

/** A check as roadmap.yaml has it. */
export type WrittenCheck = Readonly<Record<string, unknown>> & { readonly kind: string };

const PLAN = `# Boat — Execution Roadmap

### P0 — Wood

- [ ] **P0.1** Fell a tree
  - Commit: <hash>
  - Status: <one line>

## Final report

**Release:**

- Version: \`1.0.0\`
- Branch: runner/smoke

## Review checklist

- [ ] **R1** What is looked at

**Sign-off:**

- Reviewed by: <name>
`;

/** A repository with a roadmap whose one review item checks can be put behind; its path. */
export function makeReviewed(): string {
  return makeRepository({ 'ROADMAP.md': PLAN });
}

/**
 * What the built command finds by some checks, in their order, all in one review.
 * @param entry more of what roadmap.yaml says of the roadmap
 */
export async function reviewChecks(
  root: string,
  checks: readonly WrittenCheck[],
  {
    entry = {},
    options = [],
    environment = {},
  }: {
    readonly entry?: Readonly<Record<string, unknown>>;
    readonly options?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<CheckedItem[]> {
  writeConfig(root, checks, entry);
  const report = readOutput('review', await runRoadmap(root, ['review', '--json', ...options], environment));
  const found = report.items.find(({ id }) => id === 'R1')?.checks ?? [];
  if (found.length !== checks.length) throw new Error(`${found.length} of ${checks.length} checks answered`);
  return found;
}

/** JSON is YAML. */
export function writeConfig(
  root: string,
  checks: readonly WrittenCheck[],
  entry: Readonly<Record<string, unknown>> = {},
): void {
  const roadmap = { path: 'ROADMAP.md', ...entry, checks: { R1: checks } };
  writeFiles(root, { 'roadmap.yaml': JSON.stringify({ version: 1, roadmaps: [roadmap] }, null, 2) });
}

/** Verdict and message of each. */
export function tell(items: readonly CheckedItem[]): string[] {
  return items.map(({ verdict, message }) => `${verdict}: ${message}`);
}
