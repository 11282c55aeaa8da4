import type { CheckReport } from '@roadmap-as-code/core';
import { writeFiles } from './make-folder.ts';
import { readOutput } from './read-output.ts';
import { runRoadmap } from './run-roadmap.ts';

type Fact = CheckReport['facts'][number];

/** What a check says of one Commit value. */
export interface Told
  extends Partial<Omit<Fact, 'file' | 'line' | 'task' | 'due' | 'claim' | 'kind' | 'target'>> {
  /** Rule and severity of what was found at the value's line. */
  readonly findings: readonly string[];
}

export interface Checked {
  readonly code: number | null;
  readonly report: CheckReport;
  /** What was found for no task in particular: rule, severity and line. */
  readonly general: readonly string[];
  /** What is known of a value, and nothing that is null or empty. Of several facts the last. */
  tell(value: string): Told;
}

/** A roadmap of done tasks, one for each Commit value, of which the first is in line 4 and each other three below. */
export function writeTasks(values: readonly string[]): string {
  const tasks = values.map(
    (value, index) => `- [x] **P0.${index + 1}** Task\n  - Commit: ${value}\n  - Status: seen\n`,
  );
  return `### P0 — Work\n\n${tasks.join('')}`;
}

/** Writes a roadmap with these Commit values, without committing it, and checks it. */
export async function checkClaims(
  root: string,
  values: readonly string[],
  file = 'ROADMAP.md',
): Promise<Checked> {
  writeFiles(root, { [file]: writeTasks(values) });
  return checkFile(root, values, file);
}

/** Checks a roadmap as writeTasks makes it of these values; with null, all that roadmap.yaml names. */
export async function checkFile(
  root: string,
  values: readonly string[],
  file: string | null = 'ROADMAP.md',
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Checked> {
  const run = await runRoadmap(root, ['check', ...(file === null ? [] : [file]), '--json'], changes);
  if (run.stderr !== '') throw new Error(run.stderr);
  const report = readOutput('check', run);
  return {
    code: run.code,
    report,
    general: report.diagnostics
      .filter(({ task }) => task === null)
      .map(({ rule, severity, line }) => `${rule} ${severity} ${line}`),
    tell: (value) => tell(report, values.indexOf(value)),
  };
}

function tell({ facts, diagnostics }: CheckReport, index: number): Told {
  const id = `P0.${index + 1}`;
  const line = 4 + 3 * index;
  const fact = facts.findLast(({ task }) => task === id);
  if (fact !== undefined && fact.line !== line) throw new Error(`${id}: a fact at line ${fact.line}`);
  const {
    file: _,
    line: _line,
    task: _task,
    due: _due,
    claim: _claim,
    kind: _kind,
    target: _target,
    ...rest
  } = fact ?? {};
  const known = Object.entries(rest).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return {
    ...Object.fromEntries(known),
    findings: diagnostics
      .filter(({ task }) => task === id)
      .map((one) => `${one.rule} ${one.severity}${one.line === line ? '' : ` at line ${one.line}`}`),
  };
}
