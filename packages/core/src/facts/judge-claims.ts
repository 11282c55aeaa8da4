import type { FactName, ObjectType, UnknownReason } from '../generated/check.types.ts';
import { firstParentOf } from '../history/history.ts';
import type { Comparison, Elsewhere } from './elsewhere.ts';
import { type AskedClaim, type CommitFact, keyOfClaim, makeFact } from './facts.ts';
import { type Clone, makeProspect, type Prospect, type Target } from './prospect.ts';

/** What git has under one hash, or what carries one tick. */
export type Sighting =
  | { readonly kind: 'commit'; readonly commit: string }
  /** A tick that `this` stands under, and that the target does not have. */
  | { readonly kind: 'uncommitted' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly kind: 'object'; readonly type: ObjectType; readonly commit: string | null }
  | { readonly kind: 'missing' }
  /** git could not say. */
  | { readonly kind: 'unread' };

/** The fact about a claim but for what its commit changes, and what tells that; null where that is told, or moot. */
export interface Draft {
  readonly key: string;
  readonly fact: CommitFact;
  readonly comparison: Comparison | null;
}

/** @param sightings of the claim's hashes, in their order; of a `this`, of its carrier alone */
export type Judge = (claim: AskedClaim, sightings: readonly Sighting[]) => Draft;

/**
 * What a clone says of claims, against one target.
 * @param elsewhere what became of claims whose commits the target does not have, by their keys
 */
export function makeJudge(
  clone: Clone,
  target: Target,
  elsewhere: ReadonlyMap<string, Elsewhere> = new Map(),
): Judge {
  const scene: Scene = {
    clone,
    target,
    prospect: clone.history === null ? null : makeProspect(clone.history, clone.boundary, target),
  };
  return (claim, sightings) => {
    const key = keyOfClaim(claim);
    const found = elsewhere.get(key);
    const facts = sightings.map((sighting, at) => judgeSighting(sighting, claim.hashes[at] ?? '', scene));
    const [first = unknown('broken'), last = first] = facts;
    const { fact, comparison } =
      claim.kind === 'range' ? judgeRange(first, last, scene) : judgeWork(claim, first, scene);
    return { key, ...(found === undefined ? { fact, comparison } : judgeElsewhere(fact, found)) };
  };
}

/** What differs between the two sides of a comparison, as far as that matters. */
export interface Difference {
  /** Number of files. */
  readonly count: number;
  /** Whether one of them is no roadmap. */
  readonly hasWork: boolean;
}

/** @param difference null where git could not tell */
export function finishDraft(
  { fact, comparison }: Draft,
  difference: Difference | null,
  { partial }: Clone,
): CommitFact {
  if (comparison === null) return fact;
  if (difference === null) return { ...fact, changes: 'unknown', reason: partial ? 'partial' : 'broken' };
  if (difference.count === 0) return { ...fact, changes: 'nothing' };
  return { ...fact, changes: difference.hasWork ? 'work' : 'roadmap' };
}

interface Scene {
  readonly clone: Clone;
  readonly target: Target;
  readonly prospect: Prospect | null;
}

type Judged = Omit<Draft, 'key'>;

function unknown(reason: UnknownReason, commit: string | null = null): CommitFact {
  return makeFact('unknown', { reason, commit });
}

function judgeSighting(sighting: Sighting, hash: string, scene: Scene): CommitFact {
  const { clone, target } = scene;
  switch (sighting.kind) {
    case 'commit':
      return judgeCommit(sighting.commit, scene);
    case 'uncommitted':
      if (isTargetMissing(target)) return unknown(reasonOfTarget(target));
      return clone.history === null ? unknown('broken') : makeFact('pending');
    case 'ambiguous':
      return makeFact('ambiguous', { candidates: sighting.candidates });
    case 'object':
      return makeFact('not-a-commit', { objectType: sighting.type, commit: sighting.commit });
    case 'missing':
      if (clone.boundary.size > 0) return unknown('shallow');
      return clone.isWhole ? makeFact('absent', { missing: [hash] }) : unknown('broken');
    case 'unread':
      return unknown(clone.partial ? 'partial' : 'broken');
  }
}

function judgeCommit(commit: string, { clone, target, prospect }: Scene): CommitFact {
  if (prospect === null) return unknown('broken', commit);
  if (isTargetMissing(target)) return unknown(reasonOfTarget(target), commit);
  const index = prospect.history.indexes.get(commit);
  if (index !== undefined && prospect.hasLanded(index))
    return makeFact('landed', { commit, how: 'ancestor' });
  if (!clone.isWhole) return unknown('broken', commit);
  // What lies behind the cut may lead from the target to the commit.
  if (prospect.isCut()) return unknown('shallow', commit);
  const refs = index === undefined ? [] : prospect.refsOf(index);
  if (refs.length > 0) return makeFact('pending', { commit, refs });
  return clone.boundary.size > 0 ? unknown('shallow', commit) : makeFact('dangling', { commit });
}

