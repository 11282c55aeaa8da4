import type { Claim } from '../generated/roadmap.types.ts';

/** What the Commit field of a task says of its targets. */
export interface MatchedClaims {
  /** Of each target, the hash that the field lists for it; null where it lists none. */
  readonly listed: readonly (string | null)[];
  /** The other evidence of the task, as it would be named for a tick. */
  readonly others: readonly string[];
}

/**
 * Reads which targets a Commit field lists as `owner/repo@hash`. Where several targets are of one name, it lists either all
 * of them, in their order, or there is no telling which: then none of them.
 * @param names of the targets, in the order of the config
 */
export function matchClaims(claims: readonly Claim[], names: readonly string[]): MatchedClaims {
  const keys = names.map((name) => name.toLowerCase());
  const listed: (string | null)[] = keys.map(() => null);
  const own = new Set<Claim>();
  for (const key of new Set(keys)) {
    const places = keys.flatMap((one, at) => (one === key ? [at] : []));
    const there = claims.filter(
      ({ kind, repository }) => kind === 'foreign' && repository?.toLowerCase() === key,
    );
    for (const claim of there.slice(0, places.length)) own.add(claim);
    if (there.length < places.length) continue;
    for (const [at, place] of places.entries()) listed[place] = there[at]?.hashes[0] ?? null;
  }
  const others = claims.filter((claim) => !own.has(claim) && EVIDENCE.includes(claim.kind));
  return {
    listed,
    others: others.map(({ kind, text, hashes }) => (kind === 'range' ? hashes.join('..') : text)),
  };
}

const EVIDENCE: readonly Claim['kind'][] = ['commit', 'range', 'this', 'foreign'];
