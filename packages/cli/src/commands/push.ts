import { openSession, type PushReport, USUAL_WAIT } from '@roadmap-as-code/engine';
import { reportPush } from '../reporters/report-push.ts';
import type { Outcome, Surroundings } from './command.ts';
import { sayWaiting } from './find-tasks.ts';

export interface PushOptions {
  readonly rebaseWork?: boolean;
}

/** `roadmap push [file…]` */
export async function push(
  files: readonly string[],
  options: PushOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const request = { mayRemakeWork: options.rebaseWork ?? false, wait: USUAL_WAIT };
  const report = await session.push(await session.load(files), request, sayWaiting);
  return { lines: reportPush(report), json: report, exitCode: decidePushExit(report) };
}

export function decidePushExit({ remotes }: PushReport): 0 | 1 {
  return remotes.some(({ outcome }) => outcome === 'refused' || outcome === 'failed') ? 1 : 0;
}
