import { posix } from 'node:path';
import { firstParentOf, type History } from '@roadmap-as-code/core/history';
import type { Versions } from './read-history.ts';

/** Says which blob a path has at a commit, by its index in the history; null where the commit does not have the path. */
export type BlobFinder = (path: string, index: number) => string | null;

/** Finds the blob that a path has at a commit: that of the nearest commit on its first-parent line that changed it. */
export function makeBlobFinder(history: History, { blobs }: Versions): BlobFinder {
  const known = new Map<string, Map<number, string | null>>();
  return (path, index) => {
    const changes = blobs.get(path);
    const nearest = known.get(path) ?? new Map<number, string | null>();
    known.set(path, nearest);
    const passed: number[] = [];
    let blob: string | null = null;
    for (let at: number | null = index; at !== null; at = firstParentOf(history, at)) {
      const change = nearest.has(at) ? nearest.get(at) : changes?.get(history.ids[at] ?? '');
      passed.push(at);
      if (change === undefined) continue;
      blob = change;
      break;
    }
    for (const one of passed) nearest.set(one, blob);
    return blob;
  };
}

/** The files that may have been renamed to a path: those of the same name first. */
export function pickNames(path: string, gone: readonly string[]): readonly string[] {
  const isNamesake = (name: string): boolean => posix.basename(name) === posix.basename(path);
  return [...gone.filter(isNamesake), ...gone.filter((name) => !isNamesake(name))].slice(0, MOST_NAMES);
}

/** Each costs a reading of its last version. */
const MOST_NAMES = 50;
