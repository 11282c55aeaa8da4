import type { DriverState, MergeDriverReport } from '@roadmap-as-code/engine';
import { type Line, type Style, styled } from '../output/styled-text.ts';

const STATE: Readonly<Record<DriverState, Style>> = {
  installed: 'green',
  missing: 'yellow',
  outdated: 'yellow',
  broken: 'red',
};

/** One line for the driver and for each roadmap, with why it is not as it should be; then what is to be done. */
export function reportMergeDriver(
  action: 'install' | 'uninstall' | 'status',
  report: MergeDriverReport,
): Line[] {
  return action === 'uninstall' ? reportTakenOut(report) : reportStates(report);
}

function reportStates({ driver, attributes, roadmaps }: MergeDriverReport): Line[] {
  const rows = [
    { name: 'driver', isNew: driver.changed, ...driver },
    ...roadmaps.map((roadmap) => ({ name: roadmap.path, isNew: false, ...roadmap })),
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  return [
    ...rows.flatMap(({ name, state, isNew: isWritten, reason, help }): Line[] => [
      [
        styled('bold', name.padEnd(width)),
        '  ',
        styled(STATE[state], state),
        ...(isWritten ? ['  written to the git config of this clone'] : []),
      ],
      ...(reason === null ? [] : [[`  ${reason}`]]),
      ...(help === null ? [] : [[styled('dim', `  → ${help}`)]]),
    ]),
    ...attributes.written.map((line): Line => [`${attributes.path}  + ${line}`]),
    ...(attributes.written.length > 0
      ? [
          [
            styled(
              'dim',
              `  → Commit ${attributes.path}. Every clone runs \`roadmap merge-driver install\` once.`,
            ),
          ],
        ]
      : []),
  ];
}

function reportTakenOut({ driver, attributes }: MergeDriverReport): Line[] {
  const { takenOut, left, path } = attributes;
  const lines: Line[] = [
    ...(driver.changed ? [['driver  taken out of the git config of this clone']] : []),
    ...(driver.state === 'broken' ? [[styled('red', 'driver  left'), `  ${driver.reason ?? ''}`]] : []),
    ...takenOut.map((line): Line => [`${path}  - ${line}`]),
    ...left.map(
      ({ line, text }): Line => [
        styled('yellow', `${path}:${line}  left`),
        `  it was written by hand: ${text}`,
      ],
    ),
    ...(takenOut.length > 0 ? [[styled('dim', `  → Commit ${path}.`)]] : []),
  ];
  return lines.length > 0 ? lines : [['there is no merge driver of roadmap']];
}
