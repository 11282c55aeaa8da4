import { markAncestors } from '../history/ancestors.ts';
import { findReverts } from '../history/find-reverts.ts';
import { firstParentOf, type History, parentsOf } from '../history/history.ts';
import { makeRangeReader } from '../history/read-range.ts';
import type { CommitNotes, TickNote } from './commit-notes.ts';
import type { Carried, Comparison, Elsewhere } from './elsewhere.ts';

/** Patch ids of a comparison (git-patch-id(1)); null where nothing changes. */
export interface PatchIds {
  readonly whole: string | null;
  /** Of what is no roadmap: a squash takes the tick along with the work. */
  readonly work: string | null;
}

/** A claim whose commit the target does not have. */
export interface LostClaim {
  /** As keyOfClaim gives it. */
  readonly key: string;
  /** As cited, in lower case: one, or both ends of a range. */
  readonly hashes: readonly string[];
  /** Full hashes of those that git has; null of those that it does not have. */
  readonly commits: readonly (string | null)[];
}

/** Where the work of lost claims may have landed: every commit that a clone knows of, with what it tells. */
export interface Terrain {
  readonly history: History;
  /** By index. */
  readonly notes: readonly CommitNotes[];
}

export type TellPatch = (comparison: Comparison) => PatchIds | undefined;

/** Looks for the commits of one target that carry the work of lost claims. */
export interface Search {
  /** All that is to be compared first: what the target has since the works forked off, the works, the ticks. */
  readonly first: readonly Comparison[];
  /** What is to be compared then: what the target has before the ticks whose patches were not met. */
  listMore(tell: TellPatch): readonly Comparison[];
  /** What is found, by the key of the claim; nothing of those that nothing carries. */
  finish(tell: TellPatch): Map<string, Elsewhere>;
  /** Whether the target has anything that could carry a claim. */
  isOpen(claim: LostClaim): boolean;
}

/** Each costs a diff, and in a long branch each is longer than the one before. */
const MOST_SQUASHES = 1000;

/** @param target full hash; must be in the history */
export function searchCarriers(terrain: Terrain, target: string, lost: readonly LostClaim[]): Search {
  const scene = makeScene(terrain, target);
  const works = new Map(lost.map((claim) => [claim, listWorks(claim, scene)]));
  const all = [...new Set([...works.values()].flatMap((range) => range?.commits ?? []))];
  const squashes = listSquashes(all, scene);
  const ticks = new Map(lost.map((claim) => [claim, listTicks(claim, scene)]));
  const candidates = new Set(all.flatMap((work) => scene.listSince(work)));
  const first = [
    ...all.map(scene.compareSingle),
    ...[...works.values()].flatMap((range) => range?.whole ?? []),
    ...[...squashes.values()].flat().map(({ comparison }) => comparison),
    ...[...candidates].map(scene.compareSingle),
    ...[...ticks.values()].flat().map(({ index }) => scene.compareSingle(index)),
  ];
  const finish = (tell: TellPatch): Map<string, Elsewhere> => {
    const seeker: Seeker = { scene, tell, squashes, carriersOf: makeIndex(scene, tell) };
    return new Map(
      lost.flatMap((claim) => {
        const range = works.get(claim) ?? null;
        const found =
          range === null
            ? findByTrailers(ticks.get(claim) ?? [], seeker)
            : findByPatches(claim, range, ticks.get(claim) ?? [], seeker);
        return found === null ? [] : [[claim.key, found] as const];
      }),
    );
  };
  return {
    first,
    finish,
    listMore: (tell) => {
      const found = finish(tell);
      const open = lost.filter((claim) => works.get(claim) === null && !found.has(claim.key));
      const tips = open.flatMap((claim) => ticks.get(claim) ?? []);
      const before = new Set(tips.flatMap(({ index }) => scene.listBefore(index)));
      return [...before].map(scene.compareSingle);
    },
    isOpen: (claim) => {
      const range = works.get(claim) ?? null;
      if (range === null) return (ticks.get(claim) ?? []).length > 0;
      return range.commits.some((work) => scene.listSince(work).length > 0);
    },
  };
}

