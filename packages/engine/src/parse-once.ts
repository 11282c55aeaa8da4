import { makeVersionReader, type Parsed, type ParseOptions, parseRoadmap } from '@roadmap-as-code/core/parse';

/** Reads the bytes of a roadmap. */
export type ParseBytes = (bytes: Uint8Array, options: ParseOptions) => Parsed;

interface Remembered {
  readonly bytes: Uint8Array;
  readonly options: string;
  readonly parsed: Parsed;
}

/** A transition has the file as it is and as it will be, in the last commit, the index and the working tree. */
const MOST_REMEMBERED = 6;
/** Ways of reading that the versions of a history take turns in: one for each file, and for each that its config changed. */
const MOST_READERS = 8;

/**
 * Reads a roadmap, the same bytes only once: one transition meets them before the lock is held and under it, as what is
 * judged and what is written, and in the commit, the index and the file. Reading a long one is most of its time.
 */
export const parseOnce: ParseBytes = parseEachOnce(parseRoadmap);

/** Reads versions of roadmaps as they follow one another in a history; each is met as what a commit made, and as a parent. */
export function makeVersionParser(): ParseBytes {
  const readers = new Map<string, ReturnType<typeof makeVersionReader>>();
  return parseEachOnce((bytes, options) => {
    const key = nameOptions(options);
    const reader =
      readers.get(key) ??
      makeVersionReader((text, dialect) =>
        parseRoadmap(text, { ...options, dialect: dialect ?? options.dialect }),
      );
    readers.delete(key);
    readers.set(key, reader);
    const [oldest] = readers.keys();
    if (readers.size > MOST_READERS && oldest !== undefined) readers.delete(oldest);
    return reader(bytes);
  });
}

function parseEachOnce(parse: ParseBytes): ParseBytes {
  const remembered: Remembered[] = [];
  const remember = (one: Remembered): void => {
    remembered.unshift(one);
    remembered.length = Math.min(remembered.length, MOST_REMEMBERED);
  };
  return (bytes, options) => {
    const key = nameOptions(options);
    const known = remembered.find((one) => one.options === key && Buffer.compare(one.bytes, bytes) === 0);
    if (known !== undefined) return known.parsed;
    const parsed = parse(bytes, options);
    remember({ bytes, options: key, parsed });
    // Read as what it was found to be, it is no different.
    if (options.dialect === undefined)
      remember({ bytes, options: nameOptions({ ...options, dialect: parsed.dialect }), parsed });
    return parsed;
  };
}

function nameOptions(options: ParseOptions): string {
  return JSON.stringify({ ...options, dialect: options.dialect?.name, ownDialects: nameOwn(options) });
}

const namedOwn = new WeakMap<readonly object[], string>();

/** Own dialects of different versions of a config may have the same names. */
function nameOwn({ ownDialects = [] }: ParseOptions): string {
  const name = namedOwn.get(ownDialects) ?? JSON.stringify(ownDialects);
  namedOwn.set(ownDialects, name);
  return name;
}
