import type { Comparison, Elsewhere } from './elsewhere.ts';
import {
  findByPatches,
  findByTrailers,
  listTold,
  makeIndex,
  type Seeker,
  type TellPatch,
  type Told,
} from './find-elsewhere.ts';
import { type LostClaim, listSquashes, listWorks } from './lost-works.ts';
import { makeScene, type Terrain } from './terrain.ts';

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
  const works = new Map(lost.map((claim) => [claim, listWorks(claim, scene)]));
  const all = [...new Set([...works.values()].flatMap((range) => range?.commits ?? []))];
  const squashes = listSquashes(all, scene);
  const told = new Map(lost.map((claim) => [claim, listTold(claim, scene)]));
  const none: Told = { ticks: [], rebinds: [] };
  const candidates = new Set(all.flatMap((work) => scene.listSince(work)));
  const first = [
    ...all.map(scene.compareSingle),
    ...[...works.values()].flatMap((range) => range?.whole ?? []),
    ...[...squashes.values()].flat().map(({ comparison }) => comparison),
    ...[...candidates].map(scene.compareSingle),
    ...[...told.values()].flatMap(({ ticks }) => ticks.map(({ index }) => scene.compareSingle(index))),
  ];
  const finish = (tell: TellPatch): Map<string, Elsewhere> => {
    const seeker: Seeker = { scene, tell, squashes, carriersOf: makeIndex(scene, tell) };
    return new Map(
      lost.flatMap((claim) => {
        const range = works.get(claim) ?? null;
        const found =
          range === null
            ? findByTrailers(told.get(claim) ?? none, seeker)
            : findByPatches(claim, range, told.get(claim) ?? none, seeker);
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
      const tips = open.flatMap((claim) => told.get(claim)?.ticks ?? []);
      const before = new Set(tips.flatMap(({ index }) => scene.listBefore(index)));
      return [...before].map(scene.compareSingle);
    },
    isOpen: (claim) => {
      const range = works.get(claim) ?? null;
      const { ticks, rebinds } = told.get(claim) ?? none;
      if (range === null) return ticks.length + rebinds.length > 0;
      return range.commits.some((work) => scene.listSince(work).length > 0);
    },
  };
}
