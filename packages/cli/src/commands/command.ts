import type { Line } from '../output/styled-text.ts';

/** What a command gives back: printed, and turned into an exit code, in one place. */
export interface Outcome {
  /** For a person; where `json` was asked for, that is printed instead. */
  readonly lines: readonly Line[];
  /** For a program. */
  readonly json: unknown;
  /** The whole output in a format that is neither, already harmless on a terminal. */
  readonly text?: string;
  readonly exitCode: 0 | 1 | 3;
}

/** What every command can be told. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** What a command is given of its surroundings. */
export interface Surroundings {
  /** Absolute path of the working directory. */
  readonly cwd: string;
}