function isTargetMissing({ commit, unborn }: Target): boolean {
  return commit === null && !unborn;
}

function reasonOfTarget({ problem }: Target): UnknownReason {
  return problem === 'unread' ? 'broken' : 'no-target';
}

/** Of a single commit that landed: who reverted it, and what it is to be compared with. */
function judgeWork({ kind }: AskedClaim, fact: CommitFact, { clone, prospect }: Scene): Judged {
  const index = prospect?.history.indexes.get(fact.commit ?? '');
  if (prospect === null || fact.commit === null || index === undefined || fact.fact !== 'landed')
    return { fact, comparison: null };
  // Where a history was cut off, the tick may have been there before.
  if (kind === 'this' && clone.boundary.has(fact.commit))
    return { fact: unknown('shallow'), comparison: null };
  const found = { ...fact, revertedBy: idOf(prospect.findRevert(index), prospect) };
  if (clone.boundary.has(fact.commit))
    return { fact: { ...found, changes: 'unknown', reason: 'shallow' }, comparison: null };
  const parent = firstParentOf(prospect.history, index);
  return { fact: found, comparison: { commit: fact.commit, with: idOf(parent, prospect) } };
}

/** @param fact without what was found elsewhere */
function judgeElsewhere(fact: CommitFact, found: Elsewhere): Judged {
  const { commit, candidates } = fact;
  if (found.kind === 'untold') return { fact: unknown(found.reason, commit), comparison: null };
  if (found.kind === 'rewritten') {
    const reason = 'rewritten';
    return {
      fact: makeFact('unknown', { commit, reason, candidates: [...candidates, ...found.by] }),
      comparison: null,
    };
  }
  const { cited, how, revertedBy, commits, comparison } = found;
  return { fact: makeFact('landed', { commit: found.commit, cited, how, revertedBy, commits }), comparison };
}

/** Whether the target lacks what a claim cites, so that its work may be there under another hash. */
export function isLost({ fact, commit }: CommitFact): boolean {
  return fact === 'dangling' || fact === 'absent' || (fact === 'pending' && commit !== null);
}

/** Facts that a range has from either of its ends, the worst first. */
const WORST: readonly FactName[] = ['absent', 'ambiguous', 'not-a-commit', 'unknown'];

/** A range landed when its last commit did: all that it has is reached from there. */
function judgeRange(from: CommitFact, to: CommitFact, { clone, prospect }: Scene): Judged {
  const bad = WORST.map((name) => [from, to].find(({ fact }) => fact === name)).find(
    (one) => one !== undefined && !(one === from && isThere(from)),
  );
  if (bad !== undefined) {
    const missing = [...new Set([...from.missing, ...to.missing])];
    return { fact: { ...bad, missing }, comparison: null };
  }
  if (prospect === null || to.fact !== 'landed') return { fact: to, comparison: null };
  const start = prospect.history.indexes.get(from.commit ?? '');
  const end = prospect.history.indexes.get(to.commit ?? '');
  if (start === undefined || end === undefined || to.commit === null)
    return { fact: unknown('broken', to.commit), comparison: null };
  const { commits, base } = prospect.readRange(start, end);
  const revertedBy = idOf(findOuterRevert(commits, prospect), prospect);
  const fact: CommitFact = { ...to, commits: commits.length, revertedBy };
  if (commits.length === 0) return { fact: { ...fact, changes: 'nothing' }, comparison: null };
  if (commits.some((index) => clone.boundary.has(prospect.history.ids[index] ?? '')))
    return { fact: { ...fact, changes: 'unknown', reason: 'shallow' }, comparison: null };
  return { fact, comparison: { commit: to.commit, with: idOf(base ?? start, prospect) } };
}

/** A range begins where it begins, whether or not a shallow clone can tell that its start landed. */
function isThere({ fact, commit, reason }: CommitFact): boolean {
  return fact === 'unknown' && commit !== null && reason === 'shallow';
}

/** The commit outside of a range that reverted one inside: what a range itself takes back was part of the work. */
function findOuterRevert(commits: readonly number[], prospect: Prospect): number | null {
  const inside = new Set(commits);
  const by = commits.map(prospect.findRevert).find((one) => one !== null && !inside.has(one));
  return by ?? null;
}

function idOf(index: number | null, { history }: Prospect): string | null {
  return index === null ? null : (history.ids[index] ?? null);
}
