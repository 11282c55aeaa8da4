import { isAsked, type Task, type TransitionReport, type VerifiedCheck } from '@roadmap-as-code/core';
import type { Check } from '@roadmap-as-code/core/checks';
import { listVerifyNames } from '@roadmap-as-code/core/verify';
import { type CheckKind, listNeeds } from '../checks/check-kind.ts';
import { checkKinds } from '../checks/kinds/index.ts';
import { findCommit } from '../git/find-commit.ts';
import type { Changing } from '../transition/make-transitions.ts';
import type { Step } from '../transition/plan-steps.ts';
import type { TransitionRequest } from '../transition/transition-request.ts';
import { refuseUntrusted } from '../trust/trust-config.ts';
import { listChecks, verifyCommit } from './verify-commit.ts';
import { findStrange } from './verify-task.ts';

type Refusal = TransitionReport['refusals'][number];
type Warning = TransitionReport['warnings'][number];

/** What was seen of one task before it is ticked. */
export interface StepVerdict {
  readonly refusals: Refusal[];
  readonly warnings: Warning[];
}

/** Runs what the task of a step names for its verification. */
export async function verifyStep(
  { repository, config }: Changing,
  { before: roadmap, planned: { task } }: Step,
  { onVerify }: TransitionRequest,
): Promise<StepVerdict> {
  const named = listVerifyNames(task, roadmap.dialect);
  const names = named.filter((name) => findStrange(roadmap, [name]).strange === null);
  const warnings = named
    .filter((name) => !names.includes(name))
    .map((name) =>
      warn(
        `${task.id}: roadmap.yaml has no check ${name}, so that nothing was run for it`,
        'Write it under `checks`, or correct the Verify field.',
      ),
    );
  if (names.length === 0) return { refusals: [], warnings };
  const untrusted = await refuseUntrustedNames({ repository, config }, roadmap, names);
  if (untrusted !== null)
    return {
      refusals: [
        {
          clause: 'evidence',
          task: task.id,
          message: `${task.id}: ${untrusted.message}`,
          help: untrusted.help,
        },
      ],
      warnings,
    };
  const commit = await findCited(repository.folder, task);
  if (commit === null) {
    const help = `Once it is committed: \`roadmap verify ${task.id}\`.`;
    return {
      refusals: [],
      warnings: [
        ...warnings,
        warn(`${task.id}: the commit that it cites is not made yet, so that nothing was run`, help),
      ],
    };
  }
  onVerify?.({ task: task.id, checks: names, commit });
  const seen = await verifyCommit({ repository, config, roadmap, task: task.id, names, commit });
  const refusals = seen.checks.filter(({ verdict }) => verdict === 'fail').map((one) => refuse(task.id, one));
  const doubts = seen.checks.filter(({ verdict }) => verdict !== 'fail' && verdict !== 'pass');
  return {
    refusals,
    warnings: [
      ...warnings,
      ...doubts.map(({ check, message }) =>
        warn(
          `${task.id}: its check ${check} could not be run: ${message}`,
          `Run it later: \`roadmap verify ${task.id}\`.`,
        ),
      ),
      ...seen.warnings.map((message) =>
        warn(`${task.id}: ${message}`, `Run it again: \`roadmap verify ${task.id}\`.`),
      ),
    ],
  };
}

/** What could run code is refused as a whole: an agent is not to tick by leaving the config untrusted. */
async function refuseUntrustedNames(
  { repository, config }: Pick<Changing, 'repository' | 'config'>,
  roadmap: Step['before'],
  names: readonly string[],
): Promise<{ readonly message: string; readonly help: string } | null> {
  const checks: readonly Check[] = names.flatMap((name) => listChecks(roadmap, name));
  const needs = checks.flatMap((check) => listNeeds(checkKinds[check.kind] as CheckKind, check));
  return needs.includes('trust') ? (await refuseUntrusted(repository, config))('trust') : null;
}

/** The last commit that a task cites; HEAD where it cites none of this repository; null where it is not made yet. */
async function findCited(folder: string, { claims }: Task): Promise<string | null> {
  const asked = claims.filter(isAsked);
  const last = asked.findLast(({ kind }) => kind !== 'this')?.hashes.at(-1);
  if (last === undefined) return asked.length > 0 ? null : findCommit(folder, 'HEAD');
  return findCommit(folder, last);
}

function refuse(task: string, { check, commit, message, help }: VerifiedCheck): Refusal {
  return {
    clause: 'evidence',
    task,
    message: `${task}: its check ${check} fails at ${commit.slice(0, SHORT)}: ${message}`,
    help: help ?? 'Mend the work, commit it, and cite that commit.',
  };
}

/** Digits that are enough to find a commit by, for a person. */
const SHORT = 12;

function warn(message: string, help: string): Warning {
  return { rule: 'verify-missing', message, help };
}
