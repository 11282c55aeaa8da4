import type { CommandCheck } from '../generated/command-check.types.ts';
import type { FileCheck } from '../generated/file-check.types.ts';
import type { ForgePackageCheck } from '../generated/forge-package-check.types.ts';
import type { ForgeRunCheck } from '../generated/forge-run-check.types.ts';
import type { ForgeRunnerCheck } from '../generated/forge-runner-check.types.ts';
import type { GitBranchCheck } from '../generated/git-branch-check.types.ts';
import type { GitTagCheck } from '../generated/git-tag-check.types.ts';
import type { HttpCheck } from '../generated/http-check.types.ts';
import type { NoPlaceholderCheck } from '../generated/no-placeholder-check.types.ts';
import type { NpmPackageCheck } from '../generated/npm-package-check.types.ts';
import type { ReportCompleteCheck } from '../generated/report-complete-check.types.ts';
import type { ProgramRun, Verdict } from '../generated/review.types.ts';
import type { SurprisesAnsweredCheck } from '../generated/surprises-answered-check.types.ts';
import type { SystemdUnitCheck } from '../generated/systemd-unit-check.types.ts';
import type { TasksDoneCheck } from '../generated/tasks-done-check.types.ts';

/** What a config puts behind a review item, a requirement or a task. Each kind has a schema of its own. */
export type Check =
  | CommandCheck
  | FileCheck
  | ForgePackageCheck
  | ForgeRunCheck
  | ForgeRunnerCheck
  | GitBranchCheck
  | GitTagCheck
  | HttpCheck
  | NoPlaceholderCheck
  | NpmPackageCheck
  | ReportCompleteCheck
  | SurprisesAnsweredCheck
  | SystemdUnitCheck
  | TasksDoneCheck;

export type CheckKindName = Check['kind'];

/** One thing that was looked at, and what came back, each in a line or two. */
export interface Sight {
  readonly place: string;
  readonly found: string;
}

/** What a check came to. */
export interface CheckResult {
  readonly verdict: Verdict;
  /** What holds, or what does not, for a person. */
  readonly message: string;
  /** What to do next; null where there is nothing to do. */
  readonly help: string | null;
  readonly seen: readonly Sight[];
  /** Of a program, how it ended. */
  readonly run?: ProgramRun;
}

/** The verdict of several checks together: what is worst, and a person before nothing at all. */
export function combineVerdicts(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['fail', 'unknown', 'person', 'pass'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'person';
}
