import { resolve } from 'node:path';
import { openHookSetup } from '@roadmap-as-code/engine';
import { reportHooks } from '../reporters/report-hooks.ts';
import type { Outcome, Surroundings } from './command.ts';
import { requireHook } from './hook-run.ts';

/** `roadmap hook install | uninstall | status [name…]` */
export async function setUpHooks(
  action: 'install' | 'uninstall' | 'status',
  names: readonly string[],
  { cwd }: Surroundings,
): Promise<Outcome> {
  const hooks = names.map(requireHook);
  const setup = await openHookSetup(cwd, findProgram(cwd));
  if (action === 'uninstall') {
    const report = await setup.uninstall(hooks);
    return { lines: reportHooks(action, report), json: report, exitCode: 0 };
  }
  const report = action === 'install' ? await setup.install(hooks) : await setup.inspect(hooks);
  const isOff = report.hooks.some(({ state }) => state !== 'installed');
  return { lines: reportHooks(action, report), json: report, exitCode: isOff ? 1 : 0 };
}

/** The Node that runs, and the file that it was told to run: a link of a package manager leads to the next version, too. */
export function findProgram(cwd: string): { node: string; script: string } {
  const [, script = ''] = process.argv;
  return { node: process.execPath, script: resolve(cwd, script) };
}
