import { type Parsed, type ParseOptions, parseRoadmap } from '@roadmap-as-code/core/parse';

interface Remembered {
  readonly bytes: Uint8Array;
  readonly options: string;
  readonly parsed: Parsed;
}

/** A transition has the file as it is and as it will be, in the last commit, the index and the working tree. */
const MOST_REMEMBERED = 6;
const remembered: Remembered[] = [];

/**
 * Reads a roadmap, the same bytes only once: one transition meets them before the lock is held and under it, as what is
 * judged and what is written, and in the commit, the index and the file. Reading a long one is most of its time.
 */
export function parseOnce(bytes: Uint8Array, options: ParseOptions): Parsed {
  const key = JSON.stringify({ ...options, dialect: options.dialect?.name });
  const known = remembered.find((one) => one.options === key && Buffer.compare(one.bytes, bytes) === 0);
  if (known !== undefined) return known.parsed;
  const parsed = parseRoadmap(bytes, options);
  remember({ bytes, options: key, parsed });
  // Read as what it was found to be, it is no different.
  if (options.dialect === undefined)
    remember({ bytes, options: JSON.stringify({ ...options, dialect: parsed.dialect.name }), parsed });
  return parsed;
}

function remember(one: Remembered): void {
  remembered.unshift(one);
  remembered.length = Math.min(remembered.length, MOST_REMEMBERED);
}
