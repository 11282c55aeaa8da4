import { InputError, openSession } from '@roadmap-as-code/engine';
import { openProgress } from '../output/progress.ts';
import { reportCascade, sayTarget } from '../reporters/report-cascade.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findTasks, sayWaiting } from './find-tasks.ts';

export interface CascadeOptions {
  readonly jobs?: string;
  readonly dryRun?: boolean;
  readonly override?: string;
  readonly as?: string;
}

/** `roadmap cascade <id>` */
export async function cascade(
  names: readonly string[],
  options: CascadeOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const jobs = readJobs(options.jobs ?? '4');
  const session = await openSession(cwd);
  const [task, other] = await findTasks(session, 'cascade', names, cwd);
  if (task === undefined || other !== undefined)
    throw new InputError('a cascade is of one task', 'Run it once for each.');
  const request = {
    jobs,
    isDryRun: options.dryRun ?? false,
    override: options.override ?? null,
    agent: options.as ?? null,
    now: Date.now(),
  };
  const progress = openProgress(process.stderr, process.env);
  const report = await session.cascade(task, request, sayWaiting, ({ at, name, step, result }) =>
    progress.show(at, sayTarget(name, step, result), result !== null),
  );
  progress.clear();
  const isWell = report.outcome === 'done' || (report.outcome === 'probed' && report.targets.every(isFine));
  return { lines: reportCascade(report), json: report, exitCode: isWell ? 0 : 1 };
}

function isFine({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'there' || outcome === 'ready';
}

/** More at a time than this are more than a server should see of one command. */
const MOST_JOBS = 32;

function readJobs(text: string): number {
  const jobs = /^[1-9]\d?$/.test(text) ? Number(text) : Number.NaN;
  if (jobs <= MOST_JOBS) return jobs;
  throw new InputError(`--jobs ${text}: this is no number of jobs`, `Give one from 1 to ${MOST_JOBS}.`);
}
