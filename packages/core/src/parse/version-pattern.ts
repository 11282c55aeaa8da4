import type { Dialect } from '../generated/dialect.types.ts';
import type { ChangeLog, Roadmap, Span, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Source } from '../source/source.ts';
import { type Move, moveDeep, type Nodes } from './move-nodes.ts';
import type { Gap } from './outline-version.ts';
import type { Parsed } from './parse-roadmap.ts';
import type { PieceReader } from './piece-reader.ts';

/** A version that was parsed, and how any other one with the same rest is read by it. */
export interface Pattern {
  readonly dialect: Dialect;
  readonly why: readonly string[];
  /** Byte offset of the text: behind a byte order mark. */
  readonly origin: number;
  /** The graph without what is read piece by piece. */
  readonly rest: Roadmap;
  readonly gaps: readonly PatternGap[];
  /** Number of the gap that holds the rows of the change log; -1 for none. */
  readonly log: number;
  /** Of each phase, where its tasks are in turn: the number of a gap, or the tasks of the rest. */
  readonly order: readonly (readonly (number | 'rest')[])[];
}

/** A version, and its gaps in the order of the text. */
export interface Version {
  readonly source: Source;
  readonly gaps: readonly Gap[];
}

interface PatternGap extends GapPlace {
  /** `read` is read piece by piece; the graph has nothing of what is `free`; what is `fixed` is the same in every version. */
  readonly use: 'read' | 'free' | 'fixed';
  /** Of a gap that is fixed. */
  readonly text: string;
}

/** By byte offsets and 1-based lines. */
interface GapPlace extends Span {
  readonly line: number;
  readonly endLine: number;
}

/** A handle that had to differ from another one hangs on all of the text. */
const NUMBERED = /-\d+$/;

/** Null where tasks without ids hang on all of the text. */
export function learnPattern({ graph, dialect, why }: Parsed, { source, gaps }: Version): Pattern | null {
  if (listTasks(graph).some(({ derived, id }) => derived && NUMBERED.test(id))) return null;
  // Whether an id stands twice, or a row is a task, hangs on all of the text, too.
  if (dialect.task.repeats !== 'all' || dialect.task.rows !== null) return null;
  const places = gaps.map((gap) => placeGap(gap, source));
  const gapOf = new Map(places.map(({ start }, at) => [start, at]));
  const log = findLog(graph.changeLog, gaps, places);
  const ids = new Map(listTasks(graph).map(({ span, derived, id }) => [span.start, derived ? null : id]));
  const isOutcome = ({ start, end }: Span): boolean =>
    graph.outcome !== null && start < graph.outcome.span.end && end > graph.outcome.span.start;
  const made = gaps.map((gap, at): PatternGap => {
    const place = places[at] ?? NOWHERE;
    const isRead =
      gap.kind === 'task' ? gap.pieces.some(({ id }) => id === ids.get(place.start)) : at === log;
    const isFree = gap.kind === 'prose' && !isOutcome(place);
    const use = isRead ? 'read' : isFree ? 'free' : 'fixed';
    return { ...place, use, text: use === 'fixed' ? source.text.slice(gap.start, gap.end) : '' };
  });
  const read = made.filter(({ use }) => use === 'read');
  const isInRest = ({ span }: { readonly span: Span }): boolean =>
    !read.some(({ start, end }) => span.start >= start && span.start < end);
  const logStart = made[log]?.start;
  return {
    dialect,
    why,
    origin: source.toByte(0),
    log,
    rest: {
      ...graph,
      phases: graph.phases.map((phase) => ({ ...phase, tasks: phase.tasks.filter(isInRest) })),
      changeLog:
        graph.changeLog === null || logStart === undefined
          ? graph.changeLog
          : { ...graph.changeLog, span: { ...graph.changeLog.span, end: logStart }, rows: [] },
      links: graph.links.filter(isInRest),
      silences: graph.silences.filter(isInRest),
    },
    gaps: made,
    order: graph.phases.map(({ tasks }) =>
      tasks.flatMap((task): number | 'rest' | [] =>
        isInRest(task) ? 'rest' : (gapOf.get(task.span.start) ?? []),
      ),
    ),
  };
}

const NOWHERE: GapPlace = { start: 0, end: 0, line: 1, endLine: 1 };
const NO_MOVE: Move = { bytes: 0, lines: 0 };

function placeGap({ start, end }: Gap, source: Source): GapPlace {
  return {
    start: source.toByte(start),
    end: source.toByte(end),
    line: source.lineOf(start),
    endLine: source.lineOf(end),
  };
}

/** The gap of the rows of the change log; -1 where they are in none. */
function findLog(log: ChangeLog | null, gaps: readonly Gap[], places: readonly GapPlace[]): number {
  const from = log?.span.start ?? Infinity;
  const at = gaps.findIndex(({ kind }, index) => kind === 'rows' && (places[index]?.start ?? 0) > from);
  return places[at]?.end === log?.span.end ? at : -1;
}

