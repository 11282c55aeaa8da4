import { openSession } from '@roadmap-as-code/engine';
import { reportRelease } from '../reporters/report-release.ts';
import { chooseRemote, type RemoteOptions } from './choose-remote.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findTasks, sayWaiting } from './find-tasks.ts';

export interface ReleaseOptions extends RemoteOptions {
  readonly as?: string;
  readonly force?: boolean;
}

/** `roadmap release <id…>` */
export async function release(
  names: readonly string[],
  options: ReleaseOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const tasks = await findTasks(session, 'release', names, cwd);
  const request = {
    agent: options.as ?? null,
    isForced: options.force ?? false,
    now: Date.now(),
    remote: chooseRemote(options),
  };
  const report = await session.release(tasks, request, sayWaiting);
  return { lines: reportRelease(report), json: report, exitCode: report.refusals.length > 0 ? 1 : 0 };
}
