import { countOf, type DoctorReport, type ReportedDamage } from '@roadmap-as-code/engine';
import { type Line, type Style, styled } from '../output/styled-text.ts';

const OUTCOMES: Readonly<Record<ReportedDamage['outcome'], Style>> = {
  found: 'yellow',
  mended: 'green',
  left: 'red',
};

/** The kinds whose repair writes a file that git tracks. */
const IN_FILES: readonly ReportedDamage['kind'][] = [
  'mixed-line-ends',
  'box-against-status',
  'phase-count',
  'duplicate-task',
  'dead-hash',
];

/** What is wrong, with the repair, or what became of it; then what to run next. */
export function reportDoctor({ applied, damages }: DoctorReport): Line[] {
  if (damages.length === 0) return [[styled('green', 'nothing is damaged')]];
  const isWritten = damages.some(({ kind, outcome }) => outcome === 'mended' && IN_FILES.includes(kind));
  const mendable = damages.filter(({ outcome }) => outcome === 'found').length;
  return [
    ...damages.flatMap((damage) => [...reportDamage(damage), []]),
    ...(mendable === 0
      ? []
      : [[`nothing was changed; \`roadmap doctor --apply\` makes ${countOf(mendable, 'repair')}`]]),
    ...(isWritten ? [['the files are written and not committed: see `git diff`, and commit them']] : []),
    ...(applied && !isWritten && damages.every(({ outcome }) => outcome === 'left')
      ? [['nothing was changed']]
      : []),
  ];
}

function reportDamage({
  kind,
  file,
  line,
  message,
  repair,
  help,
  diff,
  outcome,
  backups,
}: ReportedDamage): Line[] {
  return [
    [
      styled(OUTCOMES[outcome], outcome),
      `  ${file}${line === null ? '' : `:${line}`}: ${message}`,
      styled('dim', `  ${kind}`),
    ],
    ...diff.map((text): Line => [styled(text.startsWith('+') ? 'green' : 'red', `      ${text}`)]),
    ...(repair === null ? [] : [[styled('dim', `      → ${repair}`)]]),
    ...(help === null ? [] : [[styled('dim', `      → ${help}`)]]),
    ...backups.map((path): Line => [`      backup: ${path}`]),
  ];
}
