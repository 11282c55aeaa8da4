import { lstatSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import type { Config, Diagnostic, RoadmapConfig } from '@roadmap-as-code/core';
import {
  conflictWhole,
  type MergeOptions,
  type MergeResult,
  mergeRoadmaps,
} from '@roadmap-as-code/core/merge';
import { readConfigOf } from '../changes/read-change.ts';
import { configName } from '../config/names.ts';
import { readConfig } from '../config/read-config.ts';
import { findEntry } from '../config/roadmap-entries.ts';
import { readBounded } from '../files/read-file.ts';
import { findRepository, type Repository } from '../git/find-repository.ts';
import { openObjects } from '../git/object-reader.ts';
import { runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';
import { type LoadedRoadmap, readRoadmap } from '../load-roadmap.ts';
import { findConflict } from '../transition/find-conflict.ts';
import { replaceFile } from '../transition/replace-file.ts';
import { dropConflicts, usualMarkerSize } from './drop-conflicts.ts';
import { judgeMerge } from './judge-merge.ts';

/** What git gives a merge driver (gitattributes(5), "Defining a custom merge driver"). */
export interface MergeCall {
  /** Files with the three versions, from the working directory; the result goes into that of ours. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly markerSize: number;
  /** From the root. */
  readonly path: string;
  readonly labels: MergeOptions['labels'];
}

export interface MergeVerdict extends Pick<MergeResult, 'conflicts'> {
  /** Whether git merges ancestors, as the base of another merge: nobody resolves what is in conflict there. */
  readonly isOfAncestors: boolean;
  /** What the law finds in a merge without conflicts: that is refused, and all that differs is one. */
  readonly refusals: readonly Diagnostic[];
}

/** Merges as git asks. Throws an InputError, and has written nothing, where a version can't be read as a roadmap. */
export async function runMergeDriver(cwd: string, call: MergeCall): Promise<MergeVerdict> {
  const repository = await findRepository(cwd, true);
  const [config, style, bytes] = await Promise.all([
    repository === null ? null : readConfigInForce(repository),
    readStyle(cwd),
    Promise.all(
      [call.base, call.ours, call.theirs].map((file) => readBounded(resolve(cwd, file), call.path)),
    ),
  ]);
  const { markerSize, labels } = call;
  const [ancestor, ...own] = bytes;
  const versions = [cleanBase(ancestor ?? new Uint8Array(), call), ...own];
  for (const side of own) refuseConflict(side, call);
  const read = makeReader(versions, posix.normalize(call.path), config);
  const [base, ours, theirs] = versions.map((one) => read(one));
  if (base === undefined || ours === undefined || theirs === undefined)
    throw new Error('there are three versions');
  const options: MergeOptions = { parse: ours.parse, markerSize, labels, style };
  const merged = mergeRoadmaps({ base, ours, theirs }, options);
  const refusals = merged.conflicts.length > 0 ? [] : judgeMerge(base, [ours, theirs], read(merged.bytes));
  const result = refusals.length > 0 ? conflictWhole({ base, ours, theirs }, options) : merged;
  const file = resolve(cwd, call.ours);
  await replaceFile(dirname(file), basename(file), ours.source.bytes, result.bytes);
  const isOfAncestors = result.conflicts.length > 0 && (await isLonger(cwd, call));
  return { conflicts: result.conflicts, refusals, isOfAncestors };
}

function cleanBase(ancestor: Uint8Array, { path, markerSize }: MergeCall): Uint8Array {
  const text = dropConflicts(Buffer.from(ancestor).toString('latin1'), markerSize);
  if (text === null) throw new InputError(`${path}: the common ancestor has half of a conflict`, BY_LINES);
  return Buffer.from(text, 'latin1');
}

/** With marks in it, a version has tasks twice, and nobody could tell which of them is meant. */
function refuseConflict(side: Uint8Array, { path, markerSize }: MergeCall): void {
  const line = findConflict(new TextDecoder().decode(side), markerSize);
  if (line !== null)
    throw new InputError(`${path}:${line}: one of the versions has the marks of a conflict`, BY_LINES);
}

const BY_LINES = 'git merges it by lines.';

/** Whether marks are longer than those that people see: git makes them so where it merges ancestors. */
async function isLonger(cwd: string, { path, markerSize }: MergeCall): Promise<boolean> {
  if (markerSize <= usualMarkerSize) return false;
  const run = await runGit(cwd, ['check-attr', '-z', '--stdin', 'conflict-marker-size'], `${path}\0`);
  // <path>\0conflict-marker-size\0<value>\0
  const [, , value = ''] = run.stdout.toString().split('\0');
  return markerSize > (Number.parseInt(value, 10) || usualMarkerSize);
}

/**
 * The config of the working tree; where that is not there, or is in conflict itself, the one of HEAD. Throws an InputError
 * where neither can be read.
 */
async function readConfigInForce({ root, folder }: Repository): Promise<Config | null> {
  if (lstatSync(join(root, configName), { throwIfNoEntry: false }) !== undefined) {
    try {
      return await readConfig(root);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  const objects = openObjects(folder, LONGEST_CONFIG);
  try {
    const head = await objects.read('HEAD^{commit}');
    return head.kind === 'object' ? await readConfigOf({ kind: 'commit', id: head.id }, objects) : null;
  } finally {
    await objects.close();
  }
}

const LONGEST_CONFIG = 4 * 1024 * 1024;

/** git-merge(1), merge.conflictStyle. */
async function readStyle(cwd: string): Promise<MergeOptions['style']> {
  const run = await runGit(cwd, ['config', '--get', 'merge.conflictStyle']);
  return /^z?diff3$/i.test(run.stdout.toString().trim()) ? 'diff3' : 'merge';
}

/** Reads all versions in one way: that of the config, else of the first of them that says anything. */
function makeReader(
  versions: readonly Uint8Array[],
  path: string,
  config: Config | null,
): (bytes: Uint8Array) => LoadedRoadmap {
  const first = versions.find(({ length }) => length > 0) ?? new Uint8Array();
  const { dialect } = readRoadmap(first, path, config);
  const name = dialect.name as NonNullable<RoadmapConfig['dialect']>;
  const entry = { ...findEntry(config, path), path, dialect: name };
  return (bytes) => readRoadmap(bytes, path, { version: 1, ...config, roadmaps: [entry] });
}
