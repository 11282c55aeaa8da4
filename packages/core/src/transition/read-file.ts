import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import type { Source } from '../source/source.ts';

/** A file as it is, with what was read in it. */
export interface ReadFile {
  readonly graph: Roadmap;
  readonly source: Source;
  readonly dialect: Dialect;
}
