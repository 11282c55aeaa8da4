import type { JudgedHandoff } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import { countFindings, reportDiagnostic } from './report-check.ts';

/** What is wrong with a written handoff, each with its place and what to do; then how much there is. */
export function reportJudgedHandoff({ file, roadmap, diagnostics, summary }: JudgedHandoff): Line[] {
  return [
    [styled('bold', file), `  held to ${roadmap}`],
    ...diagnostics.flatMap(reportDiagnostic),
    countFindings(summary),
  ];
}

/** Where a handoff was written, and that a person has to read it. */
export function reportWritten(file: string, markdown: string): Line[] {
  const left = markdown.split('\n').filter((line) => /^\\<.*\\>$/.test(line)).length;
  const says =
    left === 0 ? 'nothing is left to be filled in' : `${left} to be filled in: the lines in angle brackets`;
  return [
    [styled('bold', file), `: written; ${says}`],
    [styled('dim', `  → \`roadmap handoff --check ${file}\` judges it.`)],
  ];
}
