import type { Field } from '../generated/roadmap.types.ts';
import type { FieldRange } from './read-field.ts';
import type { Scribe } from './scribe.ts';

/** A field of the graph from its place in the text. */
export function makeField(field: FieldRange, scribe: Scribe): Field {
  const { start, value } = field;
  return {
    name: scribe.share(field.name),
    value: scribe.slice(value),
    line: scribe.lineOf(start),
    span: scribe.spanOf(start, value.end),
    valueSpan: scribe.span(value),
  };
}
