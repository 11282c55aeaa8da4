import { InputError, openSession } from '@roadmap-as-code/engine';
import { reportVerify } from '../reporters/report-verify.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findTasks } from './find-tasks.ts';

export interface VerifyOptions {
  readonly at?: string;
}

/** `roadmap verify <id>` */
export async function verify(
  names: readonly string[],
  { at }: VerifyOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const [task, ...others] = await findTasks(session, 'verify', names, cwd);
  if (task === undefined || others.length > 0)
    throw new InputError('verify: one task at a time', 'Name one by its id, such as P3.4.');
  const report = await session.verify(task, at ?? null);
  const verdicts = report.verified.map(({ verdict }) => verdict);
  const exitCode = verdicts.includes('fail') ? 1 : verdicts.every((one) => one === 'pass') ? 0 : 3;
  return { lines: reportVerify(report), json: report, exitCode };
}
