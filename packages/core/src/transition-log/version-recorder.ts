import type { Dialect } from '../generated/dialect.types.ts';
import type { ParseVersion } from '../parse/piece-reader.ts';
import { makeVersionReader } from '../parse/version-reader.ts';
import { makeRecorder, type TaskRecords } from './record-tasks.ts';

/**
 * Reads the records of many versions of a file, of which each is much like one before; null where a version can't be
 * read.
 */
export function makeVersionRecorder(
  parse: ParseVersion,
  dialect: Dialect,
): (bytes: Uint8Array) => TaskRecords | null {
  const read = makeVersionReader(parse);
  const record = makeRecorder(dialect);
  return (bytes) => {
    const found = read(unifyLineEnds(bytes));
    // Records have no places.
    if (found.kind === 'version') return record(found.version.loose);
    const { graph, failure } = found.parsed;
    return failure === null ? record(graph) : null;
  };
}

/** With line feeds alone (CommonMark 0.31 §2.1), in which records do not differ; what is no text stays as it is. */
function unifyLineEnds(bytes: Uint8Array): Uint8Array {
  const text = bytes.includes(CARRIAGE_RETURN) ? decode(bytes) : null;
  return text === null ? bytes : new TextEncoder().encode(text.replace(/\r\n?/g, '\n'));
}

const CARRIAGE_RETURN = 0x0d;

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
