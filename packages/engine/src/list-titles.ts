import { listTasks } from '@roadmap-as-code/core';
import type { LoadedRoadmap } from './load-roadmap.ts';

/** The titles of all tasks and review items: path of the roadmap → id → title. */
export function listTitles(roadmaps: readonly LoadedRoadmap[]): Map<string, Map<string, string>> {
  return new Map(
    roadmaps.map(({ graph }) => [
      graph.path,
      new Map([...graph.review, ...listTasks(graph)].map(({ id, title }) => [id, title])),
    ]),
  );
}
