import type { Roadmap, Silence } from '../generated/roadmap.types.ts';
import { emptyGraph } from '../graph/empty-graph.ts';
import type { Place, Source } from '../source/source.ts';
import { placePiece, type ReadPiece } from './piece-reader.ts';
import type { Version } from './version.ts';
import { assemblePlaced, type Pattern } from './version-pattern.ts';

/**
 * The gaps, by number, in which a version differs from some of the others, as far as the graph has anything of them; null
 * where the versions differ in more than tasks and rows, or where a comment that silences rules may be new or gone.
 */
export function compareVersions(version: Version, others: readonly Version[]): number[] | null {
  const { pattern, read } = version;
  const changed = new Set<number>();
  for (const other of others) {
    if (other.pattern !== pattern) return null;
    for (const at of listOther(version, other))
      if (!isSameGap(read[at] ?? null, other.read[at] ?? null)) changed.add(at);
  }
  const all = [...changed].sort((a, b) => a - b);
  const isSilencing = ({ nodes }: ReadPiece): boolean => nodes.silences.length > 0;
  return all.some((at) => [version, ...others].some((one) => one.read[at]?.some(isSilencing))) ? null : all;
}

/** The gaps in which versions may differ: of two of which one was made of the other, those that were read anew. */
function listOther(one: Version, other: Version): Iterable<number> {
  if (one.origin?.read === other.read) return one.origin.changed;
  if (other.origin?.read === one.read) return other.origin.changed;
  return one.read.keys();
}

/** A piece that is written in the same way is the same. */
function isSameGap(one: readonly ReadPiece[] | null, other: readonly ReadPiece[] | null): boolean {
  if (one === other || one === null || other === null) return one === other;
  return one.length === other.length && one.every((piece, at) => piece === other[at]);
}

/** The loose graph with the tasks of some gaps alone, in their phases, and with nothing beside. */
export function cutVersion(
  { pattern, read }: Pick<Version, 'pattern' | 'read'>,
  gaps: readonly number[],
): Roadmap {
  const phases: Roadmap['phases'] = [];
  let last = -1;
  for (const gap of gaps) {
    const at = pattern.phaseOf.get(gap);
    const phase = at === undefined ? undefined : pattern.rest.phases[at];
    if (at === undefined || phase === undefined) continue;
    if (at !== last) phases.push({ ...phase, fields: [], tasks: [] });
    last = at;
    for (const { nodes } of read[gap] ?? []) phases.at(-1)?.tasks.push(...nodes.tasks);
  }
  const { path, dialect, legend } = pattern.rest;
  return { ...emptyGraph(path, dialect), legend, phases };
}

/** A part of a version where it stands, without the text of the rest. */
export interface PlacedPart {
  readonly graph: Roadmap;
  /** It knows the places of the tasks alone. */
  readonly source: Source;
}

/**
 * The same just as the parser gives it, phases left where they are any; made when somebody asks. Until then it keeps a few
 * hundred bytes for each task, and no version.
 */
export function placeCut(version: Version, gaps: readonly number[]): () => PlacedPart {
  const { outline, pattern, read, loose } = version;
  const silences = loose.silences.length === 0 ? [] : (assemblePlaced(version)?.silences ?? []);
  const parts: CutPart[] = [];
  for (const at of gaps) {
    const stretch = outline.gaps[at] ?? 0;
    const gap = outline.stretches[stretch]?.gap;
    const start = outline.starts[stretch] ?? 0;
    const line = outline.lines[stretch] ?? 1;
    if (gap?.kind === 'task') parts.push({ at, text: gap.text, pieces: read[at] ?? [], start, line });
  }
  return makePlacing(pattern, silences, parts);
}

interface CutPart extends PlacedText {
  /** Number of the gap. */
  readonly at: number;
  readonly pieces: readonly ReadPiece[];
}

/** A function of its own: what it is made in would be kept with it, the version included. */
function makePlacing(
  pattern: Pattern,
  silences: readonly Silence[],
  parts: readonly CutPart[],
): () => PlacedPart {
  return () => {
    const placed: (readonly ReadPiece[] | null)[] = [];
    for (const { at, pieces, start, line } of parts)
      placed[at] = pieces.map((piece) => ({ ...piece, nodes: placePiece(piece, start, line) }));
    const graph = cutVersion(
      { pattern, read: placed },
      parts.map(({ at }) => at),
    );
    return { graph: { ...graph, silences: [...silences] }, source: makePlaces(parts) };
  };
}

interface PlacedText {
  readonly text: string;
  /** Byte offset and 1-based line of its first byte, with which a line begins. */
  readonly start: number;
  readonly line: number;
}

/** A source of which some texts alone are left. */
function makePlaces(texts: readonly PlacedText[]): Source {
  const placeOf = (offset: number): Place => {
    const found = texts.findLast(({ start }) => start <= offset);
    if (found === undefined) return { line: 1, column: 1 };
    const bytes = new TextEncoder().encode(found.text).subarray(0, offset - found.start);
    const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
    return { line: found.line + lines.length - 1, column: (lines.at(-1)?.length ?? 0) + 1 };
  };
  return { bytes: new Uint8Array(), text: '', toByte: () => 0, lineOf: () => 1, placeOf };
}
