import type { ReviewReport } from '@roadmap-as-code/core';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { type Run, runRoadmap } from '../support/run-roadmap.ts';

export type CheckAnswer = ReviewReport['items'][number]['checks'][number];

export interface CheckWorld {
  readonly root: string;
  /** Full hash of its only commit. */
  readonly commit: string;
}

/** A repository whose review has one item for each check, R1 and so on, and a report that checks may take values from. */
export function makeChecked(
  checks: readonly object[],
  report: Readonly<Record<string, string>> = {},
): CheckWorld {
  const entries = Object.entries(report).map(([name, value]) => `- ${name}: ${value}`);
  const items = checks.map((_check, at) => `- [ ] **R${at + 1}** Look`);
  const plan = [
    '# Ship — Execution Roadmap\n\n### P0 — Work\n\n- [ ] **P0.1** Work\n  - Commit: <hash>\n  - Status: <one line>\n',
    `## Final report\n\n**Result:**\n\n${entries.join('\n')}\n`,
    `## Review checklist\n\n${items.join('\n')}\n`,
  ];
  const behind = Object.fromEntries(checks.map((check, at) => [`R${at + 1}`, [check]]));
  const root = makeRepository({
    'ROADMAP.md': plan.join('\n'),
    // JSON is YAML.
    'roadmap.yaml': JSON.stringify({ version: 1, roadmaps: [{ path: 'ROADMAP.md', checks: behind }] }),
  });
  return { root, commit: runGit(root, 'rev-parse', 'HEAD') };
}

/** What `roadmap review` answers to each, in their order; a config with tokens is trusted before. */
export async function answerChecks(
  checks: readonly object[],
  { environment = {}, report = {}, args = [] }: ReviewWay = {},
): Promise<{ readonly answers: readonly CheckAnswer[]; readonly run: Run }> {
  const { root } = makeChecked(checks, report);
  if (JSON.stringify(checks).includes('"token"')) await runRoadmap(root, ['trust', '--yes'], environment);
  return reviewChecked(root, environment, args);
}

interface ReviewWay {
  readonly environment?: Readonly<Record<string, string>>;
  readonly report?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export async function reviewChecked(
  root: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<{ readonly answers: readonly CheckAnswer[]; readonly run: Run }> {
  const run = await runRoadmap(root, ['review', '--json', ...args], environment);
  const { items } = readOutput('review', run);
  return { answers: items.flatMap((item) => item.checks), run };
}

/** One check alone. */
export async function answerCheck(check: object, way: ReviewWay = {}): Promise<CheckAnswer> {
  const { answers } = await answerChecks([check], way);
  const [answer] = answers;
  if (answer === undefined) throw new Error('the check was not answered');
  return answer;
}
