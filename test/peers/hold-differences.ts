import { expect } from '@jest/globals';
import type { Told } from '../corpus/truth.ts';

/** What two tools say of one thing; null where one of them says nothing of it. */
export interface Difference {
  readonly ours: string | null;
  readonly theirs: string | null;
  /** Both, where each says what it is for. */
  readonly right: 'ours' | 'theirs' | 'both';
  readonly why: string;
}

/** Differences by the name of the file, as listOwn and listReal give it. */
export type Differences = Readonly<Record<string, readonly Difference[]>>;

/** Expects that the two say the same in the same order, but for the differences, and that each of those is one. */
export function holdDifferences(
  ours: readonly string[],
  theirs: readonly string[],
  known: readonly Difference[],
): void {
  const onlyOurs = known.flatMap((one) => one.ours ?? []);
  const onlyTheirs = known.flatMap((one) => one.theirs ?? []);
  expect({ ours: listMissing(ours, theirs).sort(), theirs: listMissing(theirs, ours).sort() }).toEqual({
    ours: onlyOurs.sort(),
    theirs: onlyTheirs.sort(),
  });
  expect(listMissing(ours, onlyOurs)).toEqual(listMissing(theirs, onlyTheirs));
}

/** Expects that each difference is of a file that is compared; those of others are, where the files of others are at hand. */
export function expectCompared(known: Differences, own: readonly Told[], real: readonly Told[]): void {
  const names = [...own, ...real].map(({ name }) => name);
  const unknown = Object.keys(known).filter((name) => !names.includes(name));
  expect(unknown.filter((name) => real.length > 0 || !name.startsWith('evidence/'))).toEqual([]);
}

/** The lines of one list that another lacks, in order; a line that stands twice must stand twice there. */
function listMissing(lines: readonly string[], from: readonly string[]): string[] {
  const left = [...from];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
