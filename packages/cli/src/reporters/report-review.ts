import type { CheckedItem, ReviewedItem, ReviewReport, Verdict } from '@roadmap-as-code/engine';
import { type Line, type Style, styled } from '../output/styled-text.ts';

export const verdictStyles: Readonly<Record<Verdict, Style>> = {
  pass: 'green',
  fail: 'red',
  unknown: 'yellow',
  person: 'cyan',
};
const WIDTH = 8;

/** Each item with its verdict and what was seen, then how many there are of each. */
export function reportReview({ file, commit, items, summary }: ReviewReport): Line[] {
  const { pass, fail, unknown, person } = summary;
  return [
    [styled('bold', file), `  at ${commit.slice(0, SHORT)}`],
    ...items.flatMap(reportItem),
    [],
    [`${pass} pass, ${fail} fail, ${unknown} unknown, ${person} for a person`],
  ];
}

const SHORT = 12;

function reportItem({ id, title, verdict, message, help, checks }: ReviewedItem): Line[] {
  return [
    [],
    [styled('bold', id), '  ', styled(verdictStyles[verdict], verdict.padEnd(WIDTH)), title],
    ...(checks.length === 0 ? [[`      ${message}`] satisfies Line] : []),
    ...checks.flatMap(reportCheck),
    ...(help === null || verdict === 'pass' ? [] : [[styled('dim', `      → ${help}`)] satisfies Line]),
  ];
}

function reportCheck({ kind, name, verdict, message }: CheckedItem): Line[] {
  return [
    [styled('dim', `      ${kind}  `), `${name}: `, styled(verdictStyles[verdict], verdict), `, ${message}`],
  ];
}

/** One line of what goes on: a check that runs, or what it came to. */
export function sayCheck(item: string, kind: string, result: CheckedItem | null): Line {
  return result === null
    ? [styled('bold', item), `  ${kind}  …`]
    : [
        styled('bold', item),
        `  ${kind}  `,
        styled(verdictStyles[result.verdict], result.verdict),
        `  ${result.message}`,
      ];
}
