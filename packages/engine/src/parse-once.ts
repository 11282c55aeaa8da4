import {
  makeVersionReader,
  type Parsed,
  type ParseOptions,
  parseRoadmap,
  placeVersion,
  type ReadVersion,
} from '@roadmap-as-code/core/parse';

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
const MOST_READERS = 32;

/**
 * Reads a roadmap, the same bytes only once: one transition meets them before the lock is held and under it, as what is
 * judged and what is written, and in the commit, the index and the file. Reading a long one is most of its time.
 */
export const parseOnce: ParseBytes = parseEachOnce(parseRoadmap);

/** Reads versions of roadmaps as they follow one another in a history; each is met as what a commit made, and as a parent. */
export interface VersionParser {
  /** Just as the parser reads it. */
  readonly parse: ParseBytes;
  /** Reads what is new in it. The same bytes, by their identity, are read once. */
  read(bytes: Uint8Array, options: ParseOptions): ReadVersion;
}

export function makeVersionParser(): VersionParser {
  const readers = new Map<string, ReturnType<typeof makeVersionReader>>();
  const known = new WeakMap<Uint8Array, { readonly key: string; readonly found: ReadVersion }>();
  const read = (bytes: Uint8Array, options: ParseOptions): ReadVersion => {
    const key = nameOptions(options);
    const last = known.get(bytes);
    if (last?.key === key) return last.found;
    const reader =
      readers.get(key) ??
      makeVersionReader(
        (text, dialect) => parseRoadmap(text, { ...options, dialect: dialect ?? options.dialect }),
        (one, other) => Buffer.compare(one, other) === 0,
      );
    readers.delete(key);
    readers.set(key, reader);
    const [oldest] = readers.keys();
    if (readers.size > MOST_READERS && oldest !== undefined) readers.delete(oldest);
    const found = reader(bytes);
    known.set(bytes, { key, found });
    return found;
  };
  const parse = parseEachOnce((bytes, options) => {
    const found = read(bytes, options);
    if (found.kind === 'parsed') return found.parsed;
    return placeVersion(found.version) ?? parseRoadmap(bytes, options);
  });
  return { parse, read };
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

const named = new WeakMap<ParseOptions, string>();

function nameOptions(options: ParseOptions): string {
  const name =
    named.get(options) ??
    JSON.stringify({ ...options, dialect: options.dialect?.name, ownDialects: nameOwn(options) });
  named.set(options, name);
  return name;
}

const namedOwn = new WeakMap<readonly object[], string>();

/** Own dialects of different versions of a config may have the same names. */
function nameOwn({ ownDialects = [] }: ParseOptions): string {
  const name = namedOwn.get(ownDialects) ?? JSON.stringify(ownDialects);
  namedOwn.set(ownDialects, name);
  return name;
}
