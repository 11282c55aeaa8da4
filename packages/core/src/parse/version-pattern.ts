import type { Dialect } from '../generated/dialect.types.ts';
import type { ChangeLog, Roadmap, Span, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { type Move, moveDeep, type Nodes } from './move-nodes.ts';
import type { Gap } from './outline-version.ts';
import type { Parsed } from './parse-roadmap.ts';
import { type PieceReader, placePiece, type ReadPiece } from './piece-reader.ts';
import type { Outline } from './version-outline.ts';

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
  /** The phase that a gap has tasks of, by the number of the gap. */
  readonly phaseOf: ReadonlyMap<number, number>;
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

/** What a version has of a gap that is read; null for any other gap. */
export type ReadGap = readonly ReadPiece[] | null;

/** A handle that had to differ from another one hangs on all of the text. */
const NUMBERED = /-\d+$/;

/** Null where tasks without ids hang on all of the text. */
export function learnPattern({ graph, dialect, why }: Parsed, outline: Outline): Pattern | null {
  if (listTasks(graph).some(({ derived, id }) => derived && NUMBERED.test(id))) return null;
  // Whether an id stands twice, or a row is a task, hangs on all of the text, too.
  if (dialect.task.repeats !== 'all' || dialect.task.rows !== null) return null;
  const gaps = listGaps(outline);
  const places = outline.gaps.map((_, at) => placeGap(outline, at));
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
    return { ...place, use, text: use === 'fixed' ? gap.text : '' };
  });
  const read = made.filter(({ use }) => use === 'read');
  const isInRest = ({ span }: { readonly span: Span }): boolean =>
    !read.some(({ start, end }) => span.start >= start && span.start < end);
  const logStart = made[log]?.start;
  const order = graph.phases.map(({ tasks }) =>
    tasks.flatMap((task): number | 'rest' | [] =>
      isInRest(task) ? 'rest' : (gapOf.get(task.span.start) ?? []),
    ),
  );
  return {
    dialect,
    why,
    origin: outline.starts[0] ?? 0,
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
    order,
    phaseOf: new Map(
      order.flatMap((places, phase) => places.flatMap((place) => (place === 'rest' ? [] : [[place, phase]]))),
    ),
  };
}

const NOWHERE: GapPlace = { start: 0, end: 0, line: 1, endLine: 1 };

function listGaps({ gaps, stretches }: Outline): Gap[] {
  return gaps.flatMap((at) => stretches[at]?.gap ?? []);
}

/** @param at number of the gap */
function placeGap({ gaps, stretches, starts, lines }: Outline, at: number): GapPlace {
  const stretch = gaps[at] ?? 0;
  const gap = stretches[stretch]?.gap;
  if (gap === null || gap === undefined) return NOWHERE;
  const start = starts[stretch] ?? 0;
  const line = lines[stretch] ?? 1;
  return {
    start: start + gap.start,
    end: start + gap.end,
    line: line + gap.line,
    endLine: line + gap.endLine,
  };
}

/** The gap of the rows of the change log; -1 where they are in none. */
function findLog(log: ChangeLog | null, gaps: readonly Gap[], places: readonly GapPlace[]): number {
  const from = log?.span.start ?? Infinity;
  const at = gaps.findIndex(({ kind }, index) => kind === 'rows' && (places[index]?.start ?? 0) > from);
  return places[at]?.end === log?.span.end ? at : -1;
}

/**
 * What a version has of one of its gaps; undefined where the pattern can't tell it.
 * @param at number of the gap
 */
export function readGap(pattern: Pattern, at: number, gap: Gap, pieces: PieceReader): ReadGap | undefined {
  const { use, text } = pattern.gaps[at] ?? { use: 'fixed', text: '' };
  if (use === 'free') return null;
  if (use === 'fixed') return gap.text === text ? null : undefined;
  const read: ReadPiece[] = [];
  for (const piece of gap.pieces) {
    const own = pieces.read(piece, pattern.dialect);
    if (own === null) return undefined;
    read.push(own);
  }
  return read;
}

/** The same of all gaps of a version with the same rest; null where the pattern can't tell one of them. */
export function readGaps(pattern: Pattern, outline: Outline, pieces: PieceReader): ReadGap[] | null {
  const gaps = listGaps(outline);
  if (gaps.length !== pattern.gaps.length) return null;
  const read: ReadGap[] = [];
  for (const [at, gap] of gaps.entries()) {
    const own = readGap(pattern, at, gap, pieces);
    if (own === undefined) return null;
    read.push(own);
  }
  return read;
}

/**
 * The graph of a version where lines and spans do not matter: they are any; and without links, which are nothing else.
 * Null where the pattern can't tell it.
 */
export function assembleLoose(pattern: Pattern, read: readonly ReadGap[]): Roadmap | null {
  const nodes = read.map((pieces) => pieces && gather(pieces, ({ nodes }) => nodes));
  const graph = assemble(pattern, pattern.rest, nodes);
  return graph === null ? null : { ...graph, links: [] };
}

