import { openSession } from '@roadmap-as-code/engine';
import { reportSelftest } from '../reporters/report-selftest.ts';
import type { Outcome, Surroundings } from './command.ts';

/** `roadmap selftest` */
export async function selftest({ cwd }: Surroundings): Promise<Outcome> {
  const session = await openSession(cwd);
  const report = await session.selftest(await session.load([]));
  const { letBy, stopped } = report.summary;
  return { lines: reportSelftest(report), json: report, exitCode: letBy + stopped > 0 ? 1 : 0 };
}
