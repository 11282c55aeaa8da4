import { countOf, type Diagnostic, type Outline } from '@roadmap-as-code/engine';
import { escapeControls } from '../../output/styled-text.ts';
import type { Subject } from './subject.ts';

/** A comment of GitHub takes 65,536 characters, and whoever makes one may put a line of their own before this. */
const MOST_CHARACTERS = 60_000;
const ORDER = ['error', 'warning', 'info'] as const;
const MARK = { error: '❌ error', warning: '⚠️ warning', info: 'ℹ️ note' } as const;

/** A report for a job summary or a comment: what is worst first, and cut before it is too long for one. */
export function reportMarkdown({ report, outline }: Subject): string {
  const { files, diagnostics, summary } = report;
  const { errors, warnings, infos } = summary;
  const progress = files.map(({ path, summary: text }) => `| ${escapeMarkdown(path)} | ${text} |`);
  const head = [
    `## Roadmap check: ${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}, ${countOf(infos, 'note')}`,
    '',
    '| Roadmap | Progress |\n| --- | --- |',
    ...progress.slice(0, MOST_FILES),
    ...(progress.length > MOST_FILES ? [`| … and ${progress.length - MOST_FILES} more | |`] : []),
    '',
  ].join('\n');
  if (diagnostics.length === 0) return `${head}\nNothing to complain about.\n`;
  const sorted = ORDER.flatMap((severity) => diagnostics.filter((one) => one.severity === severity));
  const rows = takeFitting(
    sorted.map((diagnostic) => renderRow(diagnostic, outline)),
    MOST_CHARACTERS - head.length,
  );
  const left = sorted.length - rows.length;
  return [
    head,
    '| | Place | Task | Finding | Rule |\n| --- | --- | --- | --- | --- |',
    ...rows,
    ...(left === 0 ? [] : ['', `… and ${left} more: run \`roadmap check\`.`]),
  ]
    .join('\n')
    .concat('\n');
}

const MOST_FILES = 50;

function renderRow(diagnostic: Diagnostic, outline: Outline): string {
  const { severity, file, line, column, task, message, help, rule } = diagnostic;
  const title = task === null ? undefined : outline.get(file)?.get(task)?.title;
  const cells = [
    MARK[severity],
    escapeMarkdown(`${file}:${line}:${column}`),
    [...(task === null ? [] : [escapeMarkdown(task)]), ...(title ? [escapeMarkdown(title)] : [])].join(' '),
    [message, ...(help === '' ? [] : [`→ ${help}`])].map(escapeMarkdown).join('<br>'),
    `\`${rule}\``,
  ];
  return `| ${cells.join(' | ')} |`;
}

function takeFitting(rows: readonly string[], most: number): string[] {
  let length = 0;
  const end = rows.findIndex((row) => {
    length += row.length + 1;
    return length > most;
  });
  return rows.slice(0, end === -1 ? rows.length : end);
}

/**
 * A text of one line that Markdown shows as it is, in a table cell as well. CommonMark lets every ASCII punctuation
 * character be escaped (§2.4), which also keeps GFM from linking a bare address. Forges link `@name`, `#12`, `!12` and
 * `GH-12` after that, and tell whoever is named; a space of no width keeps them from it.
 */
export function escapeMarkdown(text: string): string {
  return escapeControls(text)
    .replace(/[!-/:-@[-`{-~]/g, (character) => ENTITY[character] ?? `\\${character}`)
    .replace(/(?<=@)(?=\w)|(?<=[#!])(?=\d)|(?<=\bGH\\-)(?=\d)/gi, '&#8203;');
}

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
