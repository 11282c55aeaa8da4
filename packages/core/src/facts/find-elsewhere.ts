import { markAncestors } from '../history/ancestors.ts';
import { firstParentOf, parentsOf } from '../history/history.ts';
import type { CommitNotes } from './commit-notes.ts';
import type { Carried, Comparison, Elsewhere } from './elsewhere.ts';
import type { LostClaim, Squash, Works } from './lost-works.ts';
import { idOf, type Scene } from './terrain.ts';
import { lastOf, type Tick, type Told } from './told.ts';

/** Patch ids of a comparison (git-patch-id(1)); null where nothing changes. */
export interface PatchIds {
  readonly whole: string | null;
  /** Of what is no roadmap: a squash takes the tick along with the work. */
  readonly work: string | null;
}

export type TellPatch = (comparison: Comparison) => PatchIds | undefined;

/** What can be told of one target, once there are patches. */
export interface Seeker {
  readonly scene: Scene;
  readonly tell: TellPatch;
  /** Indexes of landed commits that have a patch, the newest first. */
  carriersOf(patch: PatchIds | undefined): readonly number[];
  /** The squashes that landed, with what they landed as; the oldest first. */
  readonly squashes: readonly (Squash & {
    readonly carriers: readonly number[];
    /** Whether a commit is in it. */
    has(work: number): boolean;
  })[];
  /** Whether a landed commit came since a work forked off. */
  isSince(work: number, landed: number): boolean;
  /** Indexes of landed commits that seem to be made of a commit. */
  hintsOf(index: number): readonly number[];
}

/** @param works indexes of all that are looked for */
export function makeSeeker(
  scene: Scene,
  tell: TellPatch,
  squashes: readonly Squash[],
  works: readonly number[],
): Seeker {
  const { history } = scene;
  const carriersOf = indexPatches(scene, tell);
  const landed = squashes.map((squash) => {
    let marks: Uint8Array | null = null;
    return {
      ...squash,
      carriers: carriersOf(tell(squash.comparison)),
      has: (work: number): boolean => {
        marks ??= markAncestors(history, squash.index);
        return marks[work] === 1;
      },
    };
  });
  // What no work reaches need not be asked of each.
  const reached = markAncestors(history, works);
  return {
    scene,
    tell,
    carriersOf,
    squashes: landed.filter(({ carriers }) => carriers.length > 0),
    isSince: (work, index) => reached[index] !== 1 || !scene.reaches(work, index),
    hintsOf: makeHints(scene),
  };
}

function indexPatches({ history, hasLanded, compareSingle }: Scene, tell: TellPatch): Seeker['carriersOf'] {
  const byPatch = new Map<string, number[]>();
  for (let index = 0; index < history.ids.length; index += 1) {
    if (!hasLanded(index) || parentsOf(history, index).length > 1) continue;
    const { whole, work } = tell(compareSingle(index)) ?? {};
    for (const id of new Set([whole, work])) if (typeof id === 'string') addTo(byPatch, id, index);
  }
  return (patch) => byPatch.get(patch?.work ?? patch?.whole ?? '') ?? [];
}

function addTo(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [index]);
  else list.push(index);
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

function findWork(work: number, { scene, tell, carriersOf, squashes, isSince }: Seeker): Landed | null {
  const hash = scene.history.ids[work] ?? '';
  const pick = (carriers: readonly number[]): number | undefined =>
    choose(
      carriers.filter((index) => isSince(work, index)),
      scene,
    );
  const same = pick(carriersOf(tell(scene.compareSingle(work))));
  if (same !== undefined)
    return { carrier: same, how: 'same-patch', revert: scene.findRevertByName(hash, same) };
  for (const { index, carriers, has } of squashes) {
    if (!has(work)) continue;
    const squash = pick(carriers);
    if (squash === undefined) continue;
    const inside = scene.listRevertsBefore(index).get(work) ?? null;
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
  // Of a range, what changes roadmaps alone may go missing: a tick is no work.
  const isMissing = ({ work, landed }: (typeof found)[number]): boolean =>
    landed === null && (works.length === null || tell(scene.compareSingle(work))?.work !== null);
  const open = squash === null ? found.filter(isMissing) : [];
  if (first !== undefined && open.length === 0) {
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
  const hints = open.map(({ work }) => listHints(work, ticks, seeker));
  if (open.length === 0 || hints.some((some) => some.length === 0)) return null;
  const by = [...hints.flat(), ...single.map(({ carrier }) => carrier)];
  return { kind: 'rewritten', by: [...new Set(by)].map((index) => ids[index] ?? '') };
}

function findSquashOfRange(
  { commits, whole: [whole] }: Works,
  { scene, tell, carriersOf, isSince }: Seeker,
): Landed | null {
  if (whole === undefined || commits.length < 2) return null;
  const since = carriersOf(tell(whole)).filter((index) => commits.some((work) => isSince(work, index)));
  const carrier = choose(since, scene);
  return carrier === undefined ? null : { carrier, how: 'squash', revert: null };
}

/** Landed commits that seem to be made of a work, though their patches differ: no proof, but a reason not to deny it. */
function listHints(
  work: number,
  ticks: readonly Tick[],
  { scene, tell, hintsOf, isSince }: Seeker,
): number[] {
  const told = ticks.map(({ index }) => index).filter((index) => isSquashed(index, scene, tell));
  return [...new Set([...hintsOf(work), ...told])].filter((index) => isSince(work, index));
}

/** Who has the author, the time and the subject of another; who names it; who lists its subject, made by its author, too. */
function makeHints({ history, notes, hasLanded }: Scene): Seeker['hintsOf'] {
  const namesakes = new Map<string, number[]>();
  const sources = new Map<string, number[]>();
  const subjects = new Map<string, number[]>();
  const nameOf = ({ author, time, subject }: CommitNotes): string => `${author}\n${time}\n${subject}`;
  for (const [index, note] of notes.entries()) {
    if (!hasLanded(index) || parentsOf(history, index).length > 1) continue;
    addTo(namesakes, nameOf(note), index);
    for (const source of note.sources) addTo(sources, source, index);
    for (const subject of new Set(note.subjects))
      for (const author of new Set([note.author, ...note.coAuthors]))
        addTo(subjects, `${author}\n${subject}`, index);
  }
  return (work) => {
    const own = notes[work];
    if (own === undefined) return [];
    return [
      ...(namesakes.get(nameOf(own)) ?? []),
      ...(sources.get(history.ids[work] ?? '') ?? []),
      ...(subjects.get(`${own.author}\n${own.subject}`) ?? []),
    ];
  };
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
  const cited = lastOf(evidence);
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
