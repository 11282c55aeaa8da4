import type {
  Changes,
  FactName,
  Landing,
  ObjectType,
  Fact as ReportedFact,
  UnknownReason,
} from '../generated/check.types.ts';
import type { Claim, Span } from '../generated/roadmap.types.ts';
import type { SeenRun } from '../verify/statements.ts';
import type { TargetProblem } from './prospect.ts';

/** What git said of one claim. */
export interface CommitFact {
  readonly fact: FactName;
  /**
   * Full hash of the commit that was found: of a range its last, of `this` the one that carries the tick, of an
   * annotated tag the one that it names; of work that landed under another hash, the landed one that carries it.
   */
  readonly commit: string | null;
  /** Full hash of what is cited, where another commit carries its work. */
  readonly cited: string | null;
  /** Full names of some of the refs that reach it, where it is pending. */
  readonly refs: readonly string[];
  /** What it is, where it is no commit. */
  readonly objectType: ObjectType | null;
  /** The commits that an ambiguous hash can mean, or that seem to be made of what is cited. */
  readonly candidates: readonly string[];
  /** The hashes of the claim that git does not have. */
  readonly missing: readonly string[];
  /** How it landed. */
  readonly how: Landing | null;
  /** Number of commits of a range that landed. */
  readonly commits: number | null;
  /** What it changes, where it landed. */
  readonly changes: Changes | null;
  /** Full hash of the landed commit that reverted it. */
  readonly revertedBy: string | null;
  /** Why the fact or the changes are unknown. */
  readonly reason: UnknownReason | null;
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

/** Where a secret stands in the file. What it says is nowhere but there. */
export interface SecretPlace {
  /** What it is: "AWS access key id". */
  readonly kind: string;
  readonly span: Span;
}

/** What was seen of the checks of a roadmap. */
export interface Verified {
  /** The SHA-256 of the checks that roadmap.yaml has, by the names that they are under. */
  readonly checks: ReadonlyMap<string, string>;
  readonly runs: readonly SeenRun[];
}

/** Everything that was looked up outside of the file, for one check of one roadmap. */
export interface Facts {
  /** By the key of the claim. */
  readonly commits: ReadonlyMap<string, CommitFact>;
  /** What a commit must have landed on, as the config names it; HEAD where it does not. */
  readonly target: string;
  /** Why there is no target. */
  readonly targetProblem: TargetProblem | null;
  /** What git said where it could not read the history; null where it could. */
  readonly trouble: string | null;
  /** By link target as written. */
  readonly links: ReadonlyMap<string, LinkFact>;
  readonly violations: readonly SchemaViolation[];
  /** What was seen of checks that tasks name for their verification; null where nobody looked. */
  readonly verified: Verified | null;
  /** In the order of their places. */
  readonly secrets: readonly SecretPlace[];
  /** How many commits of work came after those that a review holds for, by their hashes as written; without those that can't be told. */
  readonly workSince: ReadonlyMap<string, number>;
  /** Names of those whose commits took tasks to done, where somebody has signed off. */
  readonly tickers: readonly string[];
}

export const noFacts: Facts = {
  commits: new Map(),
  target: 'HEAD',
  targetProblem: null,
  trouble: null,
  links: new Map(),
  violations: [],
  verified: null,
  secrets: [],
  workSince: new Map(),
  tickers: [],
};

/** A fact of which only some is known; the rest is none. */
export function makeFact(fact: FactName, known: Partial<CommitFact> = {}): CommitFact {
  return {
    fact,
    commit: null,
    cited: null,
    refs: [],
    objectType: null,
    candidates: [],
    missing: [],
    how: null,
    commits: null,
    changes: null,
    revertedBy: null,
    reason: null,
    ...known,
  };
}

/** A claim that git is asked about. */
export type AskedClaim = Claim & { readonly kind: 'commit' | 'this' | 'range' };

export function isAsked(claim: Claim): claim is AskedClaim {
  return claim.kind === 'commit' || claim.kind === 'this' || claim.kind === 'range';
}

/** What claims have in common that ask git the same: the hashes, or the place of a `this`. */
export function keyOfClaim(claim: AskedClaim): string {
  return claim.kind === 'this' ? `this@${claim.span.start}` : claim.hashes.join('..');
}

/** The fact about a claim: null where there is nothing to look up. What was not looked up is unknown. */
export function findFact(claim: Claim, facts: Facts): CommitFact | null {
  if (claim.kind === 'foreign') return makeFact('foreign');
  if (!isAsked(claim)) return null;
  return facts.commits.get(keyOfClaim(claim)) ?? makeFact('unknown', { reason: 'broken' });
}

/** Whether a fact is good: neither false nor unknown, and the commit did work that is still there. */
export function isGood({ fact, changes, revertedBy }: CommitFact): boolean {
  return fact === 'foreign' || (fact === 'landed' && changes === 'work' && revertedBy === null);
}

/** Why a fact or what a commit changes can't be told; null where it can. */
export function unknownReasonOf({ fact, changes, reason }: CommitFact): UnknownReason | null {
  return fact === 'unknown' || changes === 'unknown' ? (reason ?? 'broken') : null;
}

/** A fact as `check --json` prints it. */
export function reportFact(
  claim: Claim,
  found: CommitFact,
  place: Pick<ReportedFact, 'file' | 'task' | 'due' | 'target'>,
): ReportedFact {
  const { refs, candidates, missing, ...rest } = found;
  return {
    file: place.file,
    line: claim.line,
    task: place.task,
    due: place.due,
    claim: claim.text,
    kind: claim.kind as ReportedFact['kind'],
    target: place.target,
    ...rest,
    refs: [...refs],
    candidates: [...candidates],
    missing: [...missing],
  };
}

/** The hashes that must be looked up for some claims, each once. */
export function collectHashes(claims: Iterable<Claim>): string[] {
  const hashes = new Set<string>();
  for (const claim of claims) if (isAsked(claim)) for (const hash of claim.hashes) hashes.add(hash);
  return [...hashes];
}
