import type { VerifiedCheck, VerifyReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import { verdictStyles } from './report-review.ts';

/** Each check with its verdict, and what its programs did. */
export function reportVerify({ file, task, verified, warnings }: VerifyReport): Line[] {
  return [
    [styled('bold', task), styled('dim', `  ${file}`)],
    ...verified.flatMap(reportCheck),
    ...warnings.map((warning): Line => [styled('yellow', 'warning'), `  ${warning}`]),
  ];
}

function reportCheck({ check, commit, verdict, message, help, recorded, checks }: VerifiedCheck): Line[] {
  const seen = checks.flatMap((one) => one.seen);
  return [
    [
      '  ',
      styled(verdictStyles[verdict], verdict.padEnd(WIDTH)),
      styled('bold', check),
      ` at ${commit.slice(0, SHORT)}: ${message}`,
    ],
    ...seen.flatMap(({ place, found }) =>
      `${place}: ${found}`.split('\n').map((line): Line => [styled('dim', `      ${line}`)]),
    ),
    ...(help === null || verdict === 'pass' ? [] : [[styled('dim', `      → ${help}`)] satisfies Line]),
    ...(recorded ? [[styled('dim', '      kept in refs/notes/roadmap')] satisfies Line] : []),
  ];
}

const WIDTH = 8;
const SHORT = 12;
