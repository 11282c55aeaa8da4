import type { Config, TrustedProgram, TrustedToken } from '@roadmap-as-code/core';
import type { Check, CheckResult } from '@roadmap-as-code/core/checks';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** What a check may look at, and how long. */
export interface CheckWorld {
  readonly repository: Repository;
  readonly roadmap: LoadedRoadmap;
  readonly config: Config | null;
  /** Full hash of the commit that is reviewed. */
  readonly commit: string;
  /** Ends the check, whose time is over. */
  readonly signal: AbortSignal;
}

/** What a check needs beside the repository, and may not have. */
export type Need =
  /** `--offline` leaves it out. */
  | 'network'
  /** It could run code, or sends a token: the config must be trusted before. */
  | 'trust';

/** What a person trusts a config with. */
export type CheckedProgram = Omit<TrustedProgram, 'kind' | 'behind'>;

/** A token that a check sends, and where to. */
export type SentToken = Omit<TrustedToken, 'behind'>;

/** One kind of check. It never throws for what it finds: what it can't look at is `unknown`, and says why. */
export interface CheckKind<Kind extends Check['kind'] = Check['kind']> {
  readonly kind: Kind;
  readonly needs: readonly Need[] | ((check: Extract<Check, { kind: Kind }>) => readonly Need[]);
  /** What it looks at, where the config gives it no name: in a few words. */
  describe(check: Extract<Check, { kind: Kind }>): string;
  /** What it would run, as the config has it, where it needs trust. */
  program?(check: Extract<Check, { kind: Kind }>): CheckedProgram;
  /** The tokens that it would send, as the config has it. */
  tokens?(check: Extract<Check, { kind: Kind }>): readonly SentToken[];
  /** Milliseconds that it may take; without it, what whoever runs the checks gives to each. */
  limit?(check: Extract<Check, { kind: Kind }>): number;
  /** Why values of the report may not stand where they do; null where they may. */
  refuseFilled?(
    written: Extract<Check, { kind: Kind }>,
    filled: Extract<Check, { kind: Kind }>,
  ): string | null;
  /** @param check with the values of the report filled in */
  run(check: Extract<Check, { kind: Kind }>, world: CheckWorld): Promise<CheckResult>;
}

/** What could not be looked at. */
export function unknown(message: string, help: string, seen: CheckResult['seen'] = []): CheckResult {
  return { verdict: 'unknown', message, help, seen };
}

/** What a check needs, as its kind says. */
export function listNeeds(kind: CheckKind, check: Check): readonly Need[] {
  return typeof kind.needs === 'function' ? kind.needs(check) : kind.needs;
}
