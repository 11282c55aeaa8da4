import { expect } from '@jest/globals';
import type { Fact } from '@roadmap-as-code/core';
import { type Held, holdWork, nameChanges } from './hold-work.ts';

/** Landed commits that carry a work, and whether all of them are known: not where histories cross. */
interface Carriers {
  readonly same: readonly string[];
  readonly squash: readonly string[];
  readonly isSure: boolean;
}

/**
 * Holds a fact about commits that the target does not have to plain git; says whether it is that they landed elsewhere.
 * @param to full hash
 * @param from as written, where it is a range
 * @param all full hashes of all commits that there are
 */
export function holdElsewhere(fact: Fact, to: string, from: string | null, held: Held): boolean {
  const works = from === null ? [to] : listLost(from, to, held);
  const sought = works
    .filter((work) => patchOf(work, held) !== null)
    .map((work) => ({ work, carriers: findCarriers(work, held) }));
  const whole = from === null ? [] : findSquashes(held.git.commitOf(from), works, held, to);
  const isFound = ({ carriers }: (typeof sought)[number]): boolean =>
    carriers.same.length + carriers.squash.length > 0;
  // Of a range, what changes roadmaps alone may go missing.
  const isNeeded = ({ work }: (typeof sought)[number]): boolean =>
    from === null || nameChanges(held.git.listChanged(work), held) === 'work';
  const needed = sought.filter(isNeeded);
  const isCarried = whole.length > 0 || (sought.some(isFound) && needed.every(isFound));
  const isSure = sought.every((one) => one.carriers.isSure || isFound(one));
  if (fact.fact !== 'landed') {
    if (isSure) expect({ claim: fact.claim, isCarried }).toEqual({ claim: fact.claim, isCarried: false });
    return false;
  }
  const named = [...whole, ...sought.flatMap(({ carriers }) => [...carriers.same, ...carriers.squash])];
  expect({ ...fact, isCarried, named }).toMatchObject({
    isCarried: true,
    cited: to,
    refs: [],
    missing: [],
    candidates: [],
    reason: null,
    named: expect.arrayContaining([fact.commit]),
  });
  const [only] = sought;
  if (from === null && only !== undefined) {
    const isSame = only.carriers.same.length > 0;
    expect({ claim: fact.claim, how: fact.how }).toEqual({
      claim: fact.claim,
      how: isSame ? 'same-patch' : 'squash',
    });
    holdRevert(fact, isSame ? only.carriers.same : only.carriers.squash, held);
  }
  return true;
}

/** The commits of a range that the target lacks; merges bring nothing of their own. */
function listLost(from: string, to: string, { git, target }: Held): string[] {
  const landed = git.listHistory(target);
  return git.list(from, to).filter((one) => !landed.has(one) && !git.isMerge(one));
}

function patchOf(work: string, { git, roadmaps }: Held): string | null {
  return git.patchOf(git.parentOf(work), work, roadmaps);
}

function findCarriers(work: string, held: Held): Carriers {
  const { git, all, target } = held;
  const since = git.listSince(work, target);
  const carry = (patch: string | null): string[] =>
    patch === null ? [] : since.filter((one) => patchOf(one, held) === patch);
  const landed = git.listHistory(target);
  const kin = all.filter((one) => !landed.has(one) && git.listHistory(one).has(work));
  const bases = kin.map((one) => ({ one, bases: git.listBases(one, target) }));
  return {
    same: carry(patchOf(work, held)),
    squash: bases.flatMap((end) =>
      end.bases.flatMap((base) => carry(git.patchOf(base, end.one, held.roadmaps))),
    ),
    isSure: bases.every((end) => end.bases.length < 2),
  };
}

/** Landed commits that have what a range of several commits changes as a whole. */
function findSquashes(from: string, works: readonly string[], held: Held, to: string): string[] {
  const { git, target, roadmaps } = held;
  if (works.length < 2) return [];
  const bases = git.listBases(from, to);
  const patches = (bases.length === 0 ? [from] : bases).map((base) => git.patchOf(base, to, roadmaps));
  const since = new Set(works.flatMap((work) => git.listSince(work, target)));
  return [...since].filter((one) => {
    const patch = patchOf(one, held);
    return patch !== null && patches.includes(patch);
  });
}

/** One that was not reverted is preferred; what was reverted by its old name is found, too. */
function holdRevert(fact: Fact, carriers: readonly string[], held: Held): void {
  const { git, target } = held;
  const standing = carriers.filter((one) => git.listReverts(one, target).length === 0);
  const { commit, revertedBy, cited, claim } = fact;
  if (commit === null || cited === null) throw new Error(`${claim}: landed, and no commit is named`);
  if (standing.length > 0) expect(standing).toContain(commit);
  const reverts = git.listReverts(commit, target);
  if (reverts.length > 0) expect(reverts).toContain(revertedBy);
  else if (revertedBy !== null) {
    const branches = held.all.filter((one) => git.listHistory(one).has(cited));
    const ofOld = branches.flatMap((one) => git.listReverts(cited, one));
    expect([...ofOld, ...git.listNaming(cited, target)]).toContain(revertedBy);
  }
  holdWork({ ...fact, revertedBy: reverts.length > 0 ? revertedBy : null }, commit, held);
}
