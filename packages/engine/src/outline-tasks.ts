import { listTasks, type State } from '@roadmap-as-code/core';
import type { LoadedRoadmap } from './load-roadmap.ts';

/** What a report says of a task, a review item or a phase with evidence beside its findings. */
export interface TaskOutline {
  readonly title: string;
  readonly state: State;
  /** Whether its id is a handle made of its place, and so changes when a task is put before it. */
  readonly derived: boolean;
  /** 1-based. */
  readonly line: number;
}

/** Path of a roadmap → id → outline, in document order. Of several with one id the first. */
export type Outline = ReadonlyMap<string, ReadonlyMap<string, TaskOutline>>;

export function outlineTasks(roadmaps: readonly LoadedRoadmap[]): Outline {
  return new Map(
    roadmaps.map(({ graph }) => {
      const outlines = new Map<string, TaskOutline>();
      for (const { id, title, state, derived, line } of [...listTasks(graph), ...graph.review]) {
        if (!outlines.has(id)) outlines.set(id, { title, state, derived, line });
      }
      // A heading that names the commit that closed its phase is judged like a task that is done.
      for (const { id, title, derived, line, claims } of graph.phases)
        if (claims.length > 0 && !outlines.has(id)) outlines.set(id, { title, state: 'done', derived, line });
      return [graph.path, outlines];
    }),
  );
}
