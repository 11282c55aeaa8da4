import { describeFailure, type GitEnd } from '../run-git.ts';

/** Why a commit is not made. What was begun is undone by whoever catches it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** What to do next, as an imperative. */
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

/** A git command that should have worked. */
export function refuseFailure(what: string, end: GitEnd): Refusal {
  return new Refusal(`git could not ${what}: ${describeFailure(end)}`, 'See what `git status` says there.');
}

/** What the file system said, where it said something; anything else is an error of ours. */
export function refuseFileError(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return null;
  return new Refusal(
    `${path ?? 'a file'}: it can't be written (${syscall}: ${code})`,
    'Check its permissions and the space that is left.',
  );
}
