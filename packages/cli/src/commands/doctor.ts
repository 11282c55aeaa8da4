import { openSession } from '@roadmap-as-code/engine';
import { reportDoctor } from '../reporters/report-doctor.ts';
import type { Outcome, Surroundings } from './command.ts';
import { sayWaiting } from './find-tasks.ts';
import { findProgram } from './hook-setup.ts';

export interface DoctorOptions {
  readonly apply?: boolean;
}

/** `roadmap doctor [--apply]` */
export async function doctor({ apply = false }: DoctorOptions, { cwd }: Surroundings): Promise<Outcome> {
  const session = await openSession(cwd);
  const request = { isApplied: apply, program: findProgram(cwd), now: Date.now() };
  const report = await session.doctor(request, sayWaiting);
  const isWell = report.damages.every(({ outcome }) => outcome === 'mended');
  return { lines: reportDoctor(report), json: report, exitCode: isWell ? 0 : 1 };
}
