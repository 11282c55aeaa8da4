import { type Facts, listTasks, type Task } from '@roadmap-as-code/core';
import { listVerifyNames, readStatements, type SeenRun } from '@roadmap-as-code/core/verify';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { readNotes } from './notes.ts';
import { digestChecks, listChecks } from './verify-commit.ts';

/** Every run of a check that the notes of this clone tell of. */
export async function readRuns({ folder }: Repository): Promise<SeenRun[]> {
  const notes = await readNotes(folder);
  return [...notes].flatMap(([commit, note]) => readStatements(note, commit));
}

/**
 * What was seen of the checks that tasks name; null for a roadmap that has no checks in the config. git is asked only where
 * a task that is done names one.
 */
export async function lookUpVerified(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
): Promise<Map<LoadedRoadmap, Facts['verified']>> {
  const isAsked = roadmaps.some((roadmap) => namesOf(roadmap).length > 0 && hasDone(roadmap));
  const runs = isAsked ? await readRuns(repository) : [];
  return new Map(
    roadmaps.map((roadmap) => {
      const names = namesOf(roadmap);
      const checks = new Map(names.map((name) => [name, digestChecks(listChecks(roadmap, name))]));
      return [roadmap, names.length === 0 ? null : { checks, runs }];
    }),
  );
}

function namesOf({ config }: LoadedRoadmap): string[] {
  return Object.keys(config?.checks ?? {});
}

function hasDone({ graph, dialect }: LoadedRoadmap): boolean {
  return listTasks(graph).some(
    (task: Task) => task.state === 'done' && listVerifyNames(task, dialect).length > 0,
  );
}
