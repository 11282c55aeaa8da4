import { openSession } from '@roadmap-as-code/engine';
import { reportNext } from '../reporters/report-next.ts';
import type { Outcome, Surroundings } from './command.ts';

/** `roadmap next [file…]` */
export async function next(files: readonly string[], { cwd }: Surroundings): Promise<Outcome> {
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const report = session.next(roadmaps, files.length > 0 || roadmaps.length > 1);
  return { lines: reportNext(report), json: report, exitCode: 0 };
}
