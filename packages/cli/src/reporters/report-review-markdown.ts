import type { ReviewReport, Verdict } from '@roadmap-as-code/engine';
import { escapeMarkdown } from './formats/report-markdown.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  unknown: '❔ unknown',
  person: '👤 person',
};
const SHORT = 12;

/** A review for a comment or a job summary. */
export function reportReviewMarkdown({ file, commit, items, summary }: ReviewReport): string {
  const { pass, fail, unknown, person } = summary;
  const rows = items.map(({ id, title, verdict, message }) =>
    [id, title, MARKS[verdict], message].map((cell) => escapeMarkdown(cell)).join(' | '),
  );
  return [
    `## Review of ${escapeMarkdown(file)}: ${pass} pass, ${fail} fail, ${unknown} unknown, ${person} for a person`,
    '',
    `At ${commit.slice(0, SHORT)}.`,
    '',
    '| Item | | Verdict | What was seen |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}
