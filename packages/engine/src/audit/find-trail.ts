import { posix } from 'node:path';
import {
  type History,
  type MergeBaseFinder,
  makeMergeBaseFinder,
  markAncestors,
} from '@roadmap-as-code/core/history';
import { configName, roadmapName } from '../config/names.ts';
import { parseConfig } from '../config/parse-config.ts';
import { listNamed } from '../config/roadmap-entries.ts';
import { type BlobFinder, makeBlobFinder } from '../git/blob-finder.ts';
import type { Repository } from '../git/find-repository.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import { readHistory, readVersions, type Versions } from '../git/read-history.ts';
import { InputError } from '../input-error.ts';
import type { AuditRange } from './audit-range.ts';

/** The history that is audited, and where in it the roadmaps changed. */
export interface Trail {
  readonly history: History;
  readonly tip: number;
  /** 1 at the index of each commit that is judged. */
  readonly isJudged: Uint8Array;
  readonly boundary: ReadonlySet<string>;
  /** Every file that was a roadmap in any version of the config. */
  readonly paths: readonly string[];
  readonly blobAt: BlobFinder;
  /** The paths that differ from the first parent, in that order, by full hash; without those where none does. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
  readonly basesOf: MergeBaseFinder;
}

export async function findTrail(
  { folder, boundary }: Repository,
  { tip, without }: AuditRange,
  objects: ObjectReader,
): Promise<Trail> {
  const usual = [configName, roadmapName];
  const [{ history, trouble }, found] = await Promise.all([
    readHistory(folder, [tip], without === null ? [] : [without]),
    readVersions(folder, [tip], usual),
  ]);
  const at = history?.indexes.get(tip);
  if (history === null || at === undefined || found === null)
    throw new InputError(
      `git could not read the history${trouble === null ? '' : `: ${trouble}`}`,
      'See what `git log --stat` says; a partial clone has all with `git fetch --refetch --no-filter`.',
    );
  const named = await listEverNamed(found, objects);
  // With a file, all that have its extension are listed.
  const isListed = named.every((path) => usual.some((one) => posix.extname(one) === posix.extname(path)));
  const versions = isListed ? found : await readVersions(folder, [tip], [...usual, ...named]);
  if (versions === null)
    throw new InputError(
      'git could not list the versions of the roadmaps',
      'See what `git log --stat` says.',
    );
  const isJudged = markAncestors(history, at);
  const base = without === null ? undefined : history.indexes.get(without);
  if (base !== undefined)
    for (const [index, mark] of markAncestors(history, base).entries()) if (mark === 1) isJudged[index] = 0;
  const paths = [...versions.blobs.keys()].filter(
    (path) => named.includes(path) || posix.basename(path) === roadmapName,
  );
  return {
    history,
    tip: at,
    isJudged,
    boundary,
    paths,
    blobAt: makeBlobFinder(history, versions),
    changed: groupByCommit(versions, paths),
    basesOf: makeMergeBaseFinder(history),
  };
}

function groupByCommit({ blobs }: Versions, paths: readonly string[]): Map<string, string[]> {
  const changed = new Map<string, string[]>();
  for (const path of paths)
    for (const commit of blobs.get(path)?.keys() ?? []) {
      const others = changed.get(commit);
      if (others === undefined) changed.set(commit, [path]);
      else others.push(path);
    }
  return changed;
}

/** What any version of the config named as a roadmap. */
async function listEverNamed({ blobs }: Versions, objects: ObjectReader): Promise<string[]> {
  const versions = new Set([...(blobs.get(configName)?.values() ?? [])].filter((blob) => blob !== null));
  const named = new Set<string>();
  for (const blob of versions) {
    const object = await objects.read(blob);
    for (const path of object.kind === 'object' && object.bytes !== null ? readNames(object.bytes) : [])
      named.add(path);
  }
  return [...named];
}

function readNames(bytes: Uint8Array): string[] {
  try {
    return listNamed(parseConfig(bytes));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
