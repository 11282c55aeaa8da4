import type { DamageKind, ReportedDamage } from '@roadmap-as-code/core';

/** Something that is wrong, and how it is mended. */
export interface Ailment {
  readonly kind: DamageKind;
  readonly file: string;
  readonly line: number | null;
  readonly task: string | null;
  readonly message: string;
  /** What `mend` does, as an imperative; null where that is for a person. */
  readonly repair: string | null;
  readonly help: string | null;
  readonly diff: readonly string[];
  /** Absolute paths of the files that the repair may change; those that are there are backed up before it. */
  readonly changes: readonly string[];
  /**
   * The caller holds the lock of the repository. Those that are mended together have the same function. Null where
   * taking the lock is the repair.
   */
  readonly mend: (() => Promise<void>) | null;
}

/** What most ailments have not. */
export const NOTHING_MORE = {
  line: null,
  task: null,
  help: null,
  diff: [],
  changes: [],
  mend: null,
} as const;

export function report(
  { kind, file, line, task, message, repair, help, diff }: Ailment,
  outcome: ReportedDamage['outcome'],
  backups: readonly string[],
): ReportedDamage {
  return { kind, file, line, task, message, repair, help, diff: [...diff], outcome, backups: [...backups] };
}
