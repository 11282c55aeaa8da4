import type { Roadmap } from '../generated/roadmap.types.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { outlineVersion } from './outline-version.ts';
import { type Parsed, parseLimits } from './parse-roadmap.ts';
import { makePieceReader, type ParseVersion } from './piece-reader.ts';
import { applyPattern, learnPattern, type Pattern } from './version-pattern.ts';

/** Ways of writing what is in no gap; each is met in many versions, one after the other. */
const MOST_PATTERNS = 12;

/**
 * Reads many versions of a file, of which each is much like one before, and gives of each what the parser gives. Where
 * nothing but tasks, rows of the change log and prose have changed since a version that was parsed, only the tasks and
 * rows that are written in a new way are, each by itself; any other version is parsed in full.
 * @param isPlaced whether the lines and spans of tasks matter; without it they are any
 */
export function makeVersionReader(parse: ParseVersion, isPlaced = true): (bytes: Uint8Array) => Parsed {
  const patterns = new Map<string, Pattern>();
  const pieces = makePieceReader(parse);
  const learn = (rest: string, pattern: Pattern): void => {
    patterns.delete(rest);
    patterns.set(rest, pattern);
    const [oldest] = patterns.keys();
    if (patterns.size > MOST_PATTERNS && oldest !== undefined) patterns.delete(oldest);
  };
  return (bytes) => {
    const source = bytes.length > parseLimits.size ? null : decodeSource(bytes);
    if (source === null || !isSource(source)) return parse(bytes);
    const outline = outlineVersion(source.text);
    if (outline === null) return parse(bytes);
    pieces.forget();
    const version = { source, gaps: outline.gaps };
    const pattern = patterns.get(outline.rest);
    const graph = pattern === undefined ? null : applyPattern(pattern, version, pieces, isPlaced);
    if (pattern !== undefined && graph !== null)
      return { graph, dialect: pattern.dialect, why: pattern.why, source, failure: null };
    const parsed = parse(bytes);
    const learned = parsed.failure === null ? learnPattern(parsed, version) : null;
    // What it makes of its own version shows whether everything that it moves is understood.
    if (learned !== null && isSameGraph(applyPattern(learned, version, pieces, true), parsed.graph))
      learn(outline.rest, learned);
    return parsed;
  };
}

function isSameGraph(one: Roadmap | null, other: Roadmap): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
