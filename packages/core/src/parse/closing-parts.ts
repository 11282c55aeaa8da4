import type { Forms } from '../dialects/forms.ts';
import type { ChangeLog, Field, Note, Report, Roadmap, SignOff } from '../generated/roadmap.types.ts';
import type { Item, List, Table } from '../markdown/blocks.ts';
import { appendAll } from './append-all.ts';
import { makeField } from './make-field.ts';
import { readField } from './read-field.ts';
import type { Scribe } from './scribe.ts';
import type { Segment } from './segments.ts';
import { contentOf } from './table-cell.ts';
import { type TextRange, trimRange } from './text-range.ts';

/** The graph under construction, and what its parts beside the phases are made with. */
interface Part {
  readonly graph: Roadmap;
  readonly scribe: Scribe;
  readonly forms: Forms;
}

/** A bold label without a value names the list or table after it. */
export interface Label {
  readonly text: string;
  readonly range: TextRange;
}

/** The section that says what holds when the roadmap is done: the first of them. */
export function readOutcome(segment: Segment, part: Part): void {
  const blocks = segment.blocks.filter((block) => !(block.type === 'other' && block.isBreak));
  const first = blocks[0];
  const last = blocks[blocks.length - 1];
  if (first === undefined || last === undefined || part.graph.outcome !== null) return;
  part.graph.outcome = makeNote({ start: first.start, end: last.end }, part.scribe);
}

/** The final report, which the first heading of one opens. */
export function openReport(segment: Segment, part: Part): Report | null {
  const { heading, role } = segment;
  if (heading === null || !role.own) return part.graph.report;
  part.graph.report ??= {
    title: heading.title,
    ...part.scribe.place(heading.range),
    entries: [],
    groups: [],
    lists: [],
  };
  return part.graph.report;
}

/** A list in the report is a free list where its label says so or no item has a key; else a group of entries. */
export function readReportList(list: List, label: Label | null, part: Part): void {
  const { graph, scribe, forms } = part;
  const { report } = graph;
  if (report === null) return;
  const entries = readEntries(list, scribe);
  if (label === null) {
    appendAll(report.entries, entries);
    return;
  }
  const name = scribe.fold(label.text);
  const place = scribe.place(label.range);
  if (forms.reportList?.test(name) === true || entries.length === 0) {
    const items = list.items.map((item) => makeNote(trimRange(scribe.text, itemText(item)), scribe));
    report.lists.push({ name, ...place, items });
  } else report.groups.push({ name, ...place, entries });
}

/** The sign-off under a heading, which the first one opens. */
export function openSignOff(segment: Segment, part: Part): SignOff | null {
  if (segment.heading === null) return part.graph.signOff;
  return openSignOffAt({ text: segment.heading.title, range: segment.heading.range }, part);
}

/** The same under a bold label. */
export function openSignOffAt(label: Label, part: Part): SignOff {
  part.graph.signOff ??= {
    title: part.scribe.fold(label.text),
    ...part.scribe.place(label.range),
    entries: [],
  };
  return part.graph.signOff;
}

/** The `key: value` bullets of a list. */
export function readEntries(list: List, scribe: Scribe): Field[] {
  return list.items.flatMap((item) => {
    const field = readField(scribe.text, itemText(item));
    return field === null ? [] : [makeField(field, scribe)];
  });
}

/** The first paragraph of a list item; where it has none, nothing, at the item's end. */
function itemText({ blocks: [first], end }: Item): TextRange {
  return first?.type === 'paragraph' ? first : { start: end, end };
}

/** The rows of a table as a change log. */
export function makeChangeLog(table: Table, title: string, scribe: Scribe): ChangeLog {
  const [head, ...rows] = table.rows.map((row) => ({
    ...scribe.place(row),
    cells: row.cells.map((cell) => {
      const range = contentOf(cell, scribe.text);
      return { value: scribe.slice(range), span: scribe.span(range) };
    }),
  }));
  const columns = (head?.cells ?? []).map((cell) => cell.value);
  return { title: scribe.fold(title), ...scribe.place(table), columns, rows };
}

function makeNote(range: TextRange, scribe: Scribe): Note {
  return { text: scribe.slice(range), ...scribe.place(range) };
}
