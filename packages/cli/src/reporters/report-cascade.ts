import {
  type CascadeProgress,
  type CascadeReport,
  countOf,
  type ReportedTarget,
} from '@roadmap-as-code/engine';
import { type Line, type Style, styled } from '../output/styled-text.ts';

const STYLES: Readonly<Record<ReportedTarget['outcome'], Style>> = {
  pushed: 'green',
  there: 'green',
  ready: 'cyan',
  refused: 'red',
  failed: 'red',
};

const STEPS: Readonly<Record<CascadeProgress['step'], string>> = {
  asked: 'asking',
  waits: 'waiting',
  written: 'writing',
};

/** In characters: the longest word for an outcome or a step. */
const WIDTH = 7;
const SHORT = 12;

/** What goes on with a target, or how it ended. */
export function sayTarget(name: string, step: CascadeProgress['step'], result: ReportedTarget | null): Line {
  return result === null ? [styled('dim', STEPS[step].padEnd(WIDTH)), `  ${name}`] : reportTarget(result);
}

/** What became of each target, and of the task. */
export function reportCascade(report: CascadeReport): Line[] {
  const { targets, refusals, warnings } = report;
  return [
    ...targets.map(reportTarget),
    ...(targets.length > 0 ? [[], sayTask(report)] : []),
    ...warnings.flatMap(({ rule, message, help }): Line[] => [
      [styled('yellow', 'warning'), `  ${message}`, styled('dim', `  ${rule}`)],
      [styled('dim', `      → ${help}`)],
    ]),
    ...refusals.flatMap(({ clause, message, help }): Line[] => [
      [styled('red', 'refused'), `  ${message}`, styled('dim', `  ${clause}`)],
      ...(help === '' ? [] : [[styled('dim', `      → ${help}`)]]),
    ]),
    ...(refusals.length > 0 && targets.length === 0 ? [['nothing was pushed, and nothing was changed']] : []),
  ];
}

function reportTarget({ name, branch, file, outcome, commit, reason }: ReportedTarget): Line {
  const where = `${branch === null ? '' : `${branch}:`}${file}`;
  return [
    styled(STYLES[outcome], outcome.padEnd(WIDTH)),
    `  ${name}${commit === null ? '' : `@${commit.slice(0, SHORT)}`}`,
    styled('dim', `  ${where}`),
    reason === null ? '' : `  ${reason}`,
  ];
}

function sayTask({ outcome, task, title, targets, commit }: CascadeReport): Line {
  const count = targets.filter((one) => one.outcome === 'pushed' || one.outcome === 'there').length;
  const head = styled('bold', task);
  if (outcome === 'probed') return [head, '  nothing was pushed, and nothing was written'];
  const has = `  ${count} of ${countOf(targets.length, 'target')} ${count === 1 ? 'has' : 'have'} it`;
  const into =
    commit === null ? ', and the roadmap is as it was' : `: ${outcome} in ${commit.slice(0, SHORT)}`;
  const again =
    outcome === 'partial' || outcome === 'none' ? `; \`roadmap cascade ${task}\` does the others` : '';
  return [head, has, into, again, `  ${title}`];
}
