import {
  countOf,
  nameSome,
  type SelftestCell,
  type SelftestPlant,
  type SelftestReport,
  type SelftestTable,
} from '@roadmap-as-code/engine';
import { type Line, type Piece, type Style, styled } from '../output/styled-text.ts';

const WAYS: Readonly<Record<SelftestCell['way'], string>> = {
  'pre-commit': 'hook',
  range: 'CI',
  'pre-receive': 'server',
  audit: 'audit',
};

const OUTCOMES: Readonly<Record<SelftestCell['outcome'], string>> = {
  stopped: 'stopped',
  warned: 'warned',
  passed: 'let by',
  'not-judged': '-',
};

const GROUPS: Readonly<Record<SelftestPlant['group'], string>> = {
  good: 'good, and to be let by',
  bad: 'bad, and to be caught by its rule',
  disarming: 'bad, with the gate disarmed in the same commit',
};

const VERDICTS: Readonly<Record<SelftestPlant['verdict'], readonly [Style, string]>> = {
  right: ['green', 'ok'],
  'not-asked': ['dim', 'not asked for'],
  'let-by': ['red', 'GOT BY'],
  stopped: ['red', 'STOPPED'],
};

const MOST_NAMED = 5;
/** Characters of the widest outcome and of the widest verdict, and what stands between columns. */
const CELL_WIDTH = 9;
const VERDICT_WIDTH = 15;

/** A table for each policy: a line for each change, a column for each way in. */
export function reportSelftest({ tables, summary }: SelftestReport): Line[] {
  const { planted, right, letBy, stopped, notAsked } = summary;
  const isWell = letBy + stopped === 0;
  return [
    ...tables.flatMap((table) => [...reportTable(table), []]),
    [
      styled(isWell ? 'green' : 'red', isWell ? 'the gate holds' : 'the gate does not hold'),
      `: ${countOf(planted, 'change')} planted, ${right} as they ought to, ${letBy} bad that got by, ${stopped} good that were stopped, ${notAsked} not asked for`,
    ],
  ];
}

function reportTable({ roadmaps, dialect, order, plants }: SelftestTable): Line[] {
  const width = Math.max(
    ...plants.map(({ name }) => name.length),
    ...Object.values(GROUPS).map(({ length }) => length),
  );
  const ways = plants[0]?.cells.map(({ way }) => styled('bold', WAYS[way].padEnd(CELL_WIDTH))) ?? [];
  return [
    [styled('bold', nameSome(roadmaps, MOST_NAMED)), styled('dim', `  dialect ${dialect}, order ${order}`)],
    ...(['good', 'bad', 'disarming'] as const).flatMap((group): Line[] => [
      [styled('dim', GROUPS[group].padEnd(width + 4)), ...ways],
      ...plants.filter((plant) => plant.group === group).flatMap((plant) => reportPlant(plant, width)),
    ]),
  ];
}

function reportPlant({ name, rule, cells, verdict, why }: SelftestPlant, width: number): Line[] {
  const [style, says] = VERDICTS[verdict];
  const shown = cells.map(({ outcome }): Piece => {
    const isLow = verdict === 'let-by' && outcome === 'passed';
    return styled(isLow ? 'red' : 'plain', OUTCOMES[outcome].padEnd(CELL_WIDTH));
  });
  return [
    [
      `  ${name.padEnd(width)}  `,
      ...shown,
      styled(style, rule === null ? says : says.padEnd(VERDICT_WIDTH)),
      styled('dim', rule ?? ''),
    ],
    ...(why === null ? [] : [[styled('red', `      → ${why}`)]]),
  ];
}
