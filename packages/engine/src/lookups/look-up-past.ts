import type { Roadmap } from '@roadmap-as-code/core';
import { parseLimits } from '@roadmap-as-code/core/parse';
import type { Repository } from '../git/find-repository.ts';
import { openObjects } from '../git/object-reader.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** Each roadmap as it was at the baseline that its entry names; without those that have none, or were not there. */
export async function lookUpPast(
  { folder }: Repository,
  roadmaps: readonly LoadedRoadmap[],
): Promise<ReadonlyMap<LoadedRoadmap, Roadmap>> {
  const past = new Map<LoadedRoadmap, Roadmap>();
  const dated = roadmaps.filter(({ config }) => config?.since !== undefined);
  if (dated.length === 0) return past;
  const objects = openObjects(folder, parseLimits.size);
  try {
    for (const roadmap of dated) {
      const object = await objects.read(`${roadmap.config?.since ?? ''}:${roadmap.graph.path}`);
      if (object.kind === 'object' && object.bytes !== null) past.set(roadmap, roadmap.parse(object.bytes));
    }
  } finally {
    await objects.close();
  }
  return past;
}
