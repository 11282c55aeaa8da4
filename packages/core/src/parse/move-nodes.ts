import type {
  ChangeLogRow,
  Claim,
  Field,
  Link,
  Note,
  Silence,
  Span,
  Task,
} from '../generated/roadmap.types.ts';

/** From where a text stood to where it stands. */
export interface Move {
  readonly bytes: number;
  readonly lines: number;
}

/** What the graph has of a piece of text. */
export interface Nodes {
  readonly tasks: readonly Task[];
  readonly rows: readonly ChangeLogRow[];
  readonly links: readonly Link[];
  readonly silences: readonly Silence[];
}

export function moveNodes({ tasks, rows, links, silences }: Nodes, move: Move): Nodes {
  return {
    tasks: tasks.map((task) => moveTask(task, move)),
    rows: rows.map((row) => moveRow(row, move)),
    links: links.map((link) => movePlace(link, move)),
    silences: silences.map((silence) => ({
      ...movePlace(silence, move),
      silencedLine: silence.silencedLine + move.lines,
    })),
  };
}

/** One task after the other, and each in full: of a long roadmap, a version moves hundreds. */
function moveTask(task: Task, move: Move): Task {
  return {
    ...task,
    line: task.line + move.lines,
    span: moveSpan(task.span, move),
    boxSpan: moveSpan(task.boxSpan, move),
    idSpan: task.idSpan === null ? null : moveSpan(task.idSpan, move),
    titleSpan: moveSpan(task.titleSpan, move),
    fields: task.fields.map((field) => moveField(field, move)),
    claims: task.claims.map((claim) => movePlace<Claim>(claim, move)),
    notes: task.notes.map((note) => movePlace<Note>(note, move)),
  };
}

function moveField(field: Field, move: Move): Field {
  return { ...movePlace(field, move), valueSpan: moveSpan(field.valueSpan, move) };
}

function moveRow(row: ChangeLogRow, move: Move): ChangeLogRow {
  return {
    ...movePlace(row, move),
    cells: row.cells.map((cell) => ({ ...cell, span: moveSpan(cell.span, move) })),
  };
}

function movePlace<Node extends { line: number; span: Span }>(node: Node, move: Move): Node {
  return { ...node, line: node.line + move.lines, span: moveSpan(node.span, move) };
}

function moveSpan({ start, end }: Span, { bytes }: Move): Span {
  return { start: start + bytes, end: end + bytes };
}

/**
 * Moves a node of any kind and all that is in it, each by where it stands itself.
 * @param moveOf null where a span can't be moved, which the whole then can't
 */
export function moveDeep<Value>(value: Value, moveOf: (span: Span) => Move | null): Value | null {
  let isMoved = true;
  const visit = (one: unknown, by: Move): unknown => {
    if (Array.isArray(one)) return one.map((inner) => visit(inner, by));
    if (typeof one !== 'object' || one === null) return one;
    const { span } = one as { span?: Span };
    const own = span === undefined ? by : moveOf(span);
    if (own === null) isMoved = false;
    const move = own ?? by;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, visitEntry(key, inner, move)]));
  };
  const visitEntry = (key: string, inner: unknown, move: Move): unknown => {
    if (key === 'line' || key === 'silencedLine') return (inner as number) + move.lines;
    if (key === 'start' || key === 'end') return (inner as number) + move.bytes;
    // What the author wrote in YAML may have any names.
    return key === 'data' ? inner : visit(inner, move);
  };
  const moved = visit(value, { bytes: 0, lines: 0 }) as Value;
  return isMoved ? moved : null;
}
