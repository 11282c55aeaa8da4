import { type CheckReport, listTitles, openSession } from '@roadmap-as-code/engine';
import { reportCheck } from '../reporters/report-check.ts';
import type { Outcome, Surroundings } from './command.ts';

/** `roadmap check [file…]` */
export async function check(files: readonly string[], { cwd }: Surroundings): Promise<Outcome> {
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const report = await session.check(roadmaps);
  const titles = listTitles(roadmaps);
  return {
    lines: reportCheck(report, (file, task) => titles.get(file)?.get(task) ?? null),
    json: report,
    exitCode: decideExit(report),
  };
}

/** 3 where evidence is unknown and nothing worse was found. */
function decideExit({ summary, diagnostics }: CheckReport): 0 | 1 | 3 {
  if (summary.errors > 0) return 1;
  return diagnostics.some(({ rule, severity }) => rule === 'evidence-unknown' && severity !== 'info') ? 3 : 0;
}
