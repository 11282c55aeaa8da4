import type { Forms } from '../dialects/forms.ts';
import type { Requirement, ReviewItem } from '../generated/roadmap.types.ts';
import { makeField } from './make-field.ts';
import type { BoxedItem } from './read-list.ts';
import { stateOfBox } from './read-state.ts';
import { readState, type TaskMaking } from './read-tasks.ts';
import type { Scribe } from './scribe.ts';
import type { TextRange } from './text-range.ts';

/** An item of the review checklist. What is nested in it is a requirement, unless it is a field that the dialect knows. */
export function makeReviewItem(
  item: BoxedItem,
  handle: string,
  { scribe, forms, taskHandles: handles }: TaskMaking,
): ReviewItem {
  const known = item.fields.filter((field) => forms.knownFields.has(field.name.toLowerCase()));
  const other = item.fields.filter((field) => !known.includes(field));
  const fields = known.map((field) => makeField(field, scribe));
  const { state, title } = readState(item, fields, scribe, forms);
  const requirements = [
    ...item.notes.map((range) => makeRequirement(range, null, scribe, forms)),
    ...other.map((field) =>
      makeRequirement({ start: field.start, end: field.value.end }, null, scribe, forms),
    ),
    ...flatten(item.items).map((nested) => makeRequirement(nested.title, nested, scribe, forms)),
  ];
  return {
    id: item.id?.text ?? handles.take(handle),
    derived: item.id === null,
    title: scribe.slice(title),
    state,
    box: item.box.marker,
    ...scribe.place(item.range),
    boxSpan: scribe.span({ start: item.box.markerStart, end: item.box.markerEnd }),
    idSpan: item.id === null ? null : scribe.span(item.id.range),
    titleSpan: scribe.span(title),
    fields,
    requirements: requirements.sort((a, b) => a.span.start - b.span.start),
  };
}

function makeRequirement(
  range: TextRange,
  item: BoxedItem | null,
  scribe: Scribe,
  forms: Forms,
): Requirement {
  return {
    text: scribe.slice(range),
    box: item === null ? null : item.box.marker,
    state: item === null ? null : stateOfBox(item.box.marker, forms),
    ...scribe.place(range),
  };
}

function flatten(items: readonly BoxedItem[]): BoxedItem[] {
  return items.flatMap((item) => [item, ...flatten(item.items)]);
}