interface Scene extends Terrain {
  readonly tip: number;
  hasLanded(index: number): boolean;
  readRange: ReturnType<typeof makeRangeReader>;
  /** The landed commits, merges left out, that a commit does not reach. */
  listSince(index: number): readonly number[];
  /** Whether a commit does not reach a landed one. */
  isSince(index: number, landed: number): boolean;
  /** A landed commit and all before it, merges left out. */
  listBefore(index: number): readonly number[];
  /** Against the first parent, a root against nothing. */
  compareSingle(index: number): Comparison;
  compare(index: number, other: number | null): Comparison;
  /** The landed commit that reverted a landed one. */
  findRevert(index: number): number | null;
  /** The landed commit that says it reverts a commit of that hash, with what a carrier brought. */
  findRevertByName(hash: string, carrier: number): number | null;
}

function makeScene({ history, notes }: Terrain, target: string): Scene {
  const tip = history.indexes.get(target) ?? 0;
  const landed = markAncestors(history, tip);
  const reverts = findReverts(history, landed);
  const readRange = makeRangeReader(history);
  const since = new Map<number, readonly number[]>();
  const isSingle = (index: number): boolean => parentsOf(history, index).length < 2;
  const compare = (index: number, other: number | null): Comparison => ({
    commit: history.ids[index] ?? '',
    with: other === null ? null : (history.ids[other] ?? null),
  });
  return {
    history,
    notes,
    tip,
    readRange,
    compare,
    hasLanded: (index) => landed[index] === 1,
    listSince: (index) => {
      const known = since.get(index) ?? readRange(index, tip).commits.filter(isSingle);
      since.set(index, known);
      return known;
    },
    isSince: (index, other) => readRange(index, other).commits.length > 0,
    listBefore: (index) => {
      const marks = markAncestors(history, index);
      return history.ids.flatMap((_, at) => (marks[at] === 1 && isSingle(at) ? [at] : []));
    },
    compareSingle: (index) => compare(index, firstParentOf(history, index)),
    findRevert: (index) => reverts.get(index) ?? null,
    findRevertByName: (hash, carrier) => {
      for (const [index, named] of history.reverts) {
        if (landed[index] !== 1 || reverts.has(index)) continue;
        if (!named.some(({ commit }) => hash.startsWith(commit))) continue;
        if (index === carrier || readRange(index, carrier).commits.length === 0) return index;
      }
      return null;
    },
  };
}

/** The commits whose work a claim names, as far as they have not landed. */
interface Works {
  /** Indexes, the newest first. */
  readonly commits: readonly number[];
  /** Number of commits of a range; null of a single commit. */
  readonly length: number | null;
  /** Of a range as a whole; empty for a single commit. */
  readonly whole: readonly Comparison[];
}

/** Null where git does not have the commits. */
function listWorks({ commits }: LostClaim, scene: Scene): Works | null {
  const [first, last = first] = commits.map((commit) => scene.history.indexes.get(commit ?? ''));
  if (first === undefined || last === undefined) return null;
  if (commits.length === 1) return { commits: [first], length: null, whole: [] };
  const range = scene.readRange(first, last);
  const isWork = (index: number): boolean =>
    !scene.hasLanded(index) && parentsOf(scene.history, index).length < 2;
  return {
    commits: range.commits.filter(isWork),
    length: range.commits.length,
    whole: [scene.compare(last, range.base ?? first)],
  };
}

/** What a squash of all up to some commit would change, and that commit. */
interface Squash {
  readonly index: number;
  readonly comparison: Comparison;
}

/** Of each work, the squashes that would have it in them: of itself and of its descendants, the nearest first. */
function listSquashes(works: readonly number[], scene: Scene): Map<number, Squash[]> {
  const { history } = scene;
  const open = history.ids.flatMap((_, index) => (scene.hasLanded(index) ? [] : [index])).reverse();
  const kin = new Map(works.map((work) => [work, listDescendants(history, open, work)]));
  const isParent = new Set(
    [...new Set([...kin.values()].flat())].flatMap((index) => [...parentsOf(history, index)]),
  );
  const isFar = (index: number): number => Number(isParent.has(index));
  // The ends of branches are what is merged; of the others the youngest.
  const wanted = [...new Set([...kin.values()].flat())].sort((a, b) => isFar(a) - isFar(b) || a - b);
  const squashes = new Map(
    wanted.slice(0, MOST_SQUASHES).flatMap((index) => {
      const { base } = scene.readRange(index, scene.tip);
      return base === null ? [] : [[index, { index, comparison: scene.compare(index, base) }] as const];
    }),
  );
  return new Map([...kin].map(([work, all]) => [work, all.flatMap((index) => squashes.get(index) ?? [])]));
}

