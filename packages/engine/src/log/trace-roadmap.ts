import type { LogGap } from '@roadmap-as-code/core';
import { type History, makeRangeReader, parentsOf } from '@roadmap-as-code/core/history';
import {
  compareMerge,
  compareRecords,
  isSameRoadmap,
  type TaskChange,
} from '@roadmap-as-code/core/transition-log';
import { makeBlobFinder, pickNames } from '../git/blob-finder.ts';
import type { Versions } from '../git/read-history.ts';
import type { RecordReader } from './record-reader.ts';

/** What one commit did to a roadmap. */
export interface Visit {
  readonly changes: readonly TaskChange[];
  /** Why they can't be told; null where they can. */
  readonly gap: LogGap['why'] | null;
}

const NOTHING: Visit = { changes: [], gap: null };

/** The history that a roadmap is traced through. */
export interface Trail {
  readonly history: History;
  readonly versions: Versions;
  /** Full hashes of the commits before which a shallow clone has nothing. */
  readonly boundary: ReadonlySet<string>;
}

/** A version of the roadmap, under the name that it had. */
interface Origin {
  readonly name: string;
  readonly blob: string | null;
}

/**
 * Follows a roadmap from a commit into its history: to every parent, and to the name that it had there.
 * @param path of the roadmap at the commit `tip`
 * @returns asked of every commit from `tip` on, in the order of the history, says what that one did
 */
export function traceRoadmap(
  { history, versions, boundary }: Trail,
  path: string,
  tip: number,
  read: RecordReader,
): (index: number) => Promise<Visit> {
  const blobAt = makeBlobFinder(history, versions);
  const readRange = makeRangeReader(history);
  const goneEver = [...new Set([...versions.gone.values()].flat())];
  // Children come before their parents, so that each commit is met once, with all the names that led to it.
  const names = new Map<number, Set<string>>([[tip, new Set([path])]]);

  /** As git-diff(1), `--find-renames`: a file that is new was renamed from one that is gone and is much like it. */
  const findOrigin = async (name: string, index: number, parent: number): Promise<Origin> => {
    const blob = blobAt(name, parent);
    const now = blobAt(name, index);
    if (blob !== null || now === null) return { name, blob };
    const gone = goneEver.filter((one) => blobAt(one, index) === null && blobAt(one, parent) !== null);
    const records = await read(now);
    for (const other of pickNames(name, gone)) {
      const before = blobAt(other, parent);
      const old = await read(before);
      const isLike = typeof old !== 'string' && typeof records !== 'string' && isSameRoadmap(old, records);
      if (before === now || isLike) return { name: other, blob: before };
    }
    return { name, blob: null };
  };

  const visitName = async (name: string, index: number): Promise<Visit> => {
    const blob = blobAt(name, index);
    if (boundary.has(history.ids[index] ?? '')) return { changes: [], gap: blob === null ? null : 'cut-off' };
    const origins: Origin[] = [];
    for (const parent of parentsOf(history, index)) {
      const origin = await findOrigin(name, index, parent);
      names.set(parent, (names.get(parent) ?? new Set()).add(origin.name));
      origins.push(origin);
    }
    return compareVersions(blob, origins, parentsOf(history, index));
  };

  /** What the version of a commit has that those of its parents do not explain. */
  const compareVersions = async (
    blob: string | null,
    origins: readonly Origin[],
    parents: Uint32Array,
  ): Promise<Visit> => {
    const base = findBase(origins, parents);
    // Of a merge, a side that has changed nothing has no say.
    const sides = origins.filter((origin) => origin.blob !== base);
    const isFair = (origin: Origin): boolean => origin.blob === blob;
    const hasNothing = base === undefined ? origins.some(isFair) : sides.length > 0 && sides.every(isFair);
    if (hasNothing || (origins.length > 0 && origins.every(isFair))) return NOTHING;
    const after = await read(blob);
    if (typeof after === 'string') return { changes: [], gap: after };
    const versions: Awaited<ReturnType<RecordReader>>[] = [];
    for (const origin of origins) versions.push(await read(origin.blob));
    const told = versions.filter((records) => typeof records !== 'string');
    // A version that can't be read is a gap of the commit that made it.
    if (told.length < versions.length) return NOTHING;
    const common = base === undefined ? null : await read(base);
    const [one, other] = told;
    const isMerge = common !== null && typeof common !== 'string' && one !== undefined && other !== undefined;
    return {
      changes: isMerge ? compareMerge([one, other], common, after) : compareRecords(told, after),
      gap: null,
    };
  };

  /** The version that two parents have in common; undefined of any other number of them. */
  const findBase = (origins: readonly Origin[], parents: Uint32Array): string | null | undefined => {
    const [one, other] = parents;
    if (parents.length !== 2 || one === undefined || other === undefined) return undefined;
    const { base } = readRange(one, other);
    if (base === null) return null;
    return origins.map(({ name }) => blobAt(name, base)).find((blob) => blob !== null) ?? null;
  };

  return async (index) => {
    const visits: Visit[] = [];
    for (const name of names.get(index) ?? []) visits.push(await visitName(name, index));
    names.delete(index);
    return {
      changes: visits.flatMap(({ changes }) => changes),
      gap: visits.find(({ gap }) => gap !== null)?.gap ?? null,
    };
  };
}
