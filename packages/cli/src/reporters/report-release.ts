import type { ReleaseReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

/** Which tasks are free for others, or why they are not. */
export function reportRelease({ released, refusals }: ReleaseReport): Line[] {
  return [
    ...released.map(
      ({ task, by, remote }): Line => [
        styled('bold', task),
        by === null
          ? '  nobody had claimed it'
          : `  released; ${by} had claimed it${remote === null ? '' : ` on ${remote}`}`,
      ],
    ),
    ...refusals.flatMap(({ message, help }): Line[] => [
      [styled('red', 'refused'), `  ${message}`],
      [styled('dim', `      → ${help}`)],
    ]),
    ...(refusals.length > 0 ? [['nothing was changed']] : []),
  ];
}
