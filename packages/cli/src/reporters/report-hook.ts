import type { HookName, HookVerdict } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import { reportFindings } from './report-check.ts';

/** What a hook has to say: nothing where all is well, since it runs at every commit. */
export function reportHook(
  name: HookName,
  { changes, refusals, warnings }: HookVerdict,
  isRefused: boolean,
): Line[] {
  return [
    ...changes.flatMap(({ report, outline }) =>
      reportFindings(report, (file, task) => outline.get(file)?.get(task)?.title ?? null),
    ),
    ...refusals.flatMap(({ message, help }) => sayLine(styled('red', 'refused'), message, help)),
    ...warnings.flatMap(({ message, help }) => sayLine(styled('yellow', 'warning'), message, help)),
    ...(isRefused ? [[styled('bold', `roadmap: the ${name} hook lets this not through`)]] : []),
  ];
}

function sayLine(word: Line[number], message: string, help: string): Line[] {
  return [[word, `  ${message}`], [styled('dim', `      → ${help}`)]];
}
