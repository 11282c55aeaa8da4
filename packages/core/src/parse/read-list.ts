import type { List, ListItem, Paragraph, Root } from 'mdast';
import type { Forms } from '../dialects/forms.ts';
import { appendAll } from './append-all.ts';
import { type Box, readBox } from './read-box.ts';
import { type FieldRange, readBoldField, readField } from './read-field.ts';
import { rangeOf } from './segments.ts';
import { dropLooseMark, splitLines, type TextRange, trimRange } from './text-range.ts';

/** A list item with a box, by UTF-16 offsets, with what is nested in it sorted out. */
export interface BoxedItem {
  readonly box: Box;
  readonly range: TextRange;
  readonly id: { readonly text: string; readonly range: TextRange } | null;
  /** Behind the id; may begin with a state word. */
  readonly title: TextRange;
  readonly fields: readonly FieldRange[];
  /** Bullets and paragraphs that are neither fields nor boxes. */
  readonly notes: readonly TextRange[];
  /** Boxes nested at any depth, each under the nearest box around it. */
  readonly items: readonly BoxedItem[];
}

/** The boxed items of a list, and of the lists in its items that have no box. */
export function readBoxes(list: List, text: string, forms: Forms, id: RegExp | null): BoxedItem[] {
  return list.children.flatMap((item) => {
    const box = readBox(text, item, forms);
    return box === null ? readNested(item, text, forms, id) : [readItem(item, box, text, forms, id)];
  });
}

function readNested(item: ListItem, text: string, forms: Forms, id: RegExp | null): BoxedItem[] {
  return item.children.flatMap((child) => (child.type === 'list' ? readBoxes(child, text, forms, id) : []));
}

function readItem(item: ListItem, box: Box, text: string, forms: Forms, id: RegExp | null): BoxedItem {
  const first = item.children[0] as Paragraph;
  const head = readHead({ start: box.contentStart, end: rangeOf(first).end }, text, forms);
  const fields = [...head.fields];
  const notes: TextRange[] = [];
  const items: BoxedItem[] = [];
  for (const child of item.children.slice(1)) {
    if (child.type === 'paragraph') {
      const lines = readHead(rangeOf(child), text, forms, true);
      appendAll(fields, lines.fields);
      if (lines.title.start < lines.title.end) notes.push(lines.title);
    } else if (child.type === 'list') {
      for (const nested of child.children) readUnder(nested, text, forms, id, { fields, notes, items });
    }
  }
  const named = readId(head.title, text, id);
  return { box, range: rangeOf(item), id: named.id, title: named.title, fields, notes, items };
}

interface Found {
  readonly fields: FieldRange[];
  readonly notes: TextRange[];
  readonly items: BoxedItem[];
}

/** Sorts one bullet under a box: a box of its own, a field, or a note; boxes deeper down belong to the same box. */
function readUnder(item: ListItem, text: string, forms: Forms, id: RegExp | null, found: Found): void {
  const box = readBox(text, item, forms);
  if (box !== null) {
    found.items.push(readItem(item, box, text, forms, id));
    return;
  }
  const first = item.children[0];
  if (first?.type === 'paragraph') {
    const range = dropLooseLabel(rangeOf(first), text);
    const field = readField(text, range);
    if (field === null) found.notes.push(trimRange(text, range));
    else found.fields.push(field);
  }
  appendAll(found.items, readNested(item, text, forms, id));
}

/**
 * A paragraph whose lines may hold fields: `Commit: abc1234` needs no bullet of its own, where the dialect knows the name
 * or the name is bold. What stands before the first of them is the title; a value goes on to the next one. A bold label that
 * is not indented is part of the paragraph by CommonMark's laziness alone (0.31 §5.2): it ends what is before it, and is
 * about the list, not about its last item.
 */
function readHead(
  range: TextRange,
  text: string,
  forms: Forms,
  fromFirstLine = false,
): { title: TextRange; fields: FieldRange[] } {
  const lines = splitLines(text, range);
  const starts: { start: number; nested: boolean }[] = [];
  lines.forEach((line, index) => {
    if (index === 0 && !fromFirstLine) return;
    const trimmed = trimRange(text, line);
    const bold = readBoldField(text, trimmed) !== null;
    const field = readField(text, trimmed);
    if (field === null || !(bold || forms.knownFields.has(field.name.toLowerCase()))) return;
    starts.push({ start: trimmed.start, nested: !bold || index === 0 || trimmed.start > line.start });
  });
  const fields = starts.flatMap(({ start, nested }, index) => {
    const field = readField(text, trimRange(text, { start, end: starts[index + 1]?.start ?? range.end }));
    return field === null || !nested ? [] : [field];
  });
  return { title: trimRange(text, { start: range.start, end: starts[0]?.start ?? range.end }), fields };
}

/** A paragraph of a nested bullet up to such a label, which ends it just as it ends the paragraph of a box. */
function dropLooseLabel(range: TextRange, text: string): TextRange {
  const [, ...lines] = splitLines(text, range);
  const label = lines.find(
    (line) => !/\s/.test(text[line.start] ?? '') && readBoldField(text, trimRange(text, line)) !== null,
  );
  return label === undefined ? range : trimRange(text, { start: range.start, end: label.start });
}

function readId(title: TextRange, text: string, id: RegExp | null): Pick<BoxedItem, 'id' | 'title'> {
  const raw = text.slice(title.start, title.end);
  const match = id?.exec(raw);
  const found = match?.groups?.['id'];
  if (match === null || match === undefined || found === undefined) return { id: null, title };
  const start = title.start + match[0].indexOf(found);
  return {
    id: { text: found, range: { start, end: start + found.length } },
    title: dropLooseMark(text, { start: title.start + match[0].length, end: title.end }),
  };
}

/** Number of boxes in the document that carry an id of the dialect. */
export function countIds(root: Root, text: string, forms: Forms): number {
  if (forms.taskId === null) return 0;
  const count = (items: readonly BoxedItem[]): number =>
    items.reduce((sum, item) => sum + (item.id === null ? 0 : 1) + count(item.items), 0);
  return root.children.reduce(
    (sum, node) => sum + (node.type === 'list' ? count(readBoxes(node, text, forms, forms.taskId)) : 0),
    0,
  );
}
