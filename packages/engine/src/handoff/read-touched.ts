import type { Comparison } from '@roadmap-as-code/core';
import type { FileChange } from '@roadmap-as-code/core/handoff';
import { keyOfComparison } from '../git/read-changes.ts';
import { runGit, splitFields, startGit } from '../git/run-git.ts';

const PLAIN = ['diff-tree', '--stdin', '-r', '--root', '--always', '--raw', '-z', '--ignore-submodules=none'];
/** Both need the content of files, which a partial clone may lack. */
const FULL = [...PLAIN, '--numstat', '--find-renames'];

/**
 * The files that differ in each of some comparisons, by their keys, with renames and numbers of lines, in one process. Where
 * the clone lacks contents, without these. Throws nothing: what git can't tell is left out.
 */
export async function readTouched(
  folder: string,
  comparisons: readonly Comparison[],
): Promise<ReadonlyMap<string, readonly FileChange[]>> {
  const distinct = [...new Map(comparisons.map((one) => [keyOfComparison(one), one])).values()];
  if (distinct.length === 0) return new Map();
  const told =
    (await compare(folder, distinct, FULL)) ?? (await compare(folder, distinct, [...PLAIN, '--no-renames']));
  return new Map([...(told ?? [])].map(([key, files]) => [key, [...files.values()]]));
}

interface Change {
  readonly path: string;
  readonly from: string | null;
  readonly change: FileChange['change'];
  added: number | null;
  removed: number | null;
}

/** What is being read of one record, of which paths follow in fields of their own. */
type Entry =
  | { readonly kind: 'raw'; readonly status: string; readonly paths: string[] }
  | { readonly kind: 'count'; readonly added: string; readonly removed: string; readonly paths: string[] };

async function compare(
  folder: string,
  comparisons: readonly Comparison[],
  args: readonly string[],
): Promise<Map<string, Map<string, Change>> | null> {
  const told = new Map<string, Map<string, Change>>();
  let current = new Map<string, Change>();
  let heads = 0;
  let record: Entry | null = null;
  const git = startGit(
    folder,
    args,
    splitFields((field) => {
      if (record !== null) {
        record.paths.push(field);
        if (record.paths.length < pathsOf(record)) return;
        take(record, current);
        record = null;
        return;
      }
      const { status } = /^:\d+ \d+ \S+ \S+ (?<status>\S+)$/.exec(field)?.groups ?? {};
      const counts = /^(?<added>\d+|-)\t(?<removed>\d+|-)\t(?<path>[^]*)$/.exec(field)?.groups;
      if (status !== undefined) record = { kind: 'raw', status, paths: [] };
      else if (counts !== undefined) {
        const { added = '-', removed = '-', path = '' } = counts;
        if (path === '') record = { kind: 'count', added, removed, paths: [] };
        else take({ kind: 'count', added, removed, paths: [path] }, current);
      } else {
        // A commit by itself is the head of the next comparison.
        const comparison = comparisons[heads];
        heads += 1;
        current = new Map();
        if (comparison !== undefined) told.set(keyOfComparison(comparison), current);
      }
    }),
  );
  git.write(comparisons.map((one) => `${keyOfComparison(one)}\n`).join(''));
  git.finish();
  return (await git.ended).code === 0 ? told : null;
}

/** A rename has two (git-diff-tree(1), "raw output format" and "other diff formats"). */
function pathsOf(record: Entry): number {
  return record.kind === 'count' || record.status.startsWith('R') ? 2 : 1;
}

function take(record: Entry, changes: Map<string, Change>): void {
  const path = record.paths.at(-1) ?? '';
  if (record.kind === 'raw') {
    const from = record.paths.length === 2 ? (record.paths[0] ?? null) : null;
    changes.set(path, { path, from, change: nameChange(record.status), added: null, removed: null });
    return;
  }
  const change = changes.get(path);
  if (change === undefined || record.added === '-') return;
  change.added = Number(record.added);
  change.removed = Number(record.removed);
}

function nameChange(status: string): FileChange['change'] {
  if (status.startsWith('R')) return 'renamed';
  return status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'changed';
}

/** Paths of all files that a commit has, from the root. Empty where git can't tell. */
export async function listFilesOf(folder: string, commit: string): Promise<string[]> {
  const run = await runGit(folder, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]);
  return run.code === 0 ? run.stdout.toString().split('\0').slice(0, -1) : [];
}
