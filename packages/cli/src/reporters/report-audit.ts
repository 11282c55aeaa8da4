import { type AuditDiagnostic, type AuditReport, countOf, cutText } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import { countFindings, reportDiagnostic } from './report-check.ts';

const SHORT = 12;
const SUBJECT_WIDTH = 72;

const GAPS: Readonly<Record<AuditReport['gaps'][number]['why'], string>> = {
  'cut-off': 'this clone has nothing before it: `git fetch --unshallow`',
  unreadable: 'it leaves a roadmap or a config that can not be read',
};

/** Findings grouped by commit, the oldest first; then what was judged. */
export function reportAudit(report: AuditReport): Line[] {
  const groups = new Map<string, AuditDiagnostic[]>();
  for (const one of report.diagnostics) groups.set(one.commit, [...(groups.get(one.commit) ?? []), one]);
  const { range, commits, transitions, gaps, summary } = report;
  return [
    ...[...groups.values()].flatMap((found) => [
      reportCommit(found[0]),
      ...found.flatMap(reportDiagnostic),
      [],
    ]),
    ...gaps.map(
      ({ commit, why }): Line => [
        styled('yellow', 'not judged'),
        `  ${commit.slice(0, SHORT)}: ${GAPS[why]}`,
      ],
    ),
    [
      styled('bold', range),
      `: ${countOf(transitions, 'transition')} in ${countOf(commits, 'commit')} that changed a roadmap`,
    ],
    countFindings(summary),
  ];
}

function reportCommit(first: AuditDiagnostic | undefined): Line {
  if (first === undefined) return [];
  const { commit, date, author, subject } = first;
  return [
    styled('bold', commit.slice(0, SHORT)),
    `  ${cutText(subject ?? '', SUBJECT_WIDTH)}`,
    styled(
      'dim',
      `  ${[author?.replace(/ <.*$/, ''), date?.slice(0, 'YYYY-MM-DD'.length)].filter(Boolean).join(', ')}`,
    ),
  ];
}
