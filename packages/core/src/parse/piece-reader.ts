import type { Dialect } from '../generated/dialect.types.ts';
import { moveNodes, type Nodes } from './move-nodes.ts';
import { countBytes, type Piece } from './outline-version.ts';
import type { Parsed } from './parse-roadmap.ts';

/**
 * Reads a version of a file in full.
 * @param dialect the one to read it in; without it, as the file itself is read
 */
export type ParseVersion = (bytes: Uint8Array, dialect?: Dialect) => Parsed;

export interface PieceReader {
  /** What the graph of any version has of a piece; null where only the whole version can tell. */
  read(piece: Piece, dialect: Dialect): ReadPiece | null;
  /** Forgets what was not met lately; called between two versions. */
  forget(): void;
}

export interface ReadPiece {
  /** As they stand in a text of their own. */
  readonly nodes: Nodes;
  /** Byte offset and 1-based line at which the piece begins there. */
  readonly start: number;
  readonly line: number;
}

/** Ways of writing pieces that are kept at least, beside those that were met in the version before. */
const MOST_NEW = 2000;

/** An item that takes in the blank line, as with a fence that is left open, ends where the next one begins. */
const NEXT_ITEM = '\n\n- next\n';

/** Reads each way of writing a piece once. */
export function makePieceReader(parse: ParseVersion): PieceReader {
  let newer = new Map<string, ReadPiece | null>();
  let older = new Map<string, ReadPiece | null>();
  return {
    read: (piece, dialect) => {
      // A string of its own: a slice would keep all of its version in memory.
      const key = `${dialect.name}\n${piece.text}`;
      let known = newer.get(key);
      if (known === undefined) {
        known = older.get(key);
        if (known === undefined)
          known = piece.id === null ? readRow(piece, dialect, parse) : readTask(piece, dialect, parse);
        newer.set(key, known);
      }
      return known;
    },
    forget: () => {
      if (newer.size <= Math.max(MOST_NEW, older.size)) return;
      older = newer;
      newer = new Map();
    },
  };
}

interface Placed {
  readonly bytes: number;
  readonly lines: number;
  readonly nodes: Nodes;
}

/** Where each was placed last; in the next version, most pieces stand there, too. */
const placed = new WeakMap<ReadPiece, Placed>();

/**
 * What a version has of a piece.
 * @param at byte offset in the version
 * @param line 1-based
 */
export function placePiece(piece: ReadPiece, at: number, line: number): Nodes {
  const move = { bytes: at - piece.start, lines: line - piece.line };
  const last = placed.get(piece);
  if (last !== undefined && last.bytes === move.bytes && last.lines === move.lines) return last.nodes;
  const nodes = moveNodes(piece.nodes, move);
  placed.set(piece, { ...move, nodes });
  return nodes;
}

function readTask({ text, id }: Piece, dialect: Dialect, parse: ParseVersion): ReadPiece | null {
  const { graph, failure } = parse(new TextEncoder().encode(`${text}${NEXT_ITEM}`), dialect);
  const [phase, ...others] = graph.phases;
  const [first] = phase?.tasks ?? [];
  if (failure !== null || phase === undefined || others.length > 0 || first === undefined) return null;
  if (first.id !== id || first.derived || first.parent !== null || first.span.start !== 0) return null;
  if (first.span.end > countBytes(text)) return null;
  const isAlone = phase.fields.length === 0 && graph.fields.length === 0 && graph.anchors.length === 0;
  if (!isAlone || phase.tasks.filter(({ parent }) => parent === null).length > 1) return null;
  return {
    nodes: { tasks: phase.tasks, rows: [], links: graph.links, silences: graph.silences },
    start: 0,
    line: 1,
  };
}

function readRow({ text }: Piece, dialect: Dialect, parse: ParseVersion): ReadPiece | null {
  const head = `## Change log\n\n${text.slice(0, text.lastIndexOf('\n') + 1)}`;
  const row = text.slice(text.lastIndexOf('\n') + 1);
  const encoder = new TextEncoder();
  const { graph, failure } = parse(encoder.encode(`${head}${row}\n`), dialect);
  const rows = graph.changeLog?.rows ?? [];
  if (failure !== null || rows.length !== 1 || graph.silences.length > 0) return null;
  const start = encoder.encode(head).length;
  const links = graph.links.filter(({ span }) => span.start >= start);
  return {
    nodes: { tasks: [], rows, links, silences: [] },
    start,
    line: head.split('\n').length,
  };
}
