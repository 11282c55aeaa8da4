import { type CheckReport, countOf, cutText, type Diagnostic, nameSome } from '@roadmap-as-code/engine';
import { type Line, type Piece, type Style, styled } from '../output/styled-text.ts';
import { reportFacts } from './report-evidence.ts';

const SEVERITY: Readonly<Record<Diagnostic['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
};
const TITLE_WIDTH = 72;

/** Names a task for a heading. */
export type FindTitle = (file: string, task: string) => string | null;

/** Findings grouped by file and task, each with its place and what to do; then the plain truth of each file. */
export function reportCheck(report: CheckReport, findTitle: FindTitle): Line[] {
  return [
    ...report.files.flatMap(({ path }) => reportFile(path, report.diagnostics, findTitle)),
    ...report.files.flatMap(({ path, summary }): Line[] => [
      [styled('bold', path), `: ${summary}`],
      ...reportFacts(report.facts.filter(({ file }) => file === path)),
    ]),
    ...(report.files.length > 1 ? [[styled('bold', 'all'), `: ${report.summary.text}`]] : []),
    ...reportChange(report),
    reportCounts(report),
  ];
}

/** The findings alone, and how many errors a change leaves as they were; nothing where there is nothing. */
export function reportFindings(report: CheckReport, findTitle: FindTitle): Line[] {
  const { diagnostics, change } = report;
  const old = change === null ? [] : sayOldErrors(change.oldErrors);
  if (diagnostics.length === 0) return old;
  return [
    ...report.files.flatMap(({ path }) => reportFile(path, diagnostics, findTitle)),
    ...old,
    reportCounts(report),
  ];
}

function sayOldErrors(count: number): Line[] {
  if (count === 0) return [];
  const were = count === 1 ? 'was' : 'were';
  return [[styled('dim', `${countOf(count, 'error')} ${were} there before: \`roadmap check\``)]];
}

function reportChange({ change }: CheckReport): Line[] {
  if (change === null) return [];
  const { name, transitions, oldErrors } = change;
  const says = transitions.map(({ task, from, to }) => `${task} ${from ?? 'new'} → ${to}`);
  return [
    [
      styled('bold', name),
      says.length === 0 ? ': no task changes its state' : `: ${nameSome(says, MOST_TRANSITIONS)}`,
    ],
    ...sayOldErrors(oldErrors),
  ];
}

const MOST_TRANSITIONS = 10;

function reportFile(path: string, diagnostics: readonly Diagnostic[], findTitle: FindTitle): Line[] {
  const groups = new Map<string | null, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.file !== path) continue;
    const group = groups.get(diagnostic.task);
    if (group === undefined) groups.set(diagnostic.task, [diagnostic]);
    else group.push(diagnostic);
  }
  return [...groups].flatMap(([task, found]): Line[] => {
    const title = task === null ? null : findTitle(path, task);
    const heading: Line =
      task === null
        ? [styled('bold', path)]
        : [styled('bold', task), ...(title === null ? [] : [`  ${cutText(title, TITLE_WIDTH)}`])];
    return [heading, ...found.flatMap(reportDiagnostic), []];
  });
}

/** One finding with its place and what to do. */
export function reportDiagnostic({
  file,
  line,
  column,
  severity,
  message,
  help,
  rule,
}: Pick<Diagnostic, 'file' | 'line' | 'column' | 'severity' | 'message' | 'help' | 'rule'>): Line[] {
  return [
    [
      `  ${file}:${line}:${column}  `,
      styled(SEVERITY[severity], severity),
      `  ${message}`,
      styled('dim', `  ${rule}`),
    ],
    ...(help === '' ? [] : [[styled('dim', `      → ${help}`)]]),
  ];
}

function reportCounts({ summary }: CheckReport): Line {
  return countFindings(summary);
}

/** How many findings there are of each severity, in a line. */
export function countFindings({
  errors,
  warnings,
  infos,
}: Pick<CheckReport['summary'], 'errors' | 'warnings' | 'infos'>): Line {
  if (errors + warnings + infos === 0) return [styled('green', 'nothing to complain about')];
  const counts: [number, string, Style][] = [
    [errors, 'error', 'red'],
    [warnings, 'warning', 'yellow'],
    [infos, 'note', 'blue'],
  ];
  const shown = counts
    .filter(([count]) => count > 0)
    .map(([count, noun, style]) => styled(style, countOf(count, noun)));
  return shown.flatMap((piece, index): (Piece | string)[] => (index === 0 ? [piece] : [', ', piece]));
}
