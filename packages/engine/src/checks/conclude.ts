import { nameSome } from '@roadmap-as-code/core';
import type { CheckResult, Sight } from '@roadmap-as-code/core/checks';

/** What is wrong, or what could not be looked at, and what to do. */
export interface Finding {
  readonly message: string;
  readonly help: string;
}

/** What a check of several places found. */
export interface Findings {
  readonly faults: readonly Finding[];
  /** Places that could not be looked at. */
  readonly troubles: readonly Finding[];
  readonly seen: readonly Sight[];
}

const MOST_NAMED = 5;
const MOST_HELPS = 3;

/**
 * One verdict: a fault is a `fail`, whatever else could not be looked at; else one trouble is enough for `unknown`.
 * @param holds what holds where nothing was found
 */
export function conclude({ faults, troubles, seen }: Findings, holds: string): CheckResult {
  const findings = [...faults, ...troubles];
  if (findings.length === 0) return { verdict: 'pass', message: holds, help: null, seen };
  const helps = [...new Set((faults.length > 0 ? faults : troubles).map(({ help }) => help))];
  return {
    verdict: faults.length > 0 ? 'fail' : 'unknown',
    message: [faults, troubles].flatMap(sayAll).join('; '),
    help: helps.slice(0, MOST_HELPS).join(' '),
    seen,
  };
}

function sayAll(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  return [
    nameSome(
      findings.map(({ message }) => message),
      MOST_NAMED,
    ),
  ];
}
