import { createHash } from 'node:crypto';
import type { CheckedItem, Config, VerifiedCheck, VerifyStatement } from '@roadmap-as-code/core';
import { type Check, combineVerdicts } from '@roadmap-as-code/core/checks';
import { runChecks } from '../checks/run-checks.ts';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { refuseUntrusted } from '../trust/trust-config.ts';
import { writeCanonical } from '../trust/write-canonical.ts';
import { withCleanTree } from './clean-tree.ts';
import { appendNote } from './notes.ts';
import { readToolVersions } from './tool-versions.ts';

/** What is to be looked at, and where. */
export interface Verification {
  readonly repository: Repository;
  readonly config: Config | null;
  readonly roadmap: LoadedRoadmap;
  /** Id of the task. */
  readonly task: string;
  /** Names of checks, all of which the config has. */
  readonly names: readonly string[];
  /** Full hash. */
  readonly commit: string;
}

export interface Verified {
  readonly checks: VerifiedCheck[];
  readonly warnings: string[];
}

/** Milliseconds that a check may take where its kind says nothing else. */
const USUAL_WAIT = 30_000;

/**
 * Runs checks one after the other in a clean working tree of a commit, and keeps a statement on each that passed or failed
 * in a note on the commit. What could not be looked at leaves none.
 */
export async function verifyCommit(verification: Verification): Promise<Verified> {
  const { repository, names, commit } = verification;
  const startedOn = new Date().toISOString();
  const checks = await withCleanTree(repository, commit, async (tree) => {
    if (tree.kind === 'refused')
      return names.map((name) => describe(name, commit, [], `no clean working tree: ${tree.message}`));
    const made: VerifiedCheck[] = [];
    for (const name of names) made.push(await runNamed(name, verification, tree.repository, tree.signal));
    return made;
  });
  const versions = await readToolVersions(repository.root);
  const told = checks.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail');
  const lines = told.map((one) =>
    JSON.stringify(state(verification, one, { startedOn, finishedOn: new Date().toISOString(), versions })),
  );
  if (lines.length === 0) return { checks, warnings: [] };
  try {
    await appendNote(repository.root, commit, lines);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { checks, warnings: [`what was seen could not be kept: ${why}`] };
  }
  return { checks: checks.map((one) => ({ ...one, recorded: told.includes(one) })), warnings: [] };
}

async function runNamed(
  name: string,
  { repository, config, roadmap, task, commit }: Verification,
  tree: Repository,
  stop: AbortSignal,
): Promise<VerifiedCheck> {
  const refuse = await refuseUntrusted(repository, config);
  const asked = listChecks(roadmap, name).map((check) => ({ item: task, check }));
  const results = await runChecks(
    asked,
    { repository: tree, roadmap, config, commit },
    // Programs in one working tree would be in each other's way.
    { refuse, wait: USUAL_WAIT, stop, mostAtOnce: 1, onProgress: () => undefined },
  );
  return describe(name, commit, results, null);
}

/** The checks that the config has under a name. */
export function listChecks({ config }: LoadedRoadmap, name: string): readonly Check[] {
  const { checks = {} } = config ?? {};
  return Object.hasOwn(checks, name) ? (checks[name] as unknown as readonly Check[]) : [];
}

function describe(
  check: string,
  commit: string,
  checks: CheckedItem[],
  trouble: string | null,
): VerifiedCheck {
  const verdict = trouble === null ? combineVerdicts(checks.map((one) => one.verdict)) : 'unknown';
  const worst = checks.filter((one) => one.verdict === verdict);
  return {
    check,
    commit,
    verdict,
    message: trouble ?? worst.map(({ message }) => message).join('; '),
    help: worst.find(({ help }) => help !== null)?.help ?? null,
    recorded: false,
    checks,
  };
}

/** SHA-256 of the checks as the config has them, in hex. */
export function digestChecks(checks: readonly Check[]): string {
  return createHash('sha256').update(writeCanonical(checks)).digest('hex');
}

/** An in-toto statement (https://in-toto.io/Statement/v1) on a check that passed or failed. */
function state(
  { roadmap, task }: Verification,
  { check, commit, verdict, checks }: VerifiedCheck,
  about: Pick<VerifyStatement['predicate']['roadmap'], 'startedOn' | 'finishedOn' | 'versions'>,
): VerifyStatement {
  const isPass = verdict === 'pass';
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: `${roadmap.graph.path} ${task}`, digest: { gitCommit: commit } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: isPass ? 'PASSED' : 'FAILED',
      configuration: [
        { name: `roadmap.yaml ${check}`, digest: { sha256: digestChecks(listChecks(roadmap, check)) } },
      ],
      passedTests: isPass ? [check] : [],
      failedTests: isPass ? [] : [check],
      roadmap: {
        file: roadmap.graph.path,
        task,
        check,
        ...about,
        runs: checks.map(({ kind, name, verdict: one, run }) => ({
          kind,
          name,
          verdict: one,
          exitCode: run?.exitCode ?? null,
          milliseconds: run?.milliseconds ?? null,
          stdout: run === undefined ? null : { sha256: run.stdout },
          stderr: run === undefined ? null : { sha256: run.stderr },
        })),
      },
    },
  };
}
