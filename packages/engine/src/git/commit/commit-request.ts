/** One edit of one file, and the commit that it is to be. */
export interface CommitRequest {
  /** Absolute path of the top of the working tree. */
  readonly root: string;
  /** Of the file, from the root, with forward slashes. */
  readonly path: string;
  /**
   * Edits one of the three contents of the file, the same way each time that it is asked; null where the user's own
   * changes touch the lines that the edit needs. What is the same in two places is edited once.
   */
  readonly edit: (bytes: Uint8Array, which: 'HEAD' | 'index' | 'working file') => Uint8Array | null;
  /** The whole message. */
  readonly message: string;
  /** A test stops there. */
  readonly step?: (name: string) => Promise<void>;
}

export type CommitOutcome =
  | {
      readonly kind: 'committed';
      /** Full hash. */
      readonly commit: string;
      /** Full name of the branch; `HEAD` where it is detached. */
      readonly ref: string;
    }
  /** Nothing was changed. */
  | { readonly kind: 'refused'; readonly message: string; readonly help: string };
