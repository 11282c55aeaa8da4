import type { Dialect, DialectSigns } from '../generated/dialect.types.ts';
import { backlog } from './backlog.ts';
import { conductor } from './conductor.ts';
import { execution } from './execution.ts';
import { gsd } from './gsd.ts';
import { kiro } from './kiro.ts';
import { odd } from './odd.ts';
import { openspec } from './openspec.ts';
import { plan } from './plan.ts';
import { specKit } from './spec-kit.ts';
import { superpowers } from './superpowers.ts';

/** Every dialect, in the order in which detection tries them; the last one takes any file. */
export const dialects: readonly Dialect[] = [
  execution,
  backlog,
  conductor,
  gsd,
  kiro,
  superpowers,
  specKit,
  openspec,
  odd,
  plan,
];

/** What detection looks at. */
export interface FileSigns {
  readonly path: string;
  readonly text: string;
  /** Number of headings that are phases in that dialect. */
  phases(dialect: Dialect): number;
  /** Number of boxes that carry an id of that dialect. */
  tasks(dialect: Dialect): number;
}

/** A dialect, and why a file is read in it. */
export interface Detected {
  readonly dialect: Dialect;
  /** In words, each a whole clause: "its path matches …". */
  readonly why: readonly string[];
}

/**
 * The first dialect of which every sign that one of its alternatives states is there.
 * @param own the dialects of the config, which are tried first
 */
export function detectDialect(file: FileSigns, own: readonly Dialect[] = []): Detected {
  for (const dialect of [...own, ...dialects]) {
    for (const signs of dialect.detect) {
      const why = findSigns(signs, dialect, file);
      if (why !== null) return { dialect, why };
    }
  }
  return { dialect: plan, why: ['it fits none of the others'] };
}

/** What was found of some signs; null where one is missing. The cheap ones are looked at first. */
function findSigns(signs: DialectSigns, dialect: Dialect, file: FileSigns): string[] | null {
  const { path, text, times = 1, phases, tasks } = signs;
  const why: string[] = [];
  if (path !== undefined) {
    if (!new RegExp(path, 'iu').test(file.path)) return null;
    why.push(`its path matches ${path}`);
  }
  if (text !== undefined) {
    if (countMatches(new RegExp(text, 'gimu'), file.text, times) < times) return null;
    why.push(`its text matches ${text}${times === 1 ? '' : `, ${times} times or more`}`);
  }
  if (phases !== undefined) {
    if (file.phases(dialect) < phases) return null;
    why.push(`${phases} or more of its headings are phases by the form of this dialect`);
  }
  if (tasks !== undefined) {
    if (file.tasks(dialect) < tasks) return null;
    why.push(`${tasks} or more of its boxes carry an id of this dialect`);
  }
  return why;
}

function countMatches(pattern: RegExp, text: string, most: number): number {
  let count = 0;
  while (count < most && pattern.exec(text) !== null) count += 1;
  return count;
}
