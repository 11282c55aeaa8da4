import { type MeantTask, openSession } from '@roadmap-as-code/engine';
import { reportRebind } from '../reporters/report-rebind.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findOwner, splitNames } from './find-owner.ts';
import { sayWaiting } from './find-tasks.ts';

export interface RebindOptions {
  readonly dryRun?: boolean;
  /** False where `--no-commit` is said. */
  readonly isCommitted?: boolean;
}

/** `roadmap rebind [id or file…]`; without an id, every task of the roadmaps is meant. */
export async function rebind(
  names: readonly string[],
  options: RebindOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const { files, ids } = splitNames(names, cwd);
  const roadmaps = await session.load(files);
  const named = [...new Set(ids)].map(
    (id): MeantTask => ({ id, roadmap: findOwner(id, roadmaps, 'rebind') }),
  );
  const all = roadmaps.flatMap((roadmap): MeantTask[] => {
    const tasks = roadmap.graph.phases.flatMap((phase) => phase.tasks);
    return [...new Set(tasks.map(({ id }) => id))].map((id) => ({ id, roadmap }));
  });
  const request = { isDryRun: options.dryRun ?? false, isCommitted: options.isCommitted !== false };
  const report = await session.rebind(named.length > 0 ? named : all, request, sayWaiting);
  return { lines: reportRebind(report), json: report, exitCode: report.outcome === 'refused' ? 1 : 0 };
}
