import { openMergeSetup } from '@roadmap-as-code/engine';
import { reportMergeDriver } from '../reporters/report-merge-driver.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findProgram } from './hook-setup.ts';

/** `roadmap merge-driver install | uninstall | status` */
export async function setUpMergeDriver(
  action: 'install' | 'uninstall' | 'status',
  { cwd }: Surroundings,
): Promise<Outcome> {
  const setup = await openMergeSetup(cwd, findProgram(cwd));
  if (action === 'uninstall') {
    const report = await setup.uninstall();
    const isLeft = report.attributes.left.length > 0 || report.driver.state === 'broken';
    return { lines: reportMergeDriver(action, report), json: report, exitCode: isLeft ? 1 : 0 };
  }
  const report = action === 'install' ? await setup.install() : await setup.inspect();
  const isOff = [report.driver, ...report.roadmaps].some(({ state }) => state !== 'installed');
  return { lines: reportMergeDriver(action, report), json: report, exitCode: isOff ? 1 : 0 };
}
