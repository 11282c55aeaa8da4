import type { ReportEdit } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

const SHORT = 12;

/** What was written into the final report, or why not; with the lines that differ where nothing was committed. */
export function reportReportEdit({ outcome, name, after, commit, diff, refusal, file }: ReportEdit): Line[] {
  if (refusal !== null)
    return [
      [styled('red', 'refused'), `  ${file}: ${refusal.message}`],
      [styled('dim', `      → ${refusal.help}`)],
      ['nothing was changed'],
    ];
  const what = {
    committed: ` in ${commit?.slice(0, SHORT) ?? ''}`,
    unchanged: ', as it was',
    refused: '',
    written: ', not committed',
    legal: ', not written',
  }[outcome];
  const isNamed = name?.endsWith(after) === true;
  const head: Line = [styled('bold', name ?? file), `${what}${isNamed ? '' : `  ${after}`}`];
  if (outcome === 'committed') return [head];
  return [head, ...diff.map((line): Line => [styled(line.startsWith('+') ? 'green' : 'red', `  ${line}`)])];
}
