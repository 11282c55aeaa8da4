import type { FactName } from '../generated/check.types.ts';
import type { Claim } from '../generated/roadmap.types.ts';

/** What git said of one hash. */
export interface CommitFact {
  readonly fact: FactName;
  /** Full hash of the commit, where there is one. */
  readonly commit: string | null;
}

/** What was found where a link leads. */
export type LinkFact = 'found' | 'no-file' | 'no-anchor' | 'not-looked-up';

/** One violation of a team's own schema, already in words. */
export interface SchemaViolation {
  /** JSON Pointer (RFC 6901) into the exported document. */
  readonly pointer: string;
  readonly message: string;
  /** What was not as it must be; the message itself, where the schema has no words for it. */
  readonly detail?: string;
}

/** Everything that was looked up outside of the file, for one check. */
export interface Facts {
  /** By hash as the claim writes it, in lower case. */
  readonly commits: ReadonlyMap<string, CommitFact>;
  /** By link target as written. */
  readonly links: ReadonlyMap<string, LinkFact>;
  readonly violations: readonly SchemaViolation[];
  /** Why some facts are unknown, and what would tell them; null where this clone can tell everything. */
  readonly blindSpot: BlindSpot | null;
}

export interface BlindSpot {
  /** As a clause: "this clone is shallow". */
  readonly reason: string;
  /** As an imperative: "Run `git fetch --unshallow` …". */
  readonly help: string;
}

export const noFacts: Facts = { commits: new Map(), links: new Map(), violations: [], blindSpot: null };

/**
 * The fact about a claim: null where there is nothing to look up. Of a range, the worse of its two ends. A hash that
 * was not looked up is unknown.
 */
export function findFact(claim: Claim, facts: Facts): CommitFact | null {
  if (claim.kind === 'foreign') return { fact: 'foreign', commit: null };
  if (claim.kind !== 'commit' && claim.kind !== 'range') return null;
  const found = claim.hashes.map(
    (hash) => facts.commits.get(hash) ?? { fact: 'unknown' as const, commit: null },
  );
  return (
    found.find(({ fact }) => fact === 'absent') ??
    found.find(({ fact }) => fact === 'unknown') ??
    found.at(-1) ??
    null
  );
}

/** The hashes that must be looked up for some claims, each once. */
export function collectHashes(claims: Iterable<Claim>): string[] {
  const hashes = new Set<string>();
  for (const claim of claims)
    if (claim.kind === 'commit' || claim.kind === 'range') for (const hash of claim.hashes) hashes.add(hash);
  return [...hashes];
}
