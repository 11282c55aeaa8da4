import { countSame, countSameAtEnd, type SameBytes } from './count-same.ts';
import { outlineStretch, outlineVersion, type Page, type Stretch } from './outline-version.ts';

/** A version, taken apart. */
export interface Outline {
  readonly bytes: Uint8Array;
  readonly stretches: readonly Stretch[];
  /** Byte offset of each stretch, and of the end. */
  readonly starts: Int32Array;
  /** 1-based line of each stretch, and the one behind the last. */
  readonly lines: Int32Array;
  /** Which stretches have a gap, in the order of the text. */
  readonly gaps: readonly number[];
}

/** Stretches of one version, from one to before another. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** What of a version before is other in the next one; all between stands in both. */
export interface Replaced {
  readonly before: Run;
  readonly after: Run;
}

/** @param text of the bytes without a byte order mark; null where lines alone can't tell its parts */
export function makeOutline(bytes: Uint8Array, origin: number, text: string): Outline | null {
  const stretches = outlineVersion(text);
  return stretches === null ? null : layOut(bytes, origin, stretches);
}

function layOut(bytes: Uint8Array, origin: number, stretches: readonly Stretch[]): Outline {
  const starts = new Int32Array(stretches.length + 1);
  const lines = new Int32Array(stretches.length + 1);
  const gaps: number[] = [];
  let start = origin;
  let line = 1;
  for (let at = 0; at < stretches.length; at += 1) {
    const stretch = stretches[at] as Stretch;
    starts[at] = start;
    lines[at] = line;
    start += stretch.length;
    line += stretch.lines;
    if (stretch.gap !== null) gaps.push(at);
  }
  starts[stretches.length] = start;
  lines[stretches.length] = line;
  return { bytes, stretches, starts, lines, gaps };
}

/** A stretch is looked for among so many; what is gone is seldom more. */
const MOST_LOOKED_AT = 8;
/** Bytes of a byte order mark. */
const MARK = 3;

/**
 * The outline of another version, of which only those lines are read that the version before does not have just so; null
 * where lines alone can't tell, or where the bytes are no UTF-8.
 */
export function updateOutline(
  base: Outline,
  bytes: Uint8Array,
  isSame: SameBytes,
): { readonly outline: Outline; readonly replaced: readonly Replaced[] } | null {
  const origin = base.starts[0] ?? 0;
  const same = countSame(base.bytes, bytes, isSame);
  // What differs as early as that may have another byte order mark.
  if (same < origin + MARK) return null;
  const most = Math.min(base.bytes.length, bytes.length) - same;
  const matches = makeMatcher(base, bytes, countSameAtEnd(base.bytes, bytes, most, isSame));
  let old = countKept(base, same);
  let at = base.starts[old] ?? origin;
  let known = old;
  let stretches = base.stretches.slice(0, old);
  const replaced: Replaced[] = [];
  let isKept = true;
  for (let isOver = false; !isOver; ) {
    const found = findStretch(base, matches, { old, at, isKept });
    if (found === null) {
      const stretch = readAt(bytes, origin, at);
      if (stretch === null) return null;
      stretches.push(stretch);
      at += stretch.length;
      isKept = false;
      isOver = stretch.isLast;
    } else {
      if (found.from > old || stretches.length > known)
        replaced.push({
          before: { from: old, to: found.from },
          after: { from: known, to: stretches.length },
        });
      const kept = base.stretches.slice(found.from, found.to);
      if (kept.length === 1) stretches.push(...kept);
      else stretches = stretches.concat(kept);
      at += (base.starts[found.to] ?? 0) - (base.starts[found.from] ?? 0);
      old = found.to;
      known = stretches.length;
      isKept = true;
      isOver = stretches.at(-1)?.isLast === true;
    }
  }
  const left = base.stretches.length;
  if (left > old || stretches.length > known)
    replaced.push({ before: { from: old, to: left }, after: { from: known, to: stretches.length } });
  return {
    outline: moveBehind(base, bytes, stretches, replaced) ?? layOut(bytes, origin, stretches),
    replaced,
  };
}

