/** One commit as git tells of it, with its true parents unless the clone is shallow. */
export interface CommitRecord {
  /** Full hash, in lower case. */
  readonly id: string;
  /** Full hashes, the first parent first. */
  readonly parents: readonly string[];
  /** Full names of the refs that point at it. */
  readonly refs: readonly string[];
  /** What its message says it reverts. */
  readonly reverts: readonly Revert[];
}

/** "This reverts commit A" of git-revert(1), for a merge with ", reversing changes made to B" behind it. */
export interface Revert {
  /** As written, in lower case. */
  readonly commit: string;
  /** Of a merge, the side that is left: all that the merge brought to it is reverted. */
  readonly mainline: string | null;
}

/**
 * All commits that a ref or a target reaches. Each has an index, and children come before their parents (git-log(1),
 * `--topo-order`), so that one pass from a commit to the end meets all of its ancestors after all of their descendants.
 */
export interface History {
  readonly ids: readonly string[];
  readonly indexes: ReadonlyMap<string, number>;
  /** The parents of commit i are `parents` from `starts[i]` to `starts[i + 1]`; what the clone lacks is left out. */
  readonly starts: Uint32Array;
  readonly parents: Uint32Array;
  /** By index, where there are any. */
  readonly refs: ReadonlyMap<number, readonly string[]>;
  /** By index, where there are any. */
  readonly reverts: ReadonlyMap<number, readonly Revert[]>;
}

/** @param records children before their parents; read once, so that a long history need not be held as records */
export function makeHistory(records: Iterable<CommitRecord>): History {
  const builder = startHistory();
  for (const record of records) builder.add(record);
  return builder.finish();
}

export interface HistoryBuilder {
  add(record: CommitRecord): void;
  finish(): History;
}

export function startHistory(): HistoryBuilder {
  const ids: string[] = [];
  const indexes = new Map<string, number>();
  const refs = new Map<number, readonly string[]>();
  const reverts = new Map<number, readonly Revert[]>();
  const parentIds: string[] = [];
  const ends: number[] = [0];
  return {
    add: (record) => {
      const index = ids.length;
      ids.push(record.id);
      indexes.set(record.id, index);
      for (const parent of record.parents) parentIds.push(parent);
      ends.push(parentIds.length);
      if (record.refs.length > 0) refs.set(index, record.refs);
      if (record.reverts.length > 0) reverts.set(index, record.reverts);
    },
    finish: () => {
      const starts = new Uint32Array(ids.length + 1);
      const parents: number[] = [];
      for (let index = 0; index < ids.length; index += 1) {
        for (let at = ends[index] ?? 0; at < (ends[index + 1] ?? 0); at += 1) {
          const parent = indexes.get(parentIds[at] ?? '');
          if (parent !== undefined) parents.push(parent);
        }
        starts[index + 1] = parents.length;
      }
      return { ids, indexes, starts, parents: Uint32Array.from(parents), refs, reverts };
    },
  };
}

/** Indexes of the parents of a commit, the first parent first. */
export function parentsOf(history: History, index: number): Uint32Array {
  return history.parents.subarray(history.starts[index], history.starts[index + 1]);
}

/** Index of the first parent; null for a root. */
export function firstParentOf(history: History, index: number): number | null {
  return parentsOf(history, index)[0] ?? null;
}