/**
 * Indexes of a commit and all that come of it, the nearest first.
 * @param open indexes of all that have not landed, parents before their children
 */
function listDescendants(history: History, open: readonly number[], commit: number): number[] {
  const found = new Set([commit]);
  for (const index of open)
    if (index < commit && parentsOf(history, index).some((parent) => found.has(parent))) found.add(index);
  return [...found];
}

/** A landed commit that tells of a cited one. */
interface Tick extends TickNote {
  /** Index of the commit that tells. */
  readonly index: number;
}

/** What the target tells of a claim; nothing where the digits of the claim fit several. */
function listTicks({ hashes }: LostClaim, { history, notes, hasLanded }: Scene): Tick[] {
  const ticks = notes.flatMap((one, index) =>
    !hasLanded(index) || parentsOf(history, index).length > 1
      ? []
      : one.ticks.filter(({ evidence }) => isCited(evidence, hashes)).map((tick) => ({ ...tick, index })),
  );
  return new Set(ticks.map(({ evidence }) => evidence)).size > 1 ? [] : ticks;
}

function isCited(evidence: string, hashes: readonly string[]): boolean {
  const ends = evidence.split('..');
  return ends.length === hashes.length && ends.every((end, at) => end.startsWith(hashes[at] ?? ' '));
}

interface Seeker {
  readonly scene: Scene;
  readonly tell: TellPatch;
  readonly squashes: ReadonlyMap<number, readonly Squash[]>;
  /** Indexes of landed commits that have a patch, the newest first. */
  carriersOf(patch: PatchIds): readonly number[];
}

function makeIndex({ history, hasLanded, compareSingle }: Scene, tell: TellPatch): Seeker['carriersOf'] {
  const byPatch = new Map<string, number[]>();
  const add = (id: string, index: number): void => {
    const same = byPatch.get(id);
    if (same === undefined) byPatch.set(id, [index]);
    else same.push(index);
  };
  for (let index = 0; index < history.ids.length; index += 1) {
    if (!hasLanded(index) || parentsOf(history, index).length > 1) continue;
    const { whole, work } = tell(compareSingle(index)) ?? {};
    if (typeof work === 'string') add(work, index);
    if (typeof whole === 'string' && whole !== work) add(whole, index);
  }
  return ({ whole, work }) => byPatch.get(work ?? whole ?? '') ?? [];
}

/** One of several that carry the same: the newest that was not reverted. */
function choose(carriers: readonly number[], scene: Scene): number | undefined {
  return carriers.find((index) => scene.findRevert(index) === null) ?? carriers[0];
}

interface Landed {
  readonly carrier: number;
  readonly how: Carried['how'];
  /** Index of the commit that took the work back: on its branch, or by its old name. */
  readonly revert: number | null;
}

function findWork(work: number, seeker: Seeker): Landed | null {
  const { scene, tell } = seeker;
  const hash = scene.history.ids[work] ?? '';
  const carry = (comparison: Comparison): number | undefined => {
    const patch = tell(comparison);
    if (patch === undefined) return undefined;
    return choose(
      seeker.carriersOf(patch).filter((index) => scene.isSince(work, index)),
      scene,
    );
  };
  const same = carry(scene.compareSingle(work));
  if (same !== undefined)
    return { carrier: same, how: 'same-patch', revert: scene.findRevertByName(hash, same) };
  for (const { index, comparison } of seeker.squashes.get(work) ?? []) {
    const squash = carry(comparison);
    if (squash === undefined) continue;
    const inside = findReverts(scene.history, markAncestors(scene.history, index)).get(work) ?? null;
    return { carrier: squash, how: 'squash', revert: inside ?? findLaterRevert(hash, squash, scene) };
  }
  return null;
}

/** What a squash says in its own message was told by its branch. */
function findLaterRevert(hash: string, carrier: number, scene: Scene): number | null {
  const by = scene.findRevertByName(hash, carrier);
  return by === carrier ? null : by;
}

