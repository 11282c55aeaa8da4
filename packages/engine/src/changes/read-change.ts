import { posix } from 'node:path';
import { type Config, decodeSource, isSource, type Policy, type Roadmap } from '@roadmap-as-code/core';
import { isSameRoadmap, recordTasks } from '@roadmap-as-code/core/transition-log';
import { configName, roadmapName } from '../config/names.ts';
import { parseTrusted } from '../config/parse-config.ts';
import { findEntry, listNamed } from '../config/roadmap-entries.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import { InputError } from '../input-error.ts';
import { type LoadedRoadmap, policyOf, readRoadmap } from '../load-roadmap.ts';
import { type ParseBytes, parseOnce } from '../parse-once.ts';
import { type FileLister, readFileOf, type Side } from './sides.ts';

/** What a change goes from and to. */
export interface Sides {
  /** Of a commit its parents; one side of a comparison. */
  readonly parents: readonly Side[];
  readonly after: Side;
  /** Whose config governs the change. */
  readonly governing: Side;
}

/** One roadmap that a change touches, in each of its versions; all are read in the way that was laid down before. */
export interface ChangedRoadmap {
  /** As it is called after the change; before it, where it is gone. */
  readonly path: string;
  readonly parents: readonly (LoadedRoadmap | null)[];
  readonly after: LoadedRoadmap;
  readonly policyAfter: Policy;
}

/** The roadmaps that a change touches, and the config that it is judged by. */
export interface ReadChange {
  readonly config: Config | null;
  readonly roadmaps: readonly ChangedRoadmap[];
}

/**
 * Reads what a change does to roadmaps, out of git alone: never out of the working tree. Throws an InputError where the
 * change leaves a roadmap or a config that can't be read.
 */
export async function readChange(
  sides: Sides,
  objects: ObjectReader,
  listChanged: ListChanged,
  parse: ParseBytes = parseOnce,
): Promise<ReadChange> {
  const configAfter = await readConfigOf(sides.after, objects);
  // A config that was broken before governs nothing; or nobody could ever mend it.
  const before = await readConfigOf(sides.governing, objects).catch(() => configAfter);
  const changed = await listChanged([before, configAfter]);
  const paths = changed.filter((path) => path !== configName);
  const versions = await Promise.all(paths.map((path) => readVersions(path, sides, before, objects, parse)));
  const roadmaps = pairRenamed(versions.filter(({ parents, after }) => [...parents, after].some(Boolean)));
  return {
    config: before,
    roadmaps: roadmaps.map((version) => settle(version, before, configAfter, parse)),
  };
}

export async function readConfigOf(side: Side, objects: ObjectReader): Promise<Config | null> {
  const bytes = await readFileOf(side, configName, objects);
  if (bytes === null) return null;
  // From commit to commit, it is most often the same.
  if (lastConfig === null || Buffer.compare(lastConfig.bytes, bytes) !== 0)
    lastConfig = { bytes, config: await parseTrusted(bytes) };
  return lastConfig.config;
}

let lastConfig: { readonly bytes: Uint8Array; readonly config: Config } | null = null;

/**
 * Lists the roadmaps, under the names that configs have for them, and the config, where a side has another than a parent;
 * where the config is another, every roadmap.
 */
export type ListChanged = (configs: readonly (Config | null)[]) => Promise<string[]>;

/**
 * Against every parent: what a merge takes from one side alone is news to the other.
 * @param isWhole whether roadmaps are listed, too, that are as they were: what they cite may not be
 */
export function compareSides(
  list: FileLister,
  { parents, after, isWhole }: Sides & { readonly isWhole: boolean },
  objects: ObjectReader,
): ListChanged {
  return async (configs) => {
    const isRoadmap = (path: string): boolean => configs.some((config) => isGuarded(config, path));
    const specs = [
      `:(top,literal)${configName}`,
      ...configs.flatMap(listNamed).map((path) => `:(top,literal)${path}`),
      ...(isRoadmap(roadmapName) ? [`:(top,glob)**/${roadmapName}`] : []),
    ];
    const sides: readonly Side[] = parents.length === 0 ? [{ kind: 'nothing' }] : parents;
    const lists = await Promise.all(sides.map((side) => list(side, specs)));
    const changed = lists.flat().filter(({ path }) => path === configName || isRoadmap(path));
    const isAll = isWhole || changed.some(({ path }) => path === configName);
    const all = isAll ? await list({ kind: 'nothing' }, specs) : [];
    const listed = [...changed, ...all.filter(({ path }) => isRoadmap(path))];
    for (const { path, isLink } of listed) if (isLink) await refuseLink(path, after, isRoadmap, objects);
    return [...new Set(listed.map(({ path }) => path))];
  };
}

