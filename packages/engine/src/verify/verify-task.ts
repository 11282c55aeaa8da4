import { type Config, listTasks, suggestName, type Task, type VerifyReport } from '@roadmap-as-code/core';
import { listVerifyNames } from '@roadmap-as-code/core/verify';
import { findCommit } from '../git/find-commit.ts';
import type { Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import type { MeantTask } from '../transition/transition-request.ts';
import { verifyCommit } from './verify-commit.ts';

/**
 * Runs the checks that a task names for its verification, at a commit.
 * @param at name of the commit; null for the last one that the task cites, else HEAD
 */
export async function verifyTask(
  repository: Repository,
  config: Config | null,
  { roadmap, id }: MeantTask,
  at: string | null,
): Promise<VerifyReport> {
  const task = listTasks(roadmap.graph).find((one) => one.id === id);
  if (task === undefined) throw new Error(`${id}: it was found, and is not there`);
  const names = requireNames(roadmap, task);
  const commit = await chooseCommit(repository, config, roadmap, task, at);
  const { checks, warnings } = await verifyCommit({ repository, config, roadmap, task: id, names, commit });
  return { schemaVersion: 1, file: roadmap.graph.path, task: id, verified: checks, warnings };
}

function requireNames(roadmap: LoadedRoadmap, task: Task): string[] {
  const names = listVerifyNames(task, roadmap.dialect);
  if (names.length === 0)
    throw new InputError(
      `${task.id}: it has no Verify field`,
      'Write `Verify: <name>` under it, the name of checks in roadmap.yaml.',
    );
  const { strange, near } = findStrange(roadmap, names);
  if (strange === null) return names;
  throw new InputError(
    `${task.id}: roadmap.yaml has no check ${strange}`,
    near === null ? 'Write it under `checks` of the roadmap, or correct the field.' : `Is ${near} meant?`,
  );
}

/** The first name that the config has no check under, and one that may be meant. */
export function findStrange(
  { config }: LoadedRoadmap,
  names: readonly string[],
): { readonly strange: string | null; readonly near: string | null } {
  const known = Object.keys(config?.checks ?? {});
  const strange = names.find((name) => !known.includes(name)) ?? null;
  return { strange, near: strange === null ? null : suggestName(strange, known) };
}

async function chooseCommit(
  { folder, ...rest }: Repository,
  config: Config | null,
  roadmap: LoadedRoadmap,
  task: Task,
  at: string | null,
): Promise<string> {
  if (at !== null) {
    const named = await findCommit(folder, at);
    if (named !== null) return named;
    throw new InputError(`--at ${at}: git knows no such commit`, 'Name a commit, a branch or a tag.');
  }
  const evidence = await lookUpEvidence({ folder, ...rest }, [roadmap], {
    config,
    mostFiles: 0,
    isWanted: (claim) => task.claims.includes(claim),
  });
  const found = [...(evidence.get(roadmap)?.commits.values() ?? [])].map((fact) => fact.cited ?? fact.commit);
  const commit = found.findLast((one) => one !== null) ?? (await findCommit(folder, 'HEAD'));
  if (commit !== null) return commit;
  throw new InputError('there is no commit yet', 'Commit the work first.');
}
