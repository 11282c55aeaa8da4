import { join } from 'node:path';
import { type Config, listTasks, type Rebind } from '@roadmap-as-code/core';
import { planMending } from '@roadmap-as-code/core/doctor';
import { listDiff } from '@roadmap-as-code/core/transition';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { findConflict } from '../transition/find-conflict.ts';
import { rebindTasks } from '../transition/rebind-tasks.ts';
import { replaceFile } from '../transition/replace-file.ts';
import type { MeantTask } from '../transition/transition-request.ts';
import { type Ailment, NOTHING_MORE } from './ailment.ts';

const BY_HAND = 'Correct it by hand.';

/** What is wrong in the text of one roadmap; all that can be mended is mended together. */
export function examineFile({ root }: Repository, roadmap: LoadedRoadmap): Ailment[] {
  const { graph, source, policy, parse } = roadmap;
  const file = graph.path;
  const conflict = findConflict(source.text);
  if (conflict !== null) return [describeConflict(file, conflict)];
  const { damages, bytes } = planMending(roadmap, policy, parse);
  const mend = (): Promise<void> => replaceFile(root, file, source.bytes, bytes);
  return damages.map(({ kind, line, task, message, repair, edits, bytes: before }): Ailment => {
    const about = { ...NOTHING_MORE, kind, file, line, task, message, repair };
    if (repair === null) return { ...about, help: BY_HAND };
    return {
      ...about,
      diff: kind === 'mixed-line-ends' ? [] : listDiff(before, edits),
      changes: [join(root, file)],
      mend,
    };
  });
}

function describeConflict(file: string, line: number): Ailment {
  const message = 'it has the marks of a conflict';
  return {
    ...NOTHING_MORE,
    kind: 'conflict',
    file,
    line,
    message,
    repair: null,
    help: 'Resolve the conflict, then run this again.',
  };
}

/** The hashes that are dead, and whose work landed under others. */
export async function examineHashes(
  repository: Repository,
  config: Config | null,
  roadmaps: readonly LoadedRoadmap[],
): Promise<Ailment[]> {
  const whole = roadmaps.filter(({ source }) => findConflict(source.text) === null);
  const tasks = whole.flatMap((roadmap): MeantTask[] => {
    const ids = new Set(listTasks(roadmap.graph).map(({ id }) => id));
    return [...ids].map((id) => ({ id, roadmap }));
  });
  const report = await rebindTasks(repository, config, tasks, { isDryRun: true, isCommitted: false });
  const mend = async (): Promise<void> => {
    await rebindTasks(repository, config, tasks, { isDryRun: false, isCommitted: false });
  };
  const refused = report.refusals.map(
    ({ task, message, help }): Ailment => ({
      ...NOTHING_MORE,
      kind: 'dead-hash',
      file: findFile(tasks, task),
      task,
      message,
      repair: null,
      help,
    }),
  );
  if (report.outcome === 'refused') return refused;
  const changes = report.rebinds.map(({ file }) => join(repository.root, file));
  return report.rebinds.map((one): Ailment => {
    const roadmap = whole.find(({ graph }) => graph.path === one.file);
    const line = roadmap && listTasks(roadmap.graph).find(({ id }) => id === one.task)?.line;
    return { ...NOTHING_MORE, ...describeRebind(one), line: line ?? null, changes, mend };
  });
}

function findFile(tasks: readonly MeantTask[], id: string): string {
  return tasks.find((one) => one.id === id)?.roadmap.graph.path ?? '';
}

function describeRebind({
  file,
  task,
  claims,
  diff,
}: Rebind): Pick<Ailment, 'kind' | 'file' | 'task' | 'message' | 'repair' | 'diff'> {
  const texts = claims.map(({ before, after }) => `${before}, which landed as ${after}`);
  return {
    kind: 'dead-hash',
    file,
    task,
    message: `${task} cites ${texts.join(', and ')}`,
    repair: `write ${claims.map(({ after }) => after).join(', ')}`,
    diff,
  };
}
