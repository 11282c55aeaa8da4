import type { LogGap } from '@roadmap-as-code/core';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { makeVersionRecorder, type TaskRecords } from '@roadmap-as-code/core/transition-log';
import type { ObjectReader } from '../git/object-reader.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { isParsedStrictly } from '../strict-parse.ts';

/** The tasks of a version by its blob, or why they can't be told. Null is a version without the file. */
export type RecordReader = (blob: string | null) => Promise<TaskRecords | Exclude<LogGap['why'], 'cut-off'>>;

/** Versions that are kept: each is met as what a commit made, and again as what its children were made of. */
const MOST_KEPT = 100;

/** Reads versions of a roadmap as the roadmap itself is read. */
export function makeRecordReader(
  { graph, dialect, config }: LoadedRoadmap,
  objects: ObjectReader,
): RecordReader {
  const options = { path: graph.path, dialect, states: config?.states, isStrict: isParsedStrictly() };
  const readVersion = makeVersionRecorder((bytes) => parseRoadmap(bytes, options), dialect);
  const kept = new Map<string, Awaited<ReturnType<RecordReader>>>();
  const read = async (blob: string): ReturnType<RecordReader> => {
    const object = await objects.read(blob);
    if (object.kind !== 'object') return 'missing';
    if (object.bytes === null) return 'unreadable';
    return readVersion(object.bytes) ?? 'unreadable';
  };
  return async (blob) => {
    if (blob === null) return new Map();
    const records = kept.get(blob) ?? (await read(blob));
    kept.delete(blob);
    kept.set(blob, records);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return records;
  };
}
