import type { SelftestReport } from '@roadmap-as-code/core';
import { rules } from '@roadmap-as-code/core/rules';

/** A roadmap with one open task. */
export const PLAN = '# Plan\n\n### P0 — Work\n\n- [ ] **P0.1** Do it\n  - Commit:\n  - Status:\n';

/** The families that tell a good tick from a bad one. */
const JUDGED = ['evidence', 'order', 'words', 'transition'];

/** Ids of the rules that judge ticks. */
export const judgedRules: readonly string[] = rules
  .filter(({ meta }) => JUDGED.includes(meta.family))
  .map(({ meta }) => meta.id);

/** The rules of what got by, once each. */
export function listLetBy({ plants }: SelftestReport['tables'][number]): (string | null)[] {
  return [...new Set(plants.filter(({ verdict }) => verdict === 'let-by').map(({ rule }) => rule))];
}
