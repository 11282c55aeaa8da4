import {
  InputError,
  openSession,
  type TransitionReport,
  type TransitionRequest,
} from '@roadmap-as-code/engine';
import { reportTransitions } from '../reporters/report-transitions.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findOwner, splitNames } from './find-owner.ts';

export interface TransitOptions {
  readonly commit?: readonly string[];
  /** False where `--no-commit` is said. */
  readonly isCommitted?: boolean;
  readonly because?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly override?: string;
  readonly dryRun?: boolean;
}

/** `roadmap tick`, `start`, `block`, `fail`, `partial`, `drop` and `reopen`, each with ids of tasks. */
export async function transit(
  command: string,
  to: TransitionRequest['to'],
  names: readonly string[],
  options: TransitOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const { files, ids } = splitNames(names, cwd);
  if (ids.length === 0) throw new InputError('no task is named', 'Name one by its id, such as P3.4.');
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const tasks = [...new Set(ids)].map((id) => ({ id, roadmap: findOwner(id, roadmaps, command) }));
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
  };
  const report = await session.transit(tasks, request, ({ pid, host }) => {
    process.stderr.write(`roadmap: waits for process ${pid} on ${host}\n`);
  });
  return { lines: reportTransitions(report), json: report, exitCode: decideExit(report) };
}

function decideExit({ outcome }: TransitionReport): 0 | 1 {
  return outcome === 'refused' ? 1 : 0;
}
