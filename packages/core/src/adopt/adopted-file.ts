import type { State } from '../generated/roadmap.types.ts';
import type { ReadFile } from '../transition/read-file.ts';

/** A file that somebody wants to work with. */
export interface AdoptedFile extends ReadFile {
  /** Why it was taken for its dialect, each a clause; empty where the config names it. */
  readonly why: readonly string[];
  /** What the config says that boxes mean. */
  readonly states: Readonly<Record<string, State>>;
}
