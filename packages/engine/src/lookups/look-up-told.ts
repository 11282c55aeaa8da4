import { listTasks } from '@roadmap-as-code/core';
import {
  addToldClaims,
  isUntold,
  readToldTransitions,
  type ToldTransition,
} from '@roadmap-as-code/core/told';
import type { Repository } from '../git/find-repository.ts';
import { readMessages } from '../git/read-messages.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { nameTarget } from './resolve-names.ts';

/**
 * The roadmaps with what the messages of commits tell of tasks whose files have no place for evidence. Git is asked once
 * for each target, and not at all where no task that is done lacks evidence.
 */
export async function addTold<R extends LoadedRoadmap>(
  repository: Repository | null,
  roadmaps: readonly R[],
): Promise<readonly R[]> {
  const asking = roadmaps.filter(mayBeTold);
  if (repository === null || asking.length === 0) return roadmaps;
  const targets = [...new Set(asking.map(nameTarget))];
  const told = new Map(
    await Promise.all(targets.map(async (target) => [target, await readTold(repository, target)] as const)),
  );
  return roadmaps.map((roadmap) => {
    const own = mayBeTold(roadmap) ? (told.get(nameTarget(roadmap)) ?? []) : [];
    return own.length === 0 ? roadmap : { ...roadmap, graph: addToldClaims(roadmap.graph, own) };
  });
}

function mayBeTold({ graph, dialect }: LoadedRoadmap): boolean {
  return dialect.evidence.place !== 'field' && listTasks(graph).some(isUntold);
}

/** The newest first; none where git can't read the target. */
async function readTold({ folder }: Repository, target: string): Promise<ToldTransition[]> {
  const messages = await readMessages(folder, target, '^[[:blank:]]*Roadmap-File: ');
  return messages.flatMap(readToldTransitions);
}