function findByPatches(
  claim: LostClaim,
  works: Works,
  ticks: readonly Tick[],
  seeker: Seeker,
): Elsewhere | null {
  const { scene, tell } = seeker;
  const { ids } = scene.history;
  const [whole] = works.whole;
  const squash = findSquashOfRange(works, seeker);
  // What changes nothing is nowhere to be found, and nothing is lost with it.
  const isWork = (work: number): boolean => tell(scene.compareSingle(work))?.whole !== null;
  const found = works.commits.filter(isWork).map((work) => ({ work, landed: findWork(work, seeker) }));
  const single = found.flatMap(({ landed }) => landed ?? []);
  const all = squash === null ? single : [squash];
  const [first] = all;
  if (first !== undefined && (squash !== null || single.length === found.length)) {
    // What a range itself takes back was part of the work.
    const inside = new Set([
      ...works.commits,
      ...(works.length === null ? [] : all.map((one) => one.carrier)),
    ]);
    const reverts = all.flatMap(({ carrier, revert }) => [scene.findRevert(carrier), revert]);
    return {
      kind: 'carried',
      commit: ids[first.carrier] ?? '',
      cited: claim.commits.at(-1) ?? '',
      how: all.every(({ how }) => how === 'same-patch') ? 'same-patch' : 'squash',
      revertedBy: idOf(
        reverts.find((by) => by !== null && !inside.has(by)),
        scene,
      ),
      commits: works.length,
      comparison: whole ?? scene.compareSingle(first.carrier),
    };
  }
  const open = found.filter(({ landed }) => landed === null);
  const hints = open.map(({ work }) => listHints(work, ticks, seeker));
  if (open.length === 0 || hints.some((some) => some.length === 0)) return null;
  const by = [...hints.flat(), ...single.map(({ carrier }) => carrier)];
  return { kind: 'rewritten', by: [...new Set(by)].map((index) => ids[index] ?? '') };
}

function findSquashOfRange(
  { commits, whole: [whole] }: Works,
  { scene, tell, carriersOf }: Seeker,
): Landed | null {
  const patch = whole === undefined || commits.length < 2 ? undefined : tell(whole);
  if (patch === undefined) return null;
  const since = carriersOf(patch).filter((index) => commits.some((work) => scene.isSince(work, index)));
  const carrier = choose(since, scene);
  return carrier === undefined ? null : { carrier, how: 'squash', revert: null };
}

/** Landed commits that seem to be made of a work, though their patches differ: no proof, but a reason not to deny it. */
function listHints(work: number, ticks: readonly Tick[], { scene, tell }: Seeker): number[] {
  const { history, notes } = scene;
  const own = notes[work];
  const hash = history.ids[work] ?? '';
  const told = new Set(ticks.map(({ index }) => index));
  return scene.listSince(work).filter((index) => {
    const note = notes[index];
    if (own === undefined || note === undefined) return false;
    const isNamesake = note.author === own.author && note.time === own.time && note.subject === own.subject;
    const isOfSame = note.author === own.author || note.coAuthors.includes(own.author);
    return (
      isNamesake ||
      note.sources.includes(hash) ||
      (isOfSame && note.subjects.includes(own.subject)) ||
      (told.has(index) && isSquashed(index, scene, tell))
    );
  });
}

/** A tick changes the roadmap alone: where its commit changes more, it was squashed together with work. */
function isSquashed(index: number, scene: Scene, tell: TellPatch): boolean {
  return typeof tell(scene.compareSingle(index))?.work === 'string';
}

/** Where git does not have the commits: by what the ticks say of them. */
function findByTrailers(ticks: readonly Tick[], seeker: Seeker): Elsewhere | null {
  const { scene, tell } = seeker;
  for (const tick of ticks) {
    const carrier = findByPatch(tick, seeker) ?? (isSquashed(tick.index, scene, tell) ? tick.index : null);
    if (carrier === null) continue;
    const cited = tick.evidence.split('..').at(-1) ?? '';
    const revert = scene.findRevert(carrier) ?? scene.findRevertByName(cited, carrier);
    return {
      kind: 'carried',
      commit: scene.history.ids[carrier] ?? '',
      cited,
      how: 'trailer',
      revertedBy: idOf(revert, scene),
      commits: null,
      comparison: scene.compareSingle(carrier),
    };
  }
  return null;
}

/** The commit that has the patch of what was ticked: of a range as a whole, or its last commit if the others landed, too. */
function findByPatch({ evidence, patches }: Tick, { scene, carriersOf }: Seeker): number | null {
  const carriers = patches.map((whole) => choose(carriersOf({ whole, work: null }), scene));
  const [first, ...others] = carriers;
  if (first !== undefined || !evidence.includes('..')) return first ?? null;
  return others.every((one) => one !== undefined) ? (others.at(-1) ?? null) : null;
}

function idOf(index: number | null | undefined, { history }: Scene): string | null {
  return history.ids[index ?? -1] ?? null;
}
