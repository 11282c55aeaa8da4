/**
 * Where the lines of one version are in another: for each key of `before` its place in `after`, -1 where it is gone. The
 * pairs keep their order. What is once in both is paired first, along the longest rising run (patience diff, B. Cohen), as
 * git does with `--patience`; between those the longest common subsequence is.
 */
export function alignKeys(before: readonly string[], after: readonly string[]): Int32Array {
  const pairs = new Int32Array(before.length).fill(-1);
  const work = [{ start: 0, end: before.length, from: 0, to: after.length }];
  for (let range = work.pop(); range !== undefined; range = work.pop()) {
    const { start, end, from, to } = trim(before, after, range, pairs);
    if (start === end || from === to) continue;
    const unique = findUnique(before, after, { start, end, from, to });
    if (unique.length === 0) {
      pairCommon(before, after, { start, end, from, to }, pairs);
      continue;
    }
    let last = { start, from };
    for (const { place, other } of unique) {
      pairs[place] = other;
      work.push({ start: last.start, end: place, from: last.from, to: other });
      last = { start: place + 1, from: other + 1 };
    }
    work.push({ start: last.start, end, from: last.from, to });
  }
  return pairs;
}

/** [start, end) of the one, [from, to) of the other. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Pairs what two ranges begin and end with alike. */
function trim(before: readonly string[], after: readonly string[], range: Range, pairs: Int32Array): Range {
  let { start, end, from, to } = range;
  while (start < end && from < to && before[start] === after[from]) pairs[start++] = from++;
  while (start < end && from < to && before[end - 1] === after[to - 1]) pairs[--end] = --to;
  return { start, end, from, to };
}

interface Pair {
  readonly place: number;
  readonly other: number;
}

/** What is once in each of two ranges, as far as it comes in the same order in both. */
function findUnique(before: readonly string[], after: readonly string[], range: Range): Pair[] {
  const places = countPlaces(before, range.start, range.end);
  const others = countPlaces(after, range.from, range.to);
  const pairs = [...places].flatMap(([key, place]) => {
    const other = others.get(key) ?? -1;
    return place < 0 || other < 0 ? [] : [{ place, other }];
  });
  return findRising(pairs.sort((one, two) => one.place - two.place));
}

/** The place of each key; -1 where it is there more than once. */
function countPlaces(keys: readonly string[], start: number, end: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let at = start; at < end; at += 1) {
    const key = keys[at] ?? '';
    places.set(key, places.has(key) ? -1 : at);
  }
  return places;
}

/** The longest run of pairs in which `other` rises, too (patience sorting). */
function findRising(pairs: readonly Pair[]): Pair[] {
  const ends: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  const otherAt = (index: number | undefined): number => pairs[index ?? -1]?.other ?? -1;
  for (const [at, { other }] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (otherAt(ends[middle]) < other) low = middle + 1;
      else high = middle;
    }
    previous[at] = ends[low - 1] ?? -1;
    ends[low] = at;
  }
  const run: Pair[] = [];
  for (let at = ends.at(-1) ?? -1; at !== -1; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) run.push(pair);
  }
  return run.reverse();
}

/** Comparisons; past that a range counts as changed as a whole, which gives conflicts and loses nothing. */
const MOST_COMPARED = 4_000_000;

/** The longest common subsequence of two ranges, by the table of its lengths. */
function pairCommon(
  before: readonly string[],
  after: readonly string[],
  { start, end, from, to }: Range,
  pairs: Int32Array,
): void {
  const [rows, columns] = [end - start, to - from];
  if (rows * columns > MOST_COMPARED) return;
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const lengthAt = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        before[start + row] === after[from + column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (before[start + row] === after[from + column]) pairs[start + row++] = from + column++;
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row += 1;
    else column += 1;
  }
}
