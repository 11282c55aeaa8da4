import type { Roadmap } from '../generated/roadmap.types.ts';
import type { Source } from '../source/source.ts';
import { type Line, splitLines } from './lines.ts';

/** One of the versions that are merged. */
export interface MergeVersion {
  readonly source: Source;
  readonly graph: Roadmap;
}

/** A version by its lines, and by where these are in its bytes. */
export interface LinedVersion extends MergeVersion {
  readonly lines: readonly Line[];
  /** Bytes of a byte order mark before the first line. */
  readonly mark: Uint8Array;
  /** Byte offset at which each line begins. */
  readonly starts: readonly number[];
}

export function readLines(version: MergeVersion): LinedVersion {
  const { source } = version;
  const lines = splitLines(source.text);
  const starts: number[] = [];
  let offset = 0;
  for (const { text, end } of lines) {
    starts.push(source.toByte(offset));
    offset += text.length + end.length;
  }
  return { ...version, lines, mark: source.bytes.subarray(0, source.toByte(0)), starts };
}