/** The outline of a version in which as many stretches are others, with gaps where these had them; null of any other. */
function moveBehind(
  { stretches: old, starts, lines, gaps }: Outline,
  bytes: Uint8Array,
  stretches: readonly Stretch[],
  replaced: readonly Replaced[],
): Outline | null {
  if (stretches.length !== old.length || replaced.length > MOST_MOVED) return null;
  let moved = { starts, lines };
  for (const { before, after } of replaced) {
    if (before.from !== after.from || before.to !== after.to) return null;
    for (let at = after.from; at < after.to; at += 1) {
      const [was, is] = [old[at], stretches[at]];
      if (was === undefined || is === undefined || (was.gap === null) !== (is.gap === null)) return null;
      moved = {
        starts: shift(moved.starts, at + 1, is.length - was.length),
        lines: shift(moved.lines, at + 1, is.lines - was.lines),
      };
    }
  }
  return { bytes, stretches, ...moved, gaps };
}

/** So many parts are moved one by one; of more, all is laid out anew. */
const MOST_MOVED = 4;

function shift(places: Int32Array, from: number, by: number): Int32Array {
  if (by === 0) return places;
  const moved = places.slice();
  for (let at = from; at < moved.length; at += 1) moved[at] = (moved[at] ?? 0) + by;
  return moved;
}

/** Whether a stretch stands at a byte, with all around it that has a say in what it is but the line before. */
type Matcher = (stretch: number, at: number) => 'no' | 'yes' | 'with-all-behind';

function makeMatcher(
  { bytes: old, stretches, starts }: Outline,
  bytes: Uint8Array,
  sameAtEnd: number,
): Matcher {
  return (index, at) => {
    const start = starts[index] ?? 0;
    const { length, looksAhead } = stretches[index] as Stretch;
    if (start >= old.length - sameAtEnd && at - start === bytes.length - old.length) return 'with-all-behind';
    const isToEnd = looksAhead === Infinity;
    const needed = isToEnd ? old.length - start : length + looksAhead;
    if (isToEnd ? bytes.length - at !== needed : bytes.length - at < needed) return 'no';
    for (let one = 0; one < needed; one += 1) if (old[start + one] !== bytes[at + one]) return 'no';
    return 'yes';
  };
}

/** Number of the first stretches that stand, with all that has a say in what they are, before the first byte that differs. */
function countKept({ stretches, starts }: Outline, same: number): number {
  let kept = 0;
  while (
    kept < stretches.length &&
    (starts[kept + 1] ?? 0) + (stretches[kept]?.looksAhead ?? Infinity) <= same
  )
    kept += 1;
  return kept;
}

/** The stretches that go on at a byte; null where none of the next ones does. */
function findStretch(
  { stretches }: Outline,
  matches: Matcher,
  { old, at, isKept }: { readonly old: number; readonly at: number; readonly isKept: boolean },
): Run | null {
  for (let one = old; one < Math.min(old + MOST_LOOKED_AT, stretches.length); one += 1) {
    if (stretches[one]?.looksBack === true && !(isKept && one === old)) continue;
    const match = matches(one, at);
    if (match === 'yes') return { from: one, to: one + 1 };
    if (match === 'with-all-behind') return { from: one, to: stretches.length };
  }
  return null;
}

/** Bytes that most often hold a task and what stands behind it. */
const FIRST_LOOK = 1024;
const LINE_FEED = 0x0a;

/** The stretch that begins at a byte; null where lines alone can't tell, or where the bytes are no UTF-8. */
function readAt(bytes: Uint8Array, origin: number, at: number): Stretch | null {
  // The line before ends one byte before; none stands before the first.
  const before = at < origin + 2 ? origin : Math.max(origin, bytes.lastIndexOf(LINE_FEED, at - 2) + 1);
  for (let look = FIRST_LOOK; ; look *= 4) {
    const isWhole = at + look >= bytes.length;
    const end = isWhole ? bytes.length : bytes.lastIndexOf(LINE_FEED, at + look) + 1;
    if (end <= at && !isWhole) continue;
    const lines = decodeLines(bytes.subarray(before, end));
    if (lines === null) return null;
    const page: Page = { lines: isWhole ? lines : lines.slice(0, -1), isWhole };
    const found = outlineStretch(page, before === at ? 0 : 1);
    if (found !== 'more') return found;
  }
}

let decoder: InstanceType<typeof TextDecoder> | null = null;

function decodeLines(bytes: Uint8Array): string[] | null {
  // Making one takes longer than decoding a task.
  decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes).split('\n');
  } catch {
    // What it was in the middle of is gone with it.
    decoder = null;
    return null;
  }
}
