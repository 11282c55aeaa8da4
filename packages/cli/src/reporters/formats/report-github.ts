import { countOf, type Diagnostic } from '@roadmap-as-code/engine';
import { escapeControls } from '../../output/styled-text.ts';
import type { Subject } from './subject.ts';

const COMMAND = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Workflow commands, which a runner of GitHub turns into annotations at the lines. The last line is for the log; it
 * holds nothing of a roadmap, since a runner obeys whatever line begins with `::`.
 */
export function reportGithub({ report: { diagnostics, summary } }: Subject): string {
  const { errors, warnings, infos, text } = summary;
  const counts = [countOf(errors, 'error'), countOf(warnings, 'warning'), countOf(infos, 'note')].join(', ');
  return [...diagnostics.map(annotate), `roadmap check: ${counts}; ${text}`].join('\n').concat('\n');
}

/** Columns are allowed only where both ends are on one line (GitHub REST API, check runs, annotations). */
function annotate({
  severity,
  file,
  line,
  endLine,
  column,
  endColumn,
  rule,
  task,
  message,
  help,
}: Diagnostic): string {
  const properties: [string, string | number][] = [
    ['file', file],
    ['line', line],
    ['endLine', endLine],
    ...(line === endLine
      ? ([
          ['col', column],
          ['endColumn', endColumn],
        ] as const satisfies [string, number][])
      : []),
    ['title', task === null ? rule : `${task}: ${rule}`],
  ];
  const listed = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  const text = [message, ...(help === '' ? [] : [`→ ${help}`])].map(escapeData).join('%0A');
  return `::${COMMAND[severity]} ${listed}::${text}`;
}

/** What the runner takes back out of a message (actions/toolkit, command.ts); line ends are escaped before. */
function escapeData(text: string): string {
  return escapeControls(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
