import type { Roadmap } from '../generated/roadmap.types.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { isSameBytes, type SameBytes } from './count-same.ts';
import { type Parsed, parseLimits } from './parse-roadmap.ts';
import { makePieceReader, type ParseVersion, type PieceReader } from './piece-reader.ts';
import { nameRest, updateVersion, type Version } from './version.ts';
import { makeOutline, type Outline } from './version-outline.ts';
import { assembleLoose, assemblePlaced, learnPattern, type Pattern, readGaps } from './version-pattern.ts';

/** Ways of writing what is in no gap; each is met in many versions, one after the other. */
const MOST_PATTERNS = 12;
/** Versions that another one is compared with: the sides of a merge take turns. */
const MOST_BASES = 3;

/** A version that was read by a pattern, or parsed. */
export type ReadVersion =
  | { readonly kind: 'version'; readonly version: Version }
  | { readonly kind: 'parsed'; readonly parsed: Parsed };

/**
 * Reads many versions of a file, of which each is much like one before. Where nothing but tasks, rows of the change log and
 * prose have changed since a version that was parsed, only the tasks and rows that are written in a new way are, each by
 * itself; any other version is parsed in full.
 * @param isSame compares bytes faster than a script can
 */
export function makeVersionReader(
  parse: ParseVersion,
  isSame: SameBytes = isSameBytes,
): (bytes: Uint8Array) => ReadVersion {
  const patterns = new Map<string, Pattern>();
  const pieces = makePieceReader(parse);
  let bases: readonly Version[] = [];
  const learn = (rest: string, pattern: Pattern): void => {
    patterns.delete(rest);
    patterns.set(rest, pattern);
    const [oldest] = patterns.keys();
    if (patterns.size > MOST_PATTERNS && oldest !== undefined) patterns.delete(oldest);
  };
  const remember = (version: Version, base: Version | null): ReadVersion => {
    // Of two that follow one another, the newer one stands for both.
    bases = [version, ...bases.filter((one) => one !== base)].slice(0, MOST_BASES);
    return { kind: 'version', version };
  };
  return (bytes) => {
    if (bytes.length > parseLimits.size) return { kind: 'parsed', parsed: parse(bytes) };
    pieces.forget();
    for (const base of bases) {
      const version = updateVersion(base, bytes, pieces, isSame);
      if (version !== null) return remember(version, base);
    }
    const source = decodeSource(bytes);
    const outline = isSource(source) ? makeOutline(bytes, source.toByte(0), source.text) : null;
    if (outline === null) return { kind: 'parsed', parsed: parse(bytes) };
    const rest = nameRest(outline);
    const pattern = patterns.get(rest);
    const told = pattern === undefined ? null : tryPattern(pattern, outline, pieces);
    if (told !== null) return remember(told, null);
    const parsed = parse(bytes);
    const learned = parsed.failure === null ? learnPattern(parsed, outline) : null;
    const version = learned === null ? null : tryPattern(learned, outline, pieces);
    // What it makes of its own version shows whether everything that it moves is understood.
    if (version === null || !isSameGraph(assemblePlaced(version), parsed.graph))
      return { kind: 'parsed', parsed };
    learn(rest, version.pattern);
    return remember(version, null);
  };
}

function tryPattern(pattern: Pattern, outline: Outline, pieces: PieceReader): Version | null {
  const read = readGaps(pattern, outline, pieces);
  const loose = read === null ? null : assembleLoose(pattern, read);
  return read === null || loose === null ? null : { pattern, outline, read, loose, origin: null };
}

/** A version just as the parser gives it; null where the pattern can't tell it. */
export function placeVersion(version: Version): Parsed | null {
  const graph = assemblePlaced(version);
  const source = decodeSource(version.outline.bytes);
  if (graph === null || !isSource(source)) return null;
  const { dialect, why } = version.pattern;
  return { graph, dialect, why, source, failure: null };
}

function isSameGraph(one: Roadmap | null, other: Roadmap): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
