import type { Roadmap, Span } from '../generated/roadmap.types.ts';

/** The node of a graph that a JSON Pointer leads to, or the nearest one around it that has a place in the file. */
export interface FoundNode {
  readonly span: Span;
  /** Id of the task or review item around it. */
  readonly task: string | null;
  /** What a person calls it: "P0.1 Status", "P3", "the roadmap". */
  readonly name: string;
}

/** Follows a JSON Pointer (RFC 6901) into the exported document of a graph. */
export function findNode(graph: Roadmap, pointer: string): FoundNode {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value: unknown = { schemaVersion: 1, roadmap: graph };
  let found: { span: Span; task: string | null; names: string[] } = {
    span: { start: 0, end: 0 },
    task: null,
    names: [],
  };
  let list = '';
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) break;
    value = (value as Record<string, unknown>)[step];
    if (!Number.isInteger(Number(step))) list = step;
    found = visit(found, value, list);
  }
  return { span: found.span, task: found.task, name: found.names.join(' ') || 'the roadmap' };
}

function visit(
  found: { span: Span; task: string | null; names: string[] },
  value: unknown,
  list: string,
): typeof found {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return found;
  const { id, name, valueSpan, boxSpan, titleSpan, span } = value as Record<string, unknown>;
  const place = spanOf(valueSpan) ?? headOf(boxSpan, titleSpan) ?? spanOf(span);
  const isTask = typeof id === 'string' && (list === 'tasks' || list === 'review');
  return {
    span: place ?? found.span,
    task: isTask ? id : found.task,
    names: typeof id === 'string' ? [id] : typeof name === 'string' ? [...found.names, name] : found.names,
  };
}

function spanOf(value: unknown): Span | null {
  return typeof value === 'object' && value !== null ? (value as Span) : null;
}

/** A task's own line rather than everything nested in it. */
function headOf(boxSpan: unknown, titleSpan: unknown): Span | null {
  const box = spanOf(boxSpan);
  const title = spanOf(titleSpan);
  return box === null || title === null ? null : { start: box.start - 1, end: title.end };
}
