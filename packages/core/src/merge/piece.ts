import type { State } from '../generated/roadmap.types.ts';
import { isBlank, type Line, textOf } from './lines.ts';

/** What lines of a roadmap are. */
export type PieceKind =
  | 'task'
  | 'review'
  /** The line of a task or a review item with its box. */
  | 'head'
  | 'field'
  | 'requirement'
  /** `key: value` of the report or the sign-off. */
  | 'entry'
  /** Of a list of the report, such as surprises. */
  | 'item'
  /** Of the change log. */
  | 'row'
  | 'text';

/** Some whole lines of one version, in document order with the others. */
export interface Piece {
  readonly kind: PieceKind;
  /** The same in every version for what is the same thing. */
  readonly key: string;
  readonly lines: readonly Line[];
  /** What a task or a review item is made of; else empty. */
  readonly parts: readonly Piece[];
  /** Its text in parts that may be changed apart from each other; one where it can't be told. */
  readonly cuts: readonly string[];
  /** What it is ordered by among pieces that both sides have put in one place. */
  readonly rank: string;
  /** How people call it; empty where they don't. */
  readonly name: string;
  /** Of a task. */
  readonly state: State | null;
  /** Whether a template left it, for the first that comes to take its place. */
  readonly isBlank: boolean;
}

/** The kinds of which each piece is known by its key alone, wherever it stands. */
const KEYED: ReadonlySet<PieceKind> = new Set(['task', 'review', 'head', 'field', 'requirement', 'entry']);

export function isKeyed({ kind }: Piece): boolean {
  return KEYED.has(kind);
}

/** Whether two pieces say the same, whatever their lines end with. */
export function isSameText(one: Piece, other: Piece): boolean {
  return textOf(one.lines) === textOf(other.lines);
}

/** An empty line, which belongs to what stands around it. */
export function isSpace({ kind, lines }: Piece): boolean {
  return kind === 'text' && lines.every(isBlank);
}
