import { markAncestors } from '../history/ancestors.ts';
import { findReverts } from '../history/find-reverts.ts';
import { firstParentOf, parentsOf } from '../history/history.ts';
import type { RebindNote, TickNote } from './commit-notes.ts';
import type { Carried, Comparison, Elsewhere } from './elsewhere.ts';
import type { LostClaim, Squash, Works } from './lost-works.ts';
import { idOf, type Scene } from './terrain.ts';

/** Patch ids of a comparison (git-patch-id(1)); null where nothing changes. */
export interface PatchIds {
  readonly whole: string | null;
  /** Of what is no roadmap: a squash takes the tick along with the work. */
  readonly work: string | null;
}

export type TellPatch = (comparison: Comparison) => PatchIds | undefined;

/** A landed commit that tells of a cited one. */
export interface Tick extends TickNote {
  /** Index of the commit that tells. */
  readonly index: number;
}

/** What the target tells of a claim. */
export interface Told {
  readonly ticks: readonly Tick[];
  readonly rebinds: readonly RebindNote[];
}

/** Nothing where the digits of the claim fit several commits. */
export function listTold({ hashes }: LostClaim, { history, notes, hasLanded }: Scene): Told {
  const last = hashes.at(-1) ?? ' ';
  const ticks: Tick[] = [];
  const rebinds: RebindNote[] = [];
  for (const [index, note] of notes.entries()) {
    if (note.ticks.length + note.rebinds.length === 0 || !hasLanded(index)) continue;
    rebinds.push(...note.rebinds.filter(({ from }) => from.startsWith(last)));
    if (parentsOf(history, index).length > 1) continue;
    for (const tick of note.ticks) if (isCited(tick.evidence, hashes)) ticks.push({ ...tick, index });
  }
  const meant = [
    ...ticks.map(({ evidence }) => evidence.split('..').at(-1)),
    ...rebinds.map(({ from }) => from),
  ];
  return new Set(meant).size > 1 ? { ticks: [], rebinds: [] } : { ticks, rebinds };
}

function isCited(evidence: string, hashes: readonly string[]): boolean {
  const ends = evidence.split('..');
  return ends.length === hashes.length && ends.every((end, at) => end.startsWith(hashes[at] ?? ' '));
}

export interface Seeker {
  readonly scene: Scene;
  readonly tell: TellPatch;
  readonly squashes: ReadonlyMap<number, readonly Squash[]>;
  /** Indexes of landed commits that have a patch, the newest first. */
  carriersOf(patch: PatchIds): readonly number[];
}

export function makeIndex(
  { history, hasLanded, compareSingle }: Scene,
  tell: TellPatch,
): Seeker['carriersOf'] {
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

export function findByPatches(
  claim: LostClaim,
  works: Works,
  { ticks }: Told,
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
      start:
        works.length === null
          ? null
          : findStart(
              all.map(({ carrier }) => carrier),
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

/** The commit before the oldest of some that stand in a row, with nothing between them. */
function findStart(carriers: readonly number[], scene: Scene): string | null {
  const own = new Set(carriers);
  const before = firstParentOf(scene.history, Math.max(...own));
  if (before === null) return null;
  const { commits } = scene.readRange(before, Math.min(...own));
  return commits.length === own.size && commits.every((one) => own.has(one)) ? idOf(before, scene) : null;
}

/** Where git does not have the commits: by what is said of them. */
export function findByTrailers(told: Told, seeker: Seeker): Elsewhere | null {
  for (const tick of told.ticks) {
    const found =
      findByPatch(tick, seeker) ?? (isSquashed(tick.index, seeker.scene, seeker.tell) ? [tick.index] : []);
    if (found.length > 0) return carryTold(tick.evidence, found, seeker.scene);
  }
  for (const { from, to } of told.rebinds) {
    const carrier = seeker.scene.history.indexes.get(to);
    if (carrier !== undefined && seeker.scene.hasLanded(carrier))
      return carryTold(from, [carrier], seeker.scene);
  }
  return null;
}

/** @param carriers the last one last */
function carryTold(evidence: string, carriers: readonly number[], scene: Scene): Elsewhere {
  const cited = evidence.split('..').at(-1) ?? '';
  const carrier = carriers.at(-1) ?? 0;
  const revert = scene.findRevert(carrier) ?? scene.findRevertByName(cited, carrier);
  return {
    kind: 'carried',
    commit: idOf(carrier, scene) ?? '',
    cited,
    start: evidence.includes('..') ? findStart(carriers, scene) : null,
    how: 'trailer',
    revertedBy: idOf(revert, scene),
    commits: null,
    comparison: scene.compareSingle(carrier),
  };
}

/** What has the patch of what was ticked: of a range as a whole, or each of its commits. */
function findByPatch({ evidence, patches }: Tick, { scene, carriersOf }: Seeker): number[] | null {
  const carriers = patches.map((whole) => choose(carriersOf({ whole, work: null }), scene));
  const [first, ...others] = carriers;
  if (first !== undefined) return [first];
  const found = others.filter((one) => one !== undefined);
  return evidence.includes('..') && found.length > 0 && found.length === others.length ? found : null;
}
