import type { MadeTransition, TransitionReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

const SHORT = 12;

/** What was done, or why not; with the lines that differ where nothing was committed. */
export function reportTransitions({ outcome, transitions, refusals, warnings }: TransitionReport): Line[] {
  const shown = transitions.filter(({ commit }) => outcome !== 'refused' || commit !== null);
  return [
    ...shown.flatMap((one) => reportTransition(one, outcome)),
    ...warnings.flatMap(({ rule, message, help }): Line[] => [
      [styled('yellow', 'warning'), `  ${message}`, styled('dim', `  ${rule}`)],
      [styled('dim', `      → ${help}`)],
    ]),
    ...refusals.flatMap(({ clause, message, help }): Line[] => [
      [styled('red', 'refused'), `  ${message}`, styled('dim', `  ${clause}`)],
      ...(help === '' ? [] : [[styled('dim', `      → ${help}`)]]),
    ]),
    ...(refusals.length > 0 && shown.length === 0 ? [['nothing was changed']] : []),
    ...(outcome === 'legal' ? [['the law allows it; nothing was written']] : []),
  ];
}

function reportTransition(made: MadeTransition, outcome: TransitionReport['outcome']): Line[] {
  const { task, title, from, to, commit, diff, claimedOn } = made;
  const what = {
    committed: ', as it was',
    unchanged: ', as it was',
    refused: '',
    written: ', not committed',
    legal: '',
  }[outcome];
  const head: Line = [
    styled('bold', task),
    `  ${from} → ${to}`,
    commit === null ? what : ` in ${commit.slice(0, SHORT)}`,
    `  ${title}`,
    ...(claimedOn === undefined ? [] : [styled('dim', `  claimed on ${claimedOn}`)]),
  ];
  if (outcome === 'committed') return [head];
  return [head, ...diff.map((line): Line => [styled(line.startsWith('+') ? 'green' : 'red', `  ${line}`)])];
}
