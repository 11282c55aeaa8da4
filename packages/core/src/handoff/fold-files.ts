import type { HandoffFile } from '../generated/handoff.types.ts';

/** What one comparison says of one file. */
export interface FileChange {
  /** From the root. */
  readonly path: string;
  /** What it is called on the other side of a rename; else null. */
  readonly from: string | null;
  readonly change: HandoffFile['change'];
  /** Lines; null where git does not count them. */
  readonly added: number | null;
  readonly removed: number | null;
}

/** The files that something changes. */
export interface ChangeSet {
  readonly files: readonly FileChange[];
  /** Ids of the tasks that cite it; none for a range. */
  readonly tasks: readonly string[];
}

/**
 * What several changes do to each file together, by the name that it has at the end; in the order of names.
 * @param commits oldest first: a file that was renamed stands under its new name with all that was done under the old
 * @param range what a range changes as a whole, which says how a file that it touches changed
 */
export function foldFiles(commits: readonly ChangeSet[], range: readonly FileChange[] | null): HandoffFile[] {
  const files = new Map<string, HandoffFile>();
  for (const { files: changes, tasks } of commits)
    for (const change of changes) addChange(files, change, tasks);
  for (const { path, ...change } of range ?? []) {
    const before = files.get(path) ?? files.get(change.from ?? path);
    if (change.from !== null) files.delete(change.from);
    files.set(path, { path, ...change, tasks: before?.tasks ?? [] });
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function addChange(files: Map<string, HandoffFile>, next: FileChange, tasks: readonly string[]): void {
  const old = next.from === null ? undefined : files.get(next.from);
  if (next.from !== null) files.delete(next.from);
  const before = files.get(next.path) ?? old;
  const known = old?.from ?? next.from ?? before?.from ?? null;
  const from = known === next.path ? null : known;
  const change = combine(before?.change, next.change);
  files.set(next.path, {
    path: next.path,
    from,
    change: change === 'renamed' && from === null ? 'changed' : change,
    added: add(before, next, 'added'),
    removed: add(before, next, 'removed'),
    tasks: [...new Set([...(before?.tasks ?? []), ...tasks])],
  });
}

/** A file that was added is new, whatever was done to it since; and what is deleted is gone. */
function combine(
  before: HandoffFile['change'] | undefined,
  next: HandoffFile['change'],
): HandoffFile['change'] {
  if (next === 'deleted' || before === undefined) return next;
  if (before === 'deleted') return next === 'added' ? 'changed' : next;
  return before === 'added' || before === 'renamed' ? before : next;
}

function add(before: HandoffFile | undefined, next: FileChange, which: 'added' | 'removed'): number | null {
  if (before === undefined) return next[which];
  const [a, b] = [before[which], next[which]];
  return a === null || b === null ? null : a + b;
}
