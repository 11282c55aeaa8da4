import { isUtf8 } from 'node:buffer';
import { expect, test } from '@jest/globals';
import { listTasks } from '@roadmap-as-code/core';
import { planIds } from '@roadmap-as-code/core/adopt';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { applyEdits, invertEdits } from '@roadmap-as-code/core/transition';
import { listOwn, listReal, writeList } from './truth.ts';

const FIVE_MINUTES = 300_000;

/** What a list says but for the ids of those tasks that have none at first. */
function dropIds(lines: readonly string[], isBare: readonly boolean[]): string[] {
  return lines.map((line, at) => {
    const [place, state, id, ...rest] = line.split('\t');
    return [place, state, isBare[at - FIRST_ROW] === true ? '-' : id, ...rest].join('\t');
  });
}

/** Lines of a list before those of its tasks. */
const FIRST_ROW = 2;

test.each([...listOwn(), ...listReal()].filter(({ bytes }) => isUtf8(bytes)))(
  'with ids, $name says of each task what it said',
  ({ path, bytes }) => {
    const { graph, source, dialect } = parseRoadmap(bytes, { path });
    if (source === null) throw new Error(`${path} is no UTF-8`);
    const planned = planIds({ graph, source, dialect }, (one) => parseRoadmap(one, { path }).graph);
    if (planned.kind === 'refused') throw new Error(planned.message);
    const { edits, bytes: written, given, left } = planned;
    const isBare = listTasks(graph).map(({ derived }) => derived);
    expect(given.size + left.size).toBe(isBare.filter((bare) => bare).length);
    expect(Buffer.compare(applyEdits(written, invertEdits(bytes, edits)), bytes)).toBe(0);
    const after = parseRoadmap(written, { path }).graph;
    expect(dropIds(writeList(after), isBare)).toEqual(dropIds(writeList(graph), isBare));
    expect(listTasks(after).filter(({ derived }) => derived)).toHaveLength(left.size);
  },
  FIVE_MINUTES,
);
