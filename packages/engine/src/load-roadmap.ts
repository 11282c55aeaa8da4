import { posix } from 'node:path';
import {
  type Config,
  type Dialect,
  dialects,
  makePolicy,
  type Policy,
  type Roadmap,
  type RoadmapConfig,
  type Source,
} from '@roadmap-as-code/core';
import type { ParseFailure } from '@roadmap-as-code/core/parse';
import { validateRoadmap } from '@roadmap-as-code/core/schema';
import { readBounded } from './files/read-file.ts';
import { InputError } from './input-error.ts';
import { parseOnce } from './parse-once.ts';

/** One roadmap, read. */
export interface LoadedRoadmap {
  readonly graph: Roadmap;
  readonly source: Source;
  readonly dialect: Dialect;
  readonly policy: Policy;
  /** Its entry in roadmap.yaml. */
  readonly config: RoadmapConfig | null;
  /** Reads other bytes in the same way, such as an older version; what can't be read gives an empty graph. */
  parse(bytes: Uint8Array): Roadmap;
}

/** Where a roadmap is. */
export interface RoadmapPath {
  readonly absolute: string;
  /** From the repository's root with forward slashes; as the user wrote it outside of one. */
  readonly shown: string;
}

/** Reads one roadmap in the way that the config says. Throws an InputError where it can't be read. */
export async function loadRoadmap(path: RoadmapPath, config: Config | null): Promise<LoadedRoadmap> {
  return readRoadmap(await readBounded(path.absolute, path.shown), path.shown, config);
}

/**
 * Reads the bytes of a roadmap in the way that the config says. Throws an InputError where they can't be read.
 * @param path from the repository's root
 */
export function readRoadmap(bytes: Uint8Array, path: string, config: Config | null): LoadedRoadmap {
  const entry = config?.roadmaps?.find((one) => posix.normalize(one.path) === path) ?? null;
  const options = {
    path,
    dialect: dialects.find(({ name }) => name === entry?.dialect),
    gates: entry?.gates,
    states: entry?.states,
  };
  const { graph, dialect, source, failure } = parseOnce(bytes, options);
  if (failure !== null) {
    throw new InputError(
      `${path}:${failure.line}:${failure.column}: it ${failure.message}`,
      HELP[failure.code],
    );
  }
  if (source === null) throw new Error(`${path}: it was read, and there is no source`);
  if (!validateRoadmap({ schemaVersion: 1, roadmap: graph })) {
    const errors = JSON.stringify(validateRoadmap.errors?.slice(0, 3));
    throw new Error(`${path}: the graph does not fit its own schema, which is a bug of roadmap: ${errors}`);
  }
  return {
    graph,
    source,
    dialect,
    policy: makePolicy(dialect, entry),
    config: entry,
    parse: (other) => parseOnce(other, { ...options, dialect }).graph,
  };
}

const HELP: Readonly<Record<ParseFailure['code'], string>> = {
  'not-utf8': 'Save it as UTF-8.',
  'too-large': 'Split it.',
  'too-deep': 'Nest less deeply.',
};
