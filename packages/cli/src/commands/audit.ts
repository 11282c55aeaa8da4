import { type AuditReport, openGate } from '@roadmap-as-code/engine';
import { isUnknown } from '../reporters/is-unknown.ts';
import { reportAudit } from '../reporters/report-audit.ts';
import type { Outcome, Surroundings } from './command.ts';

/** `roadmap audit [range]` */
export async function audit(range: string | null, { cwd }: Surroundings): Promise<Outcome> {
  const report = await (await openGate(cwd)).audit(range);
  return { lines: reportAudit(report), json: report, exitCode: decideExit(report) };
}

/** 3 where something could not be told and nothing worse was found. */
function decideExit({ summary, gaps, diagnostics }: AuditReport): 0 | 1 | 3 {
  if (summary.errors > 0) return 1;
  return gaps.length > 0 || diagnostics.some(isUnknown) ? 3 : 0;
}
