import type { ReviewEdit } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

const SHORT = 12;

/** What was written of a review, or why not. */
export function reportReviewEdit({ outcome, items, commit, diff, refusals, warnings }: ReviewEdit): Line[] {
  const what = items.length === 0 ? 'the sign-off' : items.join(', ');
  const head: Record<ReviewEdit['outcome'], Line[]> = {
    committed: [[styled('bold', what), `  in ${commit?.slice(0, SHORT) ?? ''}`]],
    written: [[styled('bold', what), '  written, not committed']],
    unchanged: [['nothing is left to write']],
    refused: [],
  };
  return [
    ...head[outcome],
    ...diff.map((line): Line => [styled(line.startsWith('+') ? 'green' : 'red', `  ${line}`)]),
    ...warnings.flatMap(({ message, help }): Line[] => [
      [styled('yellow', 'warning'), `  ${message}`],
      [styled('dim', `      → ${help}`)],
    ]),
    ...refusals.flatMap(({ message, help }): Line[] => [
      [styled('red', 'refused'), `  ${message}`],
      [styled('dim', `      → ${help}`)],
    ]),
    ...(refusals.length > 0 ? [['nothing was changed'] satisfies Line] : []),
  ];
}