/**
 * The graph of another version with the same rest; null where the pattern can't tell it.
 * @param isPlaced whether the lines and spans of tasks matter
 */
export function applyPattern(
  pattern: Pattern,
  { source, gaps }: Version,
  pieces: PieceReader,
  isPlaced: boolean,
): Roadmap | null {
  if (gaps.length !== pattern.gaps.length) return null;
  const nodes: (Nodes | null)[] = [];
  for (const [at, gap] of gaps.entries()) {
    const { use, text } = pattern.gaps[at] ?? { use: 'fixed', text: '' };
    if (use === 'fixed' && source.text.slice(gap.start, gap.end) !== text) return null;
    const own = use === 'read' ? readGap(gap, pattern.dialect, pieces, isPlaced ? source : null) : null;
    if (use === 'read' && own === null) return null;
    nodes.push(own);
  }
  const places = gaps.map((gap) => placeGap(gap, source));
  const moveOf = isPlaced ? makeMover(pattern, source.toByte(0), places) : () => NO_MOVE;
  return assemble(pattern, nodes, places, moveOf);
}

function readGap(gap: Gap, dialect: Dialect, pieces: PieceReader, source: Source | null): Nodes | null {
  const [only, ...others] = gap.pieces;
  if (only !== undefined && others.length === 0) return pieces.read(only, dialect, source);
  const all: Nodes[] = [];
  for (const piece of gap.pieces) {
    const own = pieces.read(piece, dialect, source);
    if (own === null) return null;
    all.push(own);
  }
  return {
    tasks: [],
    rows: all.flatMap(({ rows }) => rows),
    links: all.flatMap(({ links }) => links),
    silences: [],
  };
}

function assemble(
  { rest, order, log }: Pattern,
  nodes: readonly (Nodes | null)[],
  places: readonly GapPlace[],
  moveOf: (span: Span) => Move | null,
): Roadmap | null {
  const moved = moveDeep(rest, moveOf);
  if (moved === null) return null;
  const made = moved.phases.map(({ tasks }, at) => fill(order[at] ?? [], tasks, nodes));
  const handles = made.flat().flatMap(({ derived, id }) => (derived ? [id] : []));
  if (new Set(handles).size !== handles.length) return null;
  const read = nodes.filter((one) => one !== null);
  const byPlace = (one: { readonly span: Span }, other: { readonly span: Span }): number =>
    one.span.start - other.span.start;
  return {
    ...moved,
    phases: moved.phases.map((phase, at) => ({ ...phase, tasks: made[at] ?? [] })),
    changeLog:
      moved.changeLog === null || log === -1
        ? moved.changeLog
        : {
            ...moved.changeLog,
            span: { ...moved.changeLog.span, end: (places[log] ?? NOWHERE).end },
            rows: [...(nodes[log]?.rows ?? [])],
          },
    links: [...moved.links, ...read.flatMap(({ links }) => links)].sort(byPlace),
    silences: [...moved.silences, ...read.flatMap(({ silences }) => silences)].sort(byPlace),
  };
}

/** The tasks of a phase: those of its gaps, and between them those that were moved. */
function fill(
  order: readonly (number | 'rest')[],
  moved: readonly Task[],
  nodes: readonly (Nodes | null)[],
): Task[] {
  const left = moved.values();
  return order.flatMap((place) =>
    place === 'rest' ? (left.next().value ?? []) : (nodes[place]?.tasks ?? []),
  );
}

/** Says how far what is in no gap, or in fixed ones, stands from where it stood; null for anything else. */
function makeMover(
  { origin, gaps }: Pattern,
  newOrigin: number,
  places: readonly GapPlace[],
): (span: Span) => Move | null {
  const stretches: (Span & { readonly move: Move | null })[] = [];
  let start = origin;
  let move: Move = { bytes: newOrigin - origin, lines: 0 };
  for (const [at, gap] of gaps.entries()) {
    const now = places[at] ?? NOWHERE;
    stretches.push({ start, end: gap.start, move });
    const own = { bytes: now.start - gap.start, lines: now.line - gap.line };
    stretches.push({ start: gap.start, end: gap.end, move: gap.use === 'fixed' ? own : null });
    start = gap.end;
    move = { bytes: now.end - gap.end, lines: now.endLine - gap.endLine };
  }
  stretches.push({ start, end: Infinity, move });
  return (span) => {
    const first = findLast(stretches, span.start);
    const found = stretches[first]?.move ?? null;
    for (let at = first; (stretches[at]?.end ?? Infinity) < span.end; at += 1)
      if ((stretches[at + 1]?.move ?? null) === null) return null;
    return found;
  };
}

/** The last stretch that begins at a place or before. */
function findLast(stretches: readonly Span[], place: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.start ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
