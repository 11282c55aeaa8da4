import type { Roadmap } from '../generated/roadmap.types.ts';
import type { SameBytes } from './count-same.ts';
import type { Stretch } from './outline-version.ts';
import type { PieceReader } from './piece-reader.ts';
import { type Outline, type Run, updateOutline } from './version-outline.ts';
import { assembleLoose, type Pattern, type ReadGap, readGap, updateLoose } from './version-pattern.ts';

/** A version that is read by a pattern. */
export interface Version {
  readonly pattern: Pattern;
  readonly outline: Outline;
  /** By the number of the gap. */
  readonly read: readonly ReadGap[];
  /**
   * Where lines and spans do not matter: they are any. A task that stands in another version, too, written in the same
   * way, is the same object there.
   */
  readonly loose: Roadmap;
  /** What it was made of, where it was updated: what another version has of its gaps, and where that is other. */
  readonly origin: { readonly read: readonly ReadGap[]; readonly changed: readonly number[] } | null;
}

/**
 * Reads another version, of which only what differs from this one is read. Null where more than some gaps differs, or
 * where the pattern can't tell it.
 */
export function updateVersion(
  base: Version,
  bytes: Uint8Array,
  pieces: PieceReader,
  isSame: SameBytes,
): Version | null {
  const updated = updateOutline(base.outline, bytes, isSame);
  if (updated === null) return null;
  const { outline, replaced } = updated;
  const hasSameRest = replaced.every(({ before, after }) => {
    const [old, now] = [cut(base.outline, before), cut(outline, after)];
    return joinRest(old) === joinRest(now) && countGaps(old) === countGaps(now);
  });
  if (!hasSameRest) return null;
  const { pattern } = base;
  const changed = replaced.flatMap(({ after }) => listGapsIn(outline, after));
  const read = [...base.read];
  for (const at of changed) {
    const gap = outline.stretches[outline.gaps[at] ?? 0]?.gap ?? null;
    const own = gap === null ? undefined : readGap(pattern, at, gap, pieces);
    if (own === undefined) return null;
    read[at] = own;
  }
  const loose = updateLoose(pattern, base.loose, base.read, read, changed) ?? assembleLoose(pattern, read);
  return loose === null ? null : { pattern, outline, read, loose, origin: { read: base.read, changed } };
}

function cut({ stretches }: Outline, { from, to }: Run): readonly Stretch[] {
  return stretches.slice(from, to);
}

function joinRest(stretches: readonly Stretch[]): string {
  return stretches.map(({ rest }) => `${rest}\n`).join('');
}

function countGaps(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { gap }) => sum + (gap === null ? 0 : 1), 0);
}

/** Numbers of the gaps of some stretches. */
function listGapsIn({ gaps }: Outline, { from, to }: Run): number[] {
  const found: number[] = [];
  for (let at = countBelow(gaps, from); (gaps[at] ?? Infinity) < to; at += 1) found.push(at);
  return found;
}

/** Number of elements of a sorted list that are below a value. */
function countBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What all of a version is but its gaps. */
export function nameRest({ stretches }: Outline): string {
  return joinRest(stretches);
}
