import { openSession } from '@roadmap-as-code/engine';
import { reportInit } from '../reporters/report-init.ts';
import type { Outcome, Surroundings } from './command.ts';

/** `roadmap init [file]` */
export async function init(file: string | null, { cwd }: Surroundings): Promise<Outcome> {
  const session = await openSession(cwd);
  const report = await session.init(file);
  return { lines: reportInit(report), json: report, exitCode: 0 };
}
