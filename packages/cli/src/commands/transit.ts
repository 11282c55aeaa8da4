import {
  InputError,
  openSession,
  type TransitionReport,
  type TransitionRequest,
} from '@roadmap-as-code/engine';
import { reportTransitions } from '../reporters/report-transitions.ts';
import { chooseRemote, type RemoteOptions } from './choose-remote.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findTasks, sayWaiting } from './find-tasks.ts';
import { readDuration } from './read-duration.ts';

export interface TransitOptions extends RemoteOptions {
  readonly commit?: readonly string[];
  /** False where `--no-commit` is said. */
  readonly isCommitted?: boolean;
  readonly because?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly override?: string;
  readonly dryRun?: boolean;
  readonly as?: string;
  readonly for?: string;
}

/** `roadmap tick`, `start`, `block`, `fail`, `partial`, `drop` and `reopen`, each with ids of tasks. */
export async function transit(
  command: string,
  to: TransitionRequest['to'],
  names: readonly string[],
  options: TransitOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  if (to === 'todo' && (options.commit !== undefined || options.because !== undefined))
    throw new InputError(
      `${command}: a task that is open again cites no commit`,
      'Leave --commit and --because out; --reason says why it is opened again.',
    );
  const session = await openSession(cwd);
  const tasks = await findTasks(session, command, names, cwd);
  const request: TransitionRequest = {
    to,
    commits: options.commit ?? [],
    because: options.because ?? null,
    status: options.status ?? null,
    reason: options.reason ?? null,
    override: options.override ?? null,
    isDryRun: options.dryRun ?? false,
    isCommitted: options.isCommitted !== false,
    now: Date.now(),
    agent: options.as ?? null,
    holdFor: readDuration(options.for ?? '4h'),
    remote: chooseRemote(options),
  };
  const report = await session.transit(tasks, request, sayWaiting);
  return { lines: reportTransitions(report), json: report, exitCode: decideExit(report) };
}

function decideExit({ outcome }: TransitionReport): 0 | 1 {
  return outcome === 'refused' ? 1 : 0;
}
