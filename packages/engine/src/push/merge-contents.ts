import { type Config, decodeSource, isSource } from '@roadmap-as-code/core';
import { type MergeResult, type MergeVersion, mergeRoadmaps } from '@roadmap-as-code/core/merge';
import { readRoadmap } from '../load-roadmap.ts';

/** The contents of one roadmap that are merged. */
export interface Contents {
  readonly base: Uint8Array;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

export interface MergedContents extends MergeResult {
  /** Whether theirs has changed tasks, and ours has them just so already. */
  readonly isRepeated: boolean;
}

/**
 * Merges a roadmap. Throws an InputError where a version can't be read.
 * @param path from the root
 */
export function mergeContents(contents: Contents, path: string, config: Config | null): MergedContents {
  const way = readRoadmap(contents.base, path, config);
  const read = (bytes: Uint8Array): MergeVersion => {
    // Of what can't be read the graph says nothing; the one that is read for it says why.
    const source = decodeSource(bytes);
    if (!isSource(source)) return readRoadmap(bytes, path, config);
    return { source, graph: way.parse(bytes) };
  };
  const versions = { base: read(contents.base), ours: read(contents.ours), theirs: read(contents.theirs) };
  const merged = mergeRoadmaps(versions, { parse: way.parse, ...STYLE });
  const phasesOf = (bytes: Uint8Array): string =>
    JSON.stringify(way.parse(bytes).phases, (key, value: unknown) => (PLACES.test(key) ? undefined : value));
  const isChange = phasesOf(contents.theirs) !== phasesOf(contents.base);
  return { ...merged, isRepeated: isChange && phasesOf(merged.bytes) === phasesOf(contents.ours) };
}

const PLACES = /^(?:line|span|[a-z]+Span)$/;
const STYLE = {
  markerSize: 7,
  labels: { ours: 'ours', base: 'base', theirs: 'theirs' },
  style: 'merge',
} as const;
