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
import type { ParseFailure, ParseOptions } from '@roadmap-as-code/core/parse';
import { listOwnDialects } from './config/own-dialects.ts';
import { findEntry } from './config/roadmap-entries.ts';
import { readBounded } from './files/read-file.ts';
import { InputError } from './input-error.ts';
import { type ParseBytes, parseOnce } from './parse-once.ts';
import { isParsedStrictly } from './strict-parse.ts';

/** One roadmap, read. */
export interface LoadedRoadmap {
  readonly graph: Roadmap;
  readonly source: Source;
  readonly dialect: Dialect;
  /** Why it was taken for that dialect, each a clause; empty where the config names it. */
  readonly why: readonly string[];
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

/**
 * Reads one roadmap in the way that the config says. Throws an InputError where it can't be read.
 * @param onBytes told of what is in the file before that is parsed
 */
export async function loadRoadmap(
  path: RoadmapPath,
  config: Config | null,
  onBytes: (bytes: Uint8Array) => void = () => {},
): Promise<LoadedRoadmap> {
  const bytes = await readBounded(path.absolute, path.shown);
  onBytes(bytes);
  return readRoadmap(bytes, path.shown, config);
}

/**
 * Reads the bytes of a roadmap in the way that the config says. Throws an InputError where they can't be read.
 * @param path from the repository's root
 */
export function readRoadmap(
  bytes: Uint8Array,
  path: string,
  config: Config | null,
  parse: ParseBytes = parseOnce,
): LoadedRoadmap {
  const { entry, options } = findWay(path, config);
  const { graph, dialect, why, source, failure } = parse(bytes, options);
  if (failure !== null) {
    throw new InputError(
      `${path}:${failure.line}:${failure.column}: it ${failure.message}`,
      HELP[failure.code],
    );
  }
  if (source === null) throw new Error(`${path}: it was read, and there is no source`);
  return {
    graph,
    source,
    dialect,
    why,
    policy: policyOf(dialect, entry),
    config: entry,
    parse: (other) => parse(other, { ...options, dialect }).graph,
  };
}

/** How a config says that a roadmap is read. */
export interface Way {
  readonly entry: RoadmapConfig | null;
  readonly options: ParseOptions;
}

/** @param path from the repository's root */
export function findWay(path: string, config: Config | null): Way {
  const entry = findEntry(config, path);
  const own = listOwnDialects(config);
  const dialect = [...dialects, ...own].find(({ name }) => name === entry?.dialect);
  return {
    entry,
    options: {
      path,
      dialect,
      ownDialects: own,
      gates: entry?.gates,
      states: entry?.states,
      isStrict: isParsedStrictly(),
    },
  };
}

const policies = new WeakMap<Dialect, WeakMap<RoadmapConfig | Dialect, Policy>>();

/** The policy of an entry of a config: one and the same for all versions that it governs, which may be many. */
export function policyOf(dialect: Dialect, entry: RoadmapConfig | null): Policy {
  const known = policies.get(dialect) ?? new WeakMap<RoadmapConfig | Dialect, Policy>();
  policies.set(dialect, known);
  const policy = known.get(entry ?? dialect) ?? makePolicy(dialect, entry);
  known.set(entry ?? dialect, policy);
  return policy;
}

const HELP: Readonly<Record<ParseFailure['code'], string>> = {
  'not-utf8': 'Save it as UTF-8.',
  'too-large': 'Split it.',
  'too-deep': 'Nest less deeply.',
};
