import { createHash } from 'node:crypto';
import type { Config, TrustedProgram } from '@roadmap-as-code/core';
import type { Check } from '@roadmap-as-code/core/checks';
import { type CheckKind, listNeeds } from '../checks/check-kind.ts';
import { checkKinds } from '../checks/kinds/index.ts';
import { writeCanonical } from './write-canonical.ts';

/** All that a config would have run, each once, with where it is asked for. */
export function listPrograms(config: Config | null): TrustedProgram[] {
  const found = new Map<string, TrustedProgram>();
  for (const { path, checks = {} } of config?.roadmaps ?? [])
    for (const [name, all] of Object.entries(checks))
      for (const check of all as unknown as readonly Check[]) {
        const kind = checkKinds[check.kind] as CheckKind;
        if (!listNeeds(kind, check).includes('trust')) continue;
        const program = kind.program?.(check);
        if (program === undefined) throw new Error(`${check.kind} needs trust, and says not for what`);
        const key = writeCanonical({ kind: check.kind, ...program });
        const behind = [...new Set([...(found.get(key)?.behind ?? []), `${path} ${name}`])];
        found.set(key, { kind: check.kind, ...program, behind });
      }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, program]) => program);
}

/**
 * SHA-256 of what would run, in hex. Where it is asked for, and what is expected of it, are no part: a config that changes
 * in nothing else runs nothing else.
 */
export function digestPrograms(programs: readonly TrustedProgram[]): string {
  const plain = programs.map(({ behind: _behind, ...program }) => program);
  return createHash('sha256')
    .update(writeCanonical({ version: 1, programs: plain }))
    .digest('hex');
}
