import type { Line } from './lines.ts';
import type { Piece } from './piece.ts';

/** Lines of the result; where a task begins with them, its key. */
export interface Slice {
  readonly kind: 'lines';
  readonly task: string | null;
  readonly lines: readonly Line[];
}

/** What both sides have changed in two ways. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly base: readonly Slice[];
  readonly ours: readonly Slice[];
  readonly theirs: readonly Slice[];
  /** What it is about, as people call it; empty where nothing has a name. */
  readonly about: string;
}

export type Merged = Slice | Conflict;

export function sliceLines(lines: readonly Line[]): Slice {
  return { kind: 'lines', task: null, lines };
}

/** A piece as one version has it. */
export function slicePiece({ kind, key, lines }: Piece): Slice {
  return { kind: 'lines', task: kind === 'task' ? key : null, lines };
}

/** The result with one side in each conflict. */
export function chooseSide(merged: readonly Merged[], side: 'ours' | 'theirs'): Slice[] {
  return merged.flatMap((one) => (one.kind === 'conflict' ? one[side] : [one]));
}
