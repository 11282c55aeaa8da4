import type { Comparison, Elsewhere } from './elsewhere.ts';
import { findByPatches, findByTrailers, makeSeeker, type TellPatch } from './find-elsewhere.ts';
import { type LostClaim, listSquashes, listWorks } from './lost-works.ts';
import { makeScene, type Terrain } from './terrain.ts';
import { makeToldIndex, type Told } from './told.ts';

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

/** @param target full hash; must be in the history */
export function searchCarriers(terrain: Terrain, target: string, lost: readonly LostClaim[]): Search {
  const scene = makeScene(terrain, target);
  const works = new Map(lost.map((claim) => [claim.key, listWorks(claim, scene)]));
  const all = [...new Set([...works.values()].flatMap((range) => range?.commits ?? []))];
  const squashes = listSquashes(all, scene);
  const listTold = makeToldIndex(scene);
  const told = new Map(lost.map((claim) => [claim.key, listTold(claim)]));
  const none: Told = { ticks: [], rebinds: [] };
  const first = [
    ...all.map(scene.compareSingle),
    ...[...works.values()].flatMap((range) => range?.whole ?? []),
    ...squashes.map(({ comparison }) => comparison),
    ...scene.listSince(all).map(scene.compareSingle),
    ...[...told.values()].flatMap(({ ticks }) => ticks.map(({ index }) => scene.compareSingle(index))),
  ];
  const finish = (tell: TellPatch): Map<string, Elsewhere> => {
    const seeker = makeSeeker(scene, tell, squashes, all);
    return new Map(
      lost.flatMap((claim) => {
        const range = works.get(claim.key) ?? null;
        const found =
          range === null
            ? findByTrailers(told.get(claim.key) ?? none, seeker)
            : findByPatches(claim, range, told.get(claim.key) ?? none, seeker);
        return found === null ? [] : [[claim.key, found] as const];
      }),
    );
  };
  return {
    first,
    finish,
    listMore: (tell) => {
      const found = finish(tell);
      const open = lost.filter((claim) => works.get(claim.key) === null && !found.has(claim.key));
      const tips = open.flatMap((claim) => told.get(claim.key)?.ticks ?? []);
      const before = new Set(tips.flatMap(({ index }) => scene.listBefore(index)));
      return [...before].map(scene.compareSingle);
    },
    isOpen: (claim) => {
      const range = works.get(claim.key) ?? null;
      const { ticks, rebinds } = told.get(claim.key) ?? none;
      if (range === null) return ticks.length + rebinds.length > 0;
      return scene.listSince(range.commits).length > 0;
    },
  };
}
