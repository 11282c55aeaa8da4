import { joinLines, type Line } from './lines.ts';
import type { Conflict, Merged, Slice } from './merged.ts';

/** How conflicts are written (git-merge-file(1)). */
export interface ConflictStyle {
  /** Characters of a marker. */
  readonly markerSize: number;
  readonly labels: { readonly ours: string; readonly base: string; readonly theirs: string };
  /** `diff3` shows the lines of the base, too (git-config(1), merge.conflictStyle). */
  readonly style: 'merge' | 'diff3';
}

/** A conflict that is in the text. */
export interface ConflictPlace {
  /** 1-based line of the first marker. */
  readonly line: number;
  /** What it is about, as people call it; empty where nothing has a name. */
  readonly about: string;
}

/**
 * The text of a result, with markers around conflicts, and where they are.
 * @param isEnded whether the last line has an end, as a marker always has
 * @param only what all lines are to end with; null for what they have
 */
export function renderMerged(
  merged: readonly Merged[],
  style: ConflictStyle,
  isEnded: boolean,
  only: string | null,
): { readonly text: string; readonly conflicts: readonly ConflictPlace[] } {
  const end = merged.flatMap(linesOf).find((line) => line.end !== '')?.end ?? '\n';
  const blocks: (readonly Line[])[] = [];
  const conflicts: ConflictPlace[] = [];
  let line = 1;
  for (const one of merged) {
    if (one.kind === 'conflict') conflicts.push({ line, about: one.about });
    const block = one.kind === 'lines' ? one.lines : markConflict(one, style, end);
    blocks.push(block);
    line += block.length;
  }
  const isMarker = merged.findLast((one) => linesOf(one).length > 0)?.kind === 'conflict';
  return { text: joinLines(blocks.flat(), isEnded || isMarker, only), conflicts };
}

function linesOf(one: Merged): readonly Line[] {
  return one.kind === 'lines' ? one.lines : flatten([...one.ours, ...one.theirs]);
}

function flatten(slices: readonly Slice[]): Line[] {
  return slices.flatMap(({ lines }) => lines);
}

function markConflict(
  { base, ours, theirs }: Conflict,
  { markerSize, labels, style }: ConflictStyle,
  end: string,
): Line[] {
  const mark = (character: string, label = ''): Line => ({
    text: character.repeat(markerSize) + (label === '' ? '' : ` ${label}`),
    end,
  });
  const close = (lines: readonly Line[]): Line[] =>
    lines.map((line) => (line.end === '' ? { ...line, end } : line));
  return [
    mark('<', labels.ours),
    ...close(flatten(ours)),
    ...(style === 'diff3' ? [mark('|', labels.base), ...close(flatten(base))] : []),
    mark('='),
    ...close(flatten(theirs)),
    mark('>', labels.theirs),
  ];
}
