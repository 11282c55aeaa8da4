import type { Field } from '../generated/roadmap.types.ts';
import type { FieldRange } from './read-field.ts';
import type { Scribe } from './scribe.ts';

/** A field of the graph from its place in the text. */
export function makeField(field: FieldRange, scribe: Scribe): Field {
  const { line, span } = scribe.place({ start: field.start, end: field.value.end });
  return {
    name: scribe.share(field.name),
    value: scribe.slice(field.value),
    line,
    span,
    valueSpan: scribe.span(field.value),
  };
}
