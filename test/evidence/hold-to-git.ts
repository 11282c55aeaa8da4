import { expect } from '@jest/globals';
import type { Fact } from '@roadmap-as-code/core';
import { holdElsewhere } from './hold-elsewhere.ts';
import { type Held, holdWork, nameChanges } from './hold-work.ts';

/** Expects of a fact what plain git commands say of its claim. */
export function holdToGit(fact: Fact, held: Held): void {
  const hashes = fact.claim.toLowerCase().split('..');
  const [from = '', to = from] = hashes;
  const missing = hashes.filter((hash) => held.git.typeOf(hash) === null);
  const none = { claim: fact.claim, refs: [], objectType: null, candidates: [], reason: null };
  const untold = { ...none, how: null, commits: null, changes: null, revertedBy: null };
  if (missing.length > 0) {
    expect(fact).toMatchObject({
      ...untold,
      fact: 'absent',
      commit: null,
      missing: [...new Set(missing)],
    });
    return;
  }
  const other = hashes.find((hash) => !held.git.isCommit(hash));
  if (other !== undefined) {
    const objectType = held.git.typeOf(other);
    const commit = objectType === 'tag' ? held.git.commitOf(other) : null;
    expect(fact).toMatchObject({ ...untold, fact: 'not-a-commit', objectType, commit, missing: [] });
    return;
  }
  const commit = held.git.commitOf(to);
  if (held.git.isAncestor(commit, held.target)) {
    expect(fact).toMatchObject({ ...none, fact: 'landed', how: 'ancestor', commit, missing: [] });
    if (hashes.length === 1) holdWork(fact, commit, held);
    else holdRange(fact, from, commit, held);
    return;
  }
  if (holdElsewhere(fact, commit, hashes.length === 1 ? null : from, held)) return;
  const refs = held.git.listRefs(commit);
  const name = refs.length > 0 ? 'pending' : 'dangling';
  expect(fact).toMatchObject({ ...untold, fact: name, commit, missing: [], refs: expect.any(Array) });
  holdRefs(fact, commit, held, refs);
}

function holdRange(fact: Fact, from: string, to: string, held: Held): void {
  const { git } = held;
  const inside = git.list(from, to);
  const changes =
    inside.length === 0
      ? ['nothing']
      : git.listRangeChanges(from, to).map((paths) => nameChanges(paths, held));
  expect({ claim: fact.claim, commits: inside.length, changes }).toEqual({
    claim: fact.claim,
    commits: fact.commits,
    changes: expect.arrayContaining([fact.changes]),
  });
  const reverts = inside.map((commit) => git.listReverts(commit, held.target));
  const outer = reverts.map((by) => by.filter((one) => !inside.includes(one)));
  const isOpen = outer.every((by, at) => by.length === 0 || by.length < (reverts[at] ?? []).length);
  // Taken back both by the range itself and from outside: either may be said.
  const may = [...outer.flat(), ...(isOpen ? [null] : [])];
  expect({ claim: fact.claim, may }).toEqual({
    claim: fact.claim,
    may: expect.arrayContaining([fact.revertedBy]),
  });
}

const MOST_REFS = 10;

function holdRefs(fact: Fact, commit: string, { git }: Held, refs: readonly string[]): void {
  expect({ claim: fact.claim, refs }).toEqual({ claim: fact.claim, refs: expect.arrayContaining(fact.refs) });
  expect(new Set(fact.refs).size).toBe(fact.refs.length);
  expect(fact.refs).toHaveLength(Math.min(refs.length, MOST_REFS));
  // The nearest first.
  const near = git.listRefsAt(commit).slice(0, MOST_REFS);
  expect(fact.refs.slice(0, near.length).sort()).toEqual(near.sort());
}
