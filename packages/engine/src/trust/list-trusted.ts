import { createHash } from 'node:crypto';
import type { Config, TrustedProgram, TrustedToken } from '@roadmap-as-code/core';
import type { Check } from '@roadmap-as-code/core/checks';
import { type CheckKind, listNeeds } from '../checks/check-kind.ts';
import { checkKinds } from '../checks/kinds/index.ts';
import { writeCanonical } from './write-canonical.ts';

/** What a config is trusted with, or is not. */
export interface Trusted {
  /** All that it would have run, each once, with where it is asked for. */
  readonly programs: readonly TrustedProgram[];
  /** All that it would have sent from the environment. */
  readonly tokens: readonly TrustedToken[];
}

export function listTrusted(config: Config | null): Trusted {
  const programs = new Map<string, TrustedProgram>();
  const tokens = new Map<string, TrustedToken>();
  for (const { path, checks = {} } of config?.roadmaps ?? [])
    for (const [name, all] of Object.entries(checks))
      for (const check of all as unknown as readonly Check[]) {
        const kind = checkKinds[check.kind] as CheckKind;
        if (!listNeeds(kind, check).includes('trust')) continue;
        const program = kind.program?.(check);
        const sent = kind.tokens?.(check) ?? [];
        if (program === undefined && sent.length === 0)
          throw new Error(`${check.kind} needs trust, and says not for what`);
        const place = `${path} ${name}`;
        if (program !== undefined) addTo(programs, { kind: check.kind, ...program }, place);
        for (const one of sent) addTo(tokens, one, place);
      }
  return { programs: sortByKey(programs), tokens: sortByKey(tokens) };
}

function addTo<One extends { readonly behind: string[] }>(
  found: Map<string, One>,
  one: Omit<One, 'behind'>,
  place: string,
): void {
  const key = writeCanonical(one);
  const behind = [...new Set([...(found.get(key)?.behind ?? []), place])];
  found.set(key, { ...one, behind } as One);
}

function sortByKey<One>(found: ReadonlyMap<string, One>): One[] {
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}

/**
 * SHA-256 of what would run and be sent, in hex. Where it is asked for, and what is expected of it, are no part: a config
 * that changes in nothing else runs nothing else.
 */
export function digestTrusted({ programs, tokens }: Trusted): string {
  const plain = {
    programs: programs.map(({ behind: _behind, ...program }) => program),
    tokens: tokens.map(({ behind: _behind, ...token }) => token),
  };
  return createHash('sha256')
    .update(writeCanonical({ version: 1, ...plain }))
    .digest('hex');
}
