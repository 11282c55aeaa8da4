import { cutText, decodeSource, isSource } from '@roadmap-as-code/core';
import { hidePasswords } from '@roadmap-as-code/core/cascade';
import { Refusal, refuseFileError } from '../git/commit/refusal.ts';
import { hideSecrets } from '../secrets/hide-secrets.ts';

/** Why a target does not get what it is to say. */
export class TargetProblem extends Error {
  override readonly name = 'TargetProblem';
  /** `refused`: not before somebody changes something; `failed`: it may work at another time. */
  readonly outcome: 'refused' | 'failed';

  constructor(outcome: 'refused' | 'failed', reason: string) {
    super(reason.replace(/^(?:fatal|error|remote): /, ''));
    this.outcome = outcome;
  }
}

/** What is told of an error of a target, which goes to terminals, logs and the roadmap. Throws what is of none. */
export async function tellProblem(
  error: unknown,
): Promise<{ readonly outcome: 'refused' | 'failed'; readonly reason: string }> {
  const problem = error instanceof TargetProblem || error instanceof Refusal ? error : refuseFileError(error);
  if (problem === null) throw error;
  const said = hidePasswords(cutText(problem.message, LONGEST_SEARCHED));
  const source = decodeSource(new TextEncoder().encode(said));
  // Before it is cut: a part of a secret is not known for one.
  const reason = cutText(isSource(source) ? await hideSecrets(said, [{ source }]) : said, LONGEST_REASON);
  return { outcome: problem instanceof TargetProblem ? problem.outcome : 'failed', reason };
}

/** In characters. A remote may say as much as it likes. */
const LONGEST_SEARCHED = 4000;
const LONGEST_REASON = 300;
