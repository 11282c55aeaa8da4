import type { NextReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

/** Which remotes gave no answer to what is claimed there. */
export function reportRemotes(remotes: NextReport['remotes']): Line[] {
  const silent = remotes.filter(({ reason }) => reason !== null);
  return silent.length === 0
    ? []
    : [
        [],
        ...silent.map(
          ({ remote, reason }): Line => [
            styled('yellow', 'note'),
            `  what is claimed on ${remote} is not known: ${reason}`,
          ],
        ),
      ];
}
