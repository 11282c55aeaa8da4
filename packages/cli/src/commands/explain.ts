import { explainRules } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import type { Outcome } from './command.ts';

/** `roadmap explain [rule]` */
export function explain(id: string | null): Outcome {
  const report = explainRules(id);
  const width = Math.max(...report.rules.map((rule) => rule.id.length));
  const lines: Line[] =
    id === null
      ? report.rules.map(
          (rule): Line => [
            styled('bold', rule.id.padEnd(width)),
            `  ${rule.severity.padEnd('warning'.length)}  ${rule.description}`,
          ],
        )
      : report.rules.flatMap(({ page }) =>
          page
            .trimEnd()
            .split('\n')
            .map((line): Line => (line.startsWith('#') ? [styled('bold', line)] : [line])),
        );
  return { lines, json: report, exitCode: 0 };
}