/** Whether a file is a roadmap by a config: one that it names; where it names none, one of the usual name. */
export function isGuarded(config: Config | null, path: string): boolean {
  const named = listNamed(config);
  return named.length === 0 ? posix.basename(path) === roadmapName : named.includes(path);
}

/** A link may lead to another roadmap. Of what else it leads to nobody would see a change. */
async function refuseLink(
  path: string,
  after: Side,
  isRoadmap: (path: string) => boolean,
  objects: ObjectReader,
): Promise<void> {
  const target = Buffer.from((await readFileOf(after, path, objects)) ?? []).toString();
  const leadsTo = posix.join(posix.dirname(path), target);
  if (path !== configName && isRoadmap(leadsTo)) return;
  throw new InputError(
    `${path}: it is a symbolic link to ${target}, and what that says is not judged`,
    path === configName
      ? 'Put the file itself there.'
      : `Name the file itself in ${configName}: \`roadmaps: [{path: ${leadsTo}}]\`.`,
  );
}

/**
 * The roadmaps as the branches of a merge had them in common.
 * @param bases full hashes
 */
export function readBases(
  bases: readonly string[],
  roadmaps: readonly ChangedRoadmap[],
  objects: ObjectReader,
): Promise<(Roadmap | null)[][]> {
  return Promise.all(
    roadmaps.map(({ path, after }) =>
      Promise.all(
        bases.map(async (id) => {
          const bytes = await readFileOf({ kind: 'commit', id }, path, objects);
          return bytes === null ? null : after.parse(bytes);
        }),
      ),
    ),
  );
}

interface Versions {
  readonly path: string;
  readonly parents: readonly (LoadedRoadmap | null)[];
  /** Null where it is gone. */
  readonly after: Uint8Array | null;
}

async function readVersions(
  path: string,
  { parents, after }: Sides,
  config: Config | null,
  objects: ObjectReader,
  parse: ParseBytes,
): Promise<Versions> {
  const [bytes, ...before] = await Promise.all(
    [after, ...parents].map((side) => readFileOf(side, path, objects)),
  );
  return { path, parents: before.map((one) => readOld(one, path, config, parse)), after: bytes ?? null };
}

/** What could not be read before is as good as not there. */
function readOld(
  bytes: Uint8Array | null,
  path: string,
  config: Config | null,
  parse: ParseBytes,
): LoadedRoadmap | null {
  if (bytes === null) return null;
  try {
    return readRoadmap(bytes, path, config, parse);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** A roadmap that is gone and one that came are one under a new name, where they have the same tasks. */
function pairRenamed(versions: readonly Versions[]): Versions[] {
  const gone = versions.filter(({ after }) => after === null);
  const rest = versions.filter(({ after }) => after !== null);
  const renamed = rest.map((one): Versions => {
    const isNew = one.parents.every((parent) => parent === null);
    const old = isNew ? gone.findIndex((other) => isRenamed(other, one)) : -1;
    const [origin] = old === -1 ? [] : gone.splice(old, 1);
    return origin === undefined ? one : { ...one, parents: origin.parents };
  });
  return [...gone, ...renamed];
}

function isRenamed({ parents }: Versions, { after }: Versions): boolean {
  const old = parents.find((parent) => parent !== null);
  if (old === undefined || after === null) return false;
  return isSameRoadmap(recordTasks(old.graph, old.dialect), recordTasks(old.parse(after), old.dialect));
}

/** Reads the version after as the one before was read, so that what the change says of that itself counts for the next. */
function settle(
  { path, parents, after }: Versions,
  before: Config | null,
  configAfter: Config | null,
  parse: ParseBytes,
): ChangedRoadmap {
  const bytes = after ?? new Uint8Array();
  // It must be readable by itself, whoever reads it next.
  const now = readRoadmap(bytes, path, configAfter, parse);
  const old = parents.find((parent) => parent !== null) ?? null;
  const entryAfter = findEntry(configAfter, path);
  const isKnown = findEntry(before, path) !== null;
  const way = old ?? (isKnown ? readRoadmap(bytes, path, before, parse) : now);
  const isLeft = after !== null && isGuarded(before, path) && !isGuarded(configAfter, path);
  const source = decodeSource(bytes);
  if (!isSource(source)) throw new Error(`${path}: it was read, and is no UTF-8`);
  return {
    path,
    parents,
    after: { ...way, source, graph: { ...way.parse(bytes), path } },
    policyAfter: { ...policyOf(now.dialect, entryAfter), isGuarding: !isLeft },
  };
}
