import type { ShownRun, ShownTask } from '../generated/show.types.ts';
import { findRun, type SeenRun } from './statements.ts';

/** What is known of the checks that a task names. */
export interface KnownRuns {
  /** Path of the roadmap. */
  readonly file: string;
  /** Names that the Verify field gives. */
  readonly names: readonly string[];
  readonly runs: readonly SeenRun[];
  /** SHA-256 of the checks that the config has under a name; null where it has none. */
  digestOf(name: string): string | null;
}

/** The newest run of each check of a task at a commit that it cites: a pass that was seen, beside one that is claimed. */
export function showRuns(
  { id, claims }: Pick<ShownTask, 'id' | 'claims'>,
  { file, names, runs, digestOf }: KnownRuns,
): ShownRun[] {
  const commits = claims
    .flatMap(({ evidence }) => [evidence?.cited ?? null, evidence?.commit ?? null])
    .filter((commit) => commit !== null);
  return names.map((check): ShownRun => {
    const digest = digestOf(check);
    const run = findRun(runs, { file, task: id, check, commits });
    const known = digest !== null;
    if (run === null)
      return {
        check,
        known,
        verdict: null,
        commit: null,
        at: null,
        exitCodes: [],
        version: null,
        current: null,
      };
    return {
      check,
      known,
      verdict: run.isPass ? 'pass' : 'fail',
      commit: run.commit,
      at: run.at,
      exitCodes: [...run.exitCodes],
      version: run.version,
      current: run.definition === digest,
    };
  });
}
