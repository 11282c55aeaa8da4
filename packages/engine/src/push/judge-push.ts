import { checkChange } from '../changes/check-change.ts';
import { namePush } from '../changes/name-change.ts';
import type { Repository } from '../git/find-repository.ts';

/** What the law says of a push, as a server would. */
export interface PushProblem {
  readonly message: string;
  readonly help: string;
}

const MOST_NAMED = 3;

/**
 * Asks the law of what a push brings.
 * @param old full hash; null where the branch is new
 * @returns null where it allows it
 */
export async function judgePush(
  repository: Repository,
  branch: string,
  old: string | null,
  now: string,
): Promise<PushProblem | null> {
  const request = await namePush(repository, {
    ref: `refs/heads/${branch}`,
    old: old ?? '0'.repeat(now.length),
    now,
  });
  const { report } = await checkChange(repository, request);
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return null;
  const named = errors
    .slice(0, MOST_NAMED)
    .map(({ file, line, column, message, rule }) => `${file}:${line}:${column}: ${message} (${rule})`);
  const more = errors.length - named.length;
  return {
    message: [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    help: first.help,
  };
}