/** The graph of a version just as the parser gives it; null where the pattern can't tell it. */
export function assemblePlaced({
  pattern,
  read,
  outline,
}: {
  readonly pattern: Pattern;
  readonly read: readonly ReadGap[];
  readonly outline: Outline;
}): Roadmap | null {
  const places = outline.gaps.map((_, at) => placeGap(outline, at));
  const moved = moveDeep(pattern.rest, makeMover(pattern, outline.starts[0] ?? 0, places));
  if (moved === null) return null;
  const gaps = listGaps(outline);
  const nodes = read.map((pieces, at) => {
    const stretch = outline.gaps[at] ?? 0;
    return (
      pieces &&
      gather(pieces, (piece, index) => {
        const { start = 0, line = 0 } = gaps[at]?.pieces[index] ?? {};
        return placePiece(
          piece,
          (outline.starts[stretch] ?? 0) + start,
          (outline.lines[stretch] ?? 1) + line,
        );
      })
    );
  });
  const graph = assemble(pattern, moved, nodes);
  if (graph === null) return null;
  const byPlace = (one: { readonly span: Span }, other: { readonly span: Span }): number =>
    one.span.start - other.span.start;
  const { changeLog } = graph;
  const end = (places[pattern.log] ?? NOWHERE).end;
  return {
    ...graph,
    changeLog:
      changeLog === null || pattern.log === -1
        ? changeLog
        : { ...changeLog, span: { ...changeLog.span, end } },
    links: graph.links.sort(byPlace),
    silences: graph.silences.sort(byPlace),
  };
}

function gather(pieces: readonly ReadPiece[], nodesOf: (piece: ReadPiece, at: number) => Nodes): Nodes {
  const [only, ...others] = pieces;
  if (only !== undefined && others.length === 0) return nodesOf(only, 0);
  const all = pieces.map(nodesOf);
  return {
    tasks: [],
    rows: all.flatMap(({ rows }) => rows),
    links: all.flatMap(({ links }) => links),
    silences: [],
  };
}

function assemble({ order, log }: Pattern, rest: Roadmap, nodes: readonly (Nodes | null)[]): Roadmap | null {
  const made = rest.phases.map(({ tasks }, at) => fill(order[at] ?? [], tasks, nodes));
  const handles = made.flat().flatMap(({ derived, id }) => (derived ? [id] : []));
  if (new Set(handles).size !== handles.length) return null;
  const read = nodes.filter((one) => one !== null);
  return {
    ...rest,
    phases: rest.phases.map((phase, at) => ({ ...phase, tasks: made[at] ?? [] })),
    changeLog:
      rest.changeLog === null || log === -1
        ? rest.changeLog
        : { ...rest.changeLog, rows: [...(nodes[log]?.rows ?? [])] },
    links: [...rest.links, ...read.flatMap(({ links }) => links)],
    silences: [...rest.silences, ...read.flatMap(({ silences }) => silences)],
  };
}

/** The tasks of a phase: those of its gaps, and between them those of the rest. */
function fill(
  order: readonly (number | 'rest')[],
  rest: readonly Task[],
  nodes: readonly (Nodes | null)[],
): Task[] {
  const left = rest.values();
  return order.flatMap((place) =>
    place === 'rest' ? (left.next().value ?? []) : (nodes[place]?.tasks ?? []),
  );
}

/**
 * The loose graph of a version that differs from another in some gaps alone; null where only all gaps together can tell.
 * @param graph of the other version
 * @param changed numbers of those gaps
 */
export function updateLoose(
  { rest, order, log, phaseOf }: Pattern,
  graph: Roadmap,
  before: readonly ReadGap[],
  read: readonly ReadGap[],
  changed: readonly number[],
): Roadmap | null {
  const isPlain = ({ nodes }: ReadPiece): boolean =>
    nodes.silences.length === 0 && nodes.tasks.every(({ derived }) => !derived);
  for (const at of changed)
    if (before[at]?.every(isPlain) === false || read[at]?.every(isPlain) === false) return null;
  const phases = [...graph.phases];
  for (const at of new Set(changed.map((gap) => phaseOf.get(gap)))) {
    const phase = at === undefined ? undefined : phases[at];
    if (at === undefined || phase === undefined) continue;
    const tasks: Task[] = [];
    const left = (rest.phases[at]?.tasks ?? []).values();
    for (const place of order[at] ?? [])
      if (place !== 'rest') for (const { nodes } of read[place] ?? []) tasks.push(...nodes.tasks);
      else {
        const task = left.next().value;
        if (task !== undefined) tasks.push(task);
      }
    phases[at] = { ...phase, tasks };
  }
  if (graph.changeLog === null || !changed.includes(log)) return { ...graph, phases };
  const rows = (read[log] ?? []).flatMap(({ nodes }) => nodes.rows);
  return { ...graph, phases, changeLog: { ...graph.changeLog, rows } };
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
