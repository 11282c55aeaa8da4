import type { ReviewReport } from '@roadmap-as-code/core';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

/** A check as roadmap.yaml has it. */
export type WrittenCheck = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Stands for the value `Value` of the group `Run` in the final report. */
export const VALUE: string = `\${report.Run.Value}`;

export const FILE = 'ROADMAP.md';

/** A roadmap with one task, a report and one review item. */
export function makeRoadmap(values: Readonly<Record<string, string>> = {}): string {
  const entries = Object.entries(values).map(([name, value]) => `- ${name}: ${value}\n`);
  return `# Plan — Execution Roadmap

### P0 — Work

- [ ] **P0.1** Do it
  - Verify: tests
  - Commit: <hash>
  - Status: <one line>

## Final report

### Run

${entries.join('')}
## Review checklist

- [ ] **R1** Does it work?
`;
}

export function makeConfig(
  checks: Readonly<Record<string, readonly WrittenCheck[]>>,
  more: object = {},
): string {
  return JSON.stringify({ version: 1, roadmaps: [{ path: FILE, ...more, checks }] }, null, 2);
}

/** A repository whose review item has one check. */
export function makeChecked(check: WrittenCheck, files: Readonly<Record<string, string>> = {}): string {
  return makeRepository({ [FILE]: makeRoadmap(), 'roadmap.yaml': makeConfig({ R1: [check] }), ...files });
}

/** Trusts the config, as a person would. */
export async function trust(root: string): Promise<void> {
  const { code, stderr } = await runRoadmap(root, ['trust', '--yes']);
  if (code !== 0) throw new Error(`trust ends with ${code}: ${stderr}`);
}

/** What a trusted check comes to. */
export async function runCheck(
  root: string,
  changes: Readonly<Record<string, string | undefined>> = {},
  options: readonly string[] = [],
): Promise<ReviewReport['items'][number]['checks'][number]> {
  await trust(root);
  const report = readOutput(
    'review',
    await runRoadmap(root, ['review', 'R1', '--json', ...options], changes),
  );
  const check = report.items[0]?.checks[0];
  if (check === undefined) throw new Error('no check ran');
  return check;
}

/** A folder of programs that stand in for real ones, to be put first on the PATH. */
export function makePrograms(programs: Readonly<Record<string, string>>): string {
  const folder = makeFolder('bin');
  writeFiles(folder, programs);
  return folder;
}
