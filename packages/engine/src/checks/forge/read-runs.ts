import { asFields, readAll, readNumber, readText } from './read-fields.ts';

/** A run of a workflow, whichever forge told of it. */
export interface ForgeRun {
  readonly id: number;
  /** Its number in the repository. */
  readonly number: number;
  /** Hash of the commit that it ran at. */
  readonly commit: string;
  /** The file of the workflow, with or without its folder. */
  readonly workflow: string;
  /** Address of its page. */
  readonly page: string;
  /** `success`, `failure` and so on; null where it has not ended. */
  readonly outcome: string | null;
  /** What the forge says of it while it has not ended. */
  readonly status: string;
}

export interface RunList {
  readonly runs: readonly ForgeRun[];
  /** How many there are in all. */
  readonly total: number;
}

/** Null for another shape. */
export function readRunList(value: unknown): RunList | null {
  const fields = asFields(value);
  if (fields === null) return null;
  const runs = readAll(fields['workflow_runs'], readRun);
  const total = readNumber(fields, 'total_count');
  return runs === null || total === null ? null : { runs, total };
}

/** Words of Forgejo that say how a run ended; Gitea and GitHub say `completed`, and how in `conclusion`. */
const OUTCOMES: readonly string[] = ['success', 'failure', 'cancelled', 'skipped'];

/** Forgejo has names of its own for what Gitea calls as GitHub does. Null for another shape. */
export function readRun(value: unknown): ForgeRun | null {
  const fields = asFields(value);
  if (fields === null) return null;
  const id = readNumber(fields, 'id');
  const number = readNumber(fields, 'run_number') ?? readNumber(fields, 'index_in_repo');
  const commit = readText(fields, 'head_sha') ?? readText(fields, 'commit_sha');
  const workflow = readText(fields, 'path') ?? readText(fields, 'workflow_id');
  const status = readText(fields, 'status');
  if (id === null || number === null || commit === null || workflow === null || status === null) return null;
  const ended = OUTCOMES.includes(status) ? status : null;
  return {
    id,
    number,
    commit: commit.toLowerCase(),
    // `publish.yml@refs/heads/main` in Gitea.
    workflow: workflow.replace(/@refs\/.*$/, ''),
    page: readText(fields, 'html_url') ?? '',
    outcome: status === 'completed' ? readText(fields, 'conclusion') : ended,
    status,
  };
}
