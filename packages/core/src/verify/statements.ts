import type { VerifyStatement } from '../generated/verify-statement.types.ts';
import { validateVerifyStatement } from '../generated/verify-statement.validate.ts';

/** Characters of a line, and lines of a note, that are read: whoever may push can write there. */
const LONGEST_LINE = 64 * 1024;
const MOST_LINES = 1000;

/** What a statement says, as far as the law asks. */
export interface SeenRun {
  /** Full hash. */
  readonly commit: string;
  /** Path of the roadmap, as it was then. */
  readonly file: string;
  readonly task: string;
  /** Name of the check. */
  readonly check: string;
  readonly isPass: boolean;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** SHA-256 of the checks as the config had them. */
  readonly definition: string;
  /** Of the programs that ran, in their order; null for what is no program. */
  readonly exitCodes: readonly (number | null)[];
  /** Version of roadmap. */
  readonly version: string;
}

/**
 * The statements of a note. A line that is none is let be: notes are open to everyone who may push. A statement about
 * another commit than the one that the note is on says nothing.
 * @param commit full hash of the commit that the note is on
 */
export function readStatements(note: string, commit: string): SeenRun[] {
  return note
    .split('\n', MOST_LINES)
    .filter((line) => line !== '' && line.length <= LONGEST_LINE)
    .map(parseStatement)
    .filter((one) => one !== null)
    .filter(({ subject }) => subject[0]?.digest.gitCommit === commit)
    .map(({ predicate: { result, configuration, roadmap } }) => ({
      commit,
      file: roadmap.file,
      task: roadmap.task,
      check: roadmap.check,
      isPass: result === 'PASSED',
      at: roadmap.finishedOn,
      definition: configuration[0]?.digest.sha256 ?? '',
      exitCodes: roadmap.runs.map(({ exitCode }) => exitCode),
      version: roadmap.versions.roadmap,
    }));
}

function parseStatement(line: string): VerifyStatement | null {
  try {
    const value: unknown = JSON.parse(line);
    return validateVerifyStatement(value) ? (value as VerifyStatement) : null;
  } catch {
    return null;
  }
}

/** Both notes as one: each line once, in an order that is the same whichever comes first. */
export function uniteNotes(one: string, other: string): string {
  const lines = new Set([...one.split('\n'), ...other.split('\n')].filter((line) => line !== ''));
  return [...lines]
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

/** The newest run of a check for a roadmap at one of some commits; at any for its task, where none is named. */
export function findRun(
  runs: readonly SeenRun[],
  {
    file,
    task,
    check,
    commits,
  }: {
    readonly file: string;
    readonly task: string;
    readonly check: string;
    readonly commits: readonly string[];
  },
): SeenRun | null {
  const fitting = runs.filter(
    (run) =>
      run.file === file &&
      run.check === check &&
      (commits.length === 0 ? run.task === task : commits.includes(run.commit)),
  );
  return fitting.reduce<SeenRun | null>(
    (newest, run) => (newest === null || run.at > newest.at ? run : newest),
    null,
  );
}
