import { type AdoptReport, openSession } from '@roadmap-as-code/engine';
import { reportAdopt } from '../reporters/report-adopt.ts';
import type { Outcome, Surroundings } from './command.ts';
import { sayWaiting } from './find-tasks.ts';

export interface AdoptOptions {
  readonly ids?: boolean;
  readonly write?: boolean;
  readonly dryRun?: boolean;
  /** False where `--no-commit` is said. */
  readonly isCommitted?: boolean;
}

/** `roadmap adopt [file…]` */
export async function adopt(
  files: readonly string[],
  { ids, write, dryRun, isCommitted }: AdoptOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const request = {
    givesIds: ids ?? false,
    isWritten: write ?? false,
    isDryRun: dryRun ?? false,
    isCommitted: isCommitted !== false,
  };
  const report = await session.adopt(await session.load(files), request, sayWaiting);
  return { lines: reportAdopt(report), json: report, exitCode: decideExit(report, request.isWritten) };
}

function decideExit({ roadmaps, config, ids }: AdoptReport, isWritten: boolean): 0 | 1 | 3 {
  const isRefused = ids.some(({ outcome }) => outcome === 'refused');
  if (isRefused || (isWritten && config.outcome === 'refused')) return 1;
  return roadmaps.some(({ facts }) => facts.some(({ fact }) => fact === 'unknown')) ? 3 : 0;
}
