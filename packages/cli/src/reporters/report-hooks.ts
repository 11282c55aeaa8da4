import type { HooksReport, ReportedHook } from '@roadmap-as-code/engine';
import { type Line, type Style, styled } from '../output/styled-text.ts';

const STATE: Readonly<Record<ReportedHook['state'], Style>> = {
  installed: 'green',
  missing: 'yellow',
  outdated: 'yellow',
  broken: 'red',
};

/** One line for each hook, and under it why it is not as it should be. */
export function reportHooks(action: 'install' | 'uninstall' | 'status', report: HooksReport): Line[] {
  const width = Math.max(...report.hooks.map(({ name }) => name.length));
  const shown = report.hooks.filter(({ changed }) => action !== 'uninstall' || changed);
  if (shown.length === 0) return [['nothing of roadmap is in the hooks']];
  return [
    ...shown.flatMap(({ name, state, path, changed, reason, help }): Line[] => [
      [
        styled('bold', name.padEnd(width)),
        '  ',
        action === 'uninstall' ? 'taken out' : styled(STATE[state], state),
        ...(changed && action === 'install' ? ['  written'] : []),
        styled('dim', `  ${path}`),
      ],
      ...(reason === null || action === 'uninstall' ? [] : [[`  ${reason}`]]),
      ...(help === null || action === 'uninstall' ? [] : [[styled('dim', `  → ${help}`)]]),
    ]),
    ...(report.shared && action !== 'uninstall'
      ? [[styled('yellow', 'note'), `  ${report.folder} is the core.hooksPath of all your repositories`]]
      : []),
  ];
}
