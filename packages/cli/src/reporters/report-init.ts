import type { InitReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

/** What was written, what a person has to add, and what to run next. */
export function reportInit({ roadmap, config, next }: InitReport): Line[] {
  return [
    ['wrote ', styled('bold', roadmap)],
    ...reportConfig(config),
    [],
    ['Fill in what stands in its angle brackets; nothing of it is due yet. Then:'],
    ...next.map((line): Line => [`  ${line}`]),
  ];
}

function reportConfig({ path, outcome, lines }: InitReport['config']): Line[] {
  if (outcome === 'written') return [['wrote ', styled('bold', path), ', which names it']];
  if (outcome === 'names-it') return [[styled('bold', path), ' names it already']];
  const [first = ''] = lines;
  const where = first.startsWith(' ') ? ', under `roadmaps:`' : '';
  return [
    [styled('bold', path), ` is left as it is; so that it names the new roadmap, add to it${where}:`],
    [],
    ...lines.map((line): Line => [line]),
  ];
}
