import {
  InputError,
  openSession,
  type TransitionReport,
  type TransitionRequest,
  USUAL_WAIT,
} from '@roadmap-as-code/engine';
import { escapeControls } from '../output/styled-text.ts';
import { reportPush } from '../reporters/report-push.ts';
import { reportTransitions } from '../reporters/report-transitions.ts';
import { chooseRemote, type RemoteOptions } from './choose-remote.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findTasks, sayWaiting } from './find-tasks.ts';
import { decidePushExit } from './push.ts';
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
  readonly push?: boolean;
  readonly rebaseWork?: boolean;
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
  if (options.push && (options.dryRun || options.isCommitted === false))
    throw new InputError(
      `${command}: --push sends a commit, and none is made`,
      'Leave --dry-run and --no-commit out, or push later: `roadmap push`.',
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
    onVerify: sayVerifying,
  };
  const report = await session.transit(tasks, request, sayWaiting);
  if (!options.push || report.outcome === 'refused')
    return { lines: reportTransitions(report), json: report, exitCode: decideExit(report) };
  const roadmaps = [...new Set(tasks.map(({ roadmap }) => roadmap))];
  const pushing = { mayRemakeWork: options.rebaseWork ?? false, wait: USUAL_WAIT };
  const pushed = await session.push(roadmaps, pushing, sayWaiting);
  return {
    lines: [...reportTransitions(report), ...reportPush(pushed)],
    json: { ...report, push: pushed },
    exitCode: decidePushExit(pushed),
  };
}

/** Says at once what may take long. */
function sayVerifying({
  task,
  checks,
  commit,
}: {
  task: string;
  checks: readonly string[];
  commit: string;
}): void {
  const names = checks.map(escapeControls).join(', ');
  process.stderr.write(`roadmap: ${task}: runs ${names} at ${commit.slice(0, 12)}\n`);
}

function decideExit({ outcome }: TransitionReport): 0 | 1 {
  return outcome === 'refused' ? 1 : 0;
}
