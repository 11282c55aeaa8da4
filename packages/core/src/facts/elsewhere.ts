import type { Landing, UnknownReason } from '../generated/check.types.ts';

/** What must be compared to tell what a claim's commit changes. */
export interface Comparison {
  /** Full hash. */
  readonly commit: string;
  /** Full hash of what to compare it with; null for nothing, as of a root. */
  readonly with: string | null;
}

/** Work that landed under another hash than the one that is cited. */
export interface Carried {
  readonly kind: 'carried';
  /** Full hash of the landed commit that carries it; of a range, of the one that carries its last. */
  readonly commit: string;
  /** Full hash of what is cited, of a range its last. */
  readonly cited: string;
  /**
   * Of a range, the full hash of the commit before the first that carries it, where those that carry it stand in a row
   * with nothing between them; else null.
   */
  readonly start: string | null;
  readonly how: Exclude<Landing, 'ancestor'>;
  /** Full hash of the commit that took it back. */
  readonly revertedBy: string | null;
  /** Number of commits of a range. */
  readonly commits: number | null;
  readonly comparison: Comparison;
}

/** What became of a claim whose commit the target does not have. */
export type Elsewhere =
  | Carried
  /** Landed commits, by full hash, seem to be made of it, and do not have its patch. */
  | { readonly kind: 'rewritten'; readonly by: readonly string[] }
  /** The clone lacks what tells. */
  | { readonly kind: 'untold'; readonly reason: UnknownReason };
