import type { Dialect } from '../generated/dialect.types.ts';
import { execution } from './execution.ts';
import { plan } from './plan.ts';

/** Every dialect, in the order in which detection tries them; the last one takes any file. */
export const dialects: readonly Dialect[] = [execution, plan];

/** What detection looks at. */
export interface DialectSigns {
  readonly path: string;
  /** Number of headings that are phases in that dialect. */
  phases(dialect: Dialect): number;
  /** Number of boxes that carry an id of that dialect. */
  tasks(dialect: Dialect): number;
}

/** The first dialect of which every sign that its data states is there. */
export function detectDialect(signs: DialectSigns): Dialect {
  const found = dialects.find(
    (dialect) =>
      (dialect.detect.path === undefined || new RegExp(dialect.detect.path, 'iu').test(signs.path)) &&
      (dialect.detect.phases === undefined || signs.phases(dialect) >= dialect.detect.phases) &&
      (dialect.detect.tasks === undefined || signs.tasks(dialect) >= dialect.detect.tasks),
  );
  return found ?? plan;
}
