import type { Rebind, RebindReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

const SHORT = 12;

/** Which hashes were written in the place of which, or why not; with the lines that differ where nothing was committed. */
export function reportRebind({ outcome, rebinds, refusals }: RebindReport): Line[] {
  const shown = rebinds.filter(({ commit }) => outcome !== 'refused' || commit !== null);
  return [
    ...shown.flatMap((one) => reportTask(one, outcome)),
    ...(outcome === 'unchanged'
      ? [['No claim landed under another hash than the one that stands there.']]
      : []),
    ...refusals.flatMap(({ message, help }): Line[] => [
      [styled('red', 'refused'), `  ${message}`],
      ...(help === '' ? [] : [[styled('dim', `      → ${help}`)]]),
    ]),
    ...(refusals.length > 0 && shown.length === 0 ? [['nothing was changed']] : []),
  ];
}

function reportTask({ task, title, claims, commit, diff }: Rebind, outcome: RebindReport['outcome']): Line[] {
  const texts = claims.map(({ before, after }) => `${before} → ${after}`).join(', ');
  const what =
    commit === null
      ? outcome === 'legal'
        ? ', not written'
        : ', not committed'
      : ` in ${commit.slice(0, SHORT)}`;
  const head: Line = [styled('bold', task), `  ${texts}${what}`, `  ${title}`];
  if (outcome === 'committed') return [head];
  return [head, ...diff.map((line): Line => [styled(line.startsWith('+') ? 'green' : 'red', `  ${line}`)])];
}
