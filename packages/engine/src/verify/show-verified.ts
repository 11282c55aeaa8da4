import { listTasks, type ShowReport } from '@roadmap-as-code/core';
import { listVerifyNames, showRuns } from '@roadmap-as-code/core/verify';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { readRuns } from './look-up-runs.ts';
import { digestChecks, listChecks } from './verify-commit.ts';

/** Puts what was seen of the checks that tasks name beside what these claim. */
export async function showVerified(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
  report: ShowReport,
): Promise<ShowReport> {
  const namesOf = (path: string, id: string): string[] => {
    const roadmap = roadmaps.find(({ graph }) => graph.path === path);
    const task = roadmap === undefined ? undefined : listTasks(roadmap.graph).find((one) => one.id === id);
    return roadmap === undefined || task === undefined ? [] : listVerifyNames(task, roadmap.dialect);
  };
  const isNamed = report.roadmaps.some(({ path, phases }) =>
    phases.some(({ tasks }) => tasks.some(({ id }) => namesOf(path, id).length > 0)),
  );
  if (!isNamed) return report;
  const runs = await readRuns(repository);
  for (const { path, phases } of report.roadmaps) {
    const digestOf = (name: string): string | null => {
      const roadmap = roadmaps.find(({ graph }) => graph.path === path);
      const checks = roadmap === undefined ? [] : listChecks(roadmap, name);
      return checks.length === 0 ? null : digestChecks(checks);
    };
    for (const task of phases.flatMap(({ tasks }) => tasks)) {
      const names = namesOf(path, task.id);
      if (names.length > 0) task.verified = showRuns(task, { file: path, names, runs, digestOf });
    }
  }
  return report;
}
