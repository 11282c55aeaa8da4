import { hidePasswords } from '@roadmap-as-code/core/cascade';

/** Why a target does not get what it is to say. */
export class TargetProblem extends Error {
  override readonly name = 'TargetProblem';
  /** `refused`: not before somebody changes something; `failed`: it may work at another time. */
  readonly outcome: 'refused' | 'failed';

  constructor(outcome: 'refused' | 'failed', reason: string) {
    super(hidePasswords(reason));
    this.outcome = outcome;
  }
}
