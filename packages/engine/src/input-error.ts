/**
 * The tool could not run: wrong usage, a config or file that can't be read, git missing. Nothing was changed. The
 * command line turns it into its message and exit code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** What to do next, as an imperative. */
  readonly help: string;

  /** @param message what is wrong, led by the place where it is: `file:line:column: …` */
  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}
