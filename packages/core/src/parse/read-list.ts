import type { Forms } from '../dialects/forms.ts';
import type { Block, Item, List } from '../markdown/blocks.ts';
import { appendAll } from './append-all.ts';
import { type Box, isBlank, readBox, readLetterBox } from './read-box.ts';
import { type FieldRange, readBoldField, readField } from './read-field.ts';
import { readTail, type TailClaim } from './read-tail.ts';
import { dropLooseMark, isOneLine, splitLines, type TextRange, trimRange } from './text-range.ts';

/** A list item with a box, by UTF-16 offsets, with what is nested in it sorted out. */
export interface BoxedItem {
  readonly box: Box;
  readonly range: TextRange;
  readonly id: { readonly text: string; readonly range: TextRange } | null;
  /** Behind the id and before the evidence; may begin with a state word. */
  readonly title: TextRange;
  /** All of the task's own text but its fields. */
  readonly text: TextRange;
  /** What its own text says did it. */
  readonly claims: readonly TailClaim[];
  readonly fields: readonly FieldRange[];
  /** Bullets and paragraphs that are neither fields nor boxes. */
  readonly notes: readonly TextRange[];
  /** Boxes nested at any depth, each under the nearest box around it. */
  readonly items: readonly BoxedItem[];
}

/** How the boxes of a document are read. */
export interface BoxReading {
  readonly text: string;
  readonly forms: Forms;
  /** At the head of a title; null for items without ids. */
  readonly id: RegExp | null;
  /** Hashes that the document says elsewhere to be commits. */
  readonly named: ReadonlySet<string>;
}

/** The boxed items of a list, and of the lists in its items that have no box. */
export function readBoxes(list: List, reading: BoxReading): BoxedItem[] {
  return readItems(list, reading).flatMap(({ item, box }) =>
    box === null ? readNested(item, reading) : [readItem(item, box, reading)],
  );
}

/** The items of a list with their boxes. A letter is one where another item of the list has a box that is no letter. */
function readItems(
  list: List,
  { text, forms }: BoxReading,
): { readonly item: Item; readonly box: Box | null }[] {
  const boxes = list.items.map((item) => readBox(text, item, forms));
  const isList = boxes.some((box) => box !== null);
  return list.items.map((item, at) => ({
    item,
    box: boxes[at] ?? (isList ? readLetterBox(text, item) : null),
  }));
}

function readNested(item: Item, reading: BoxReading): BoxedItem[] {
  return item.blocks.flatMap((child) => (child.type === 'list' ? readBoxes(child, reading) : []));
}

function readItem(item: Item, box: Box, reading: BoxReading): BoxedItem {
  const { text, forms } = reading;
  const end = item.blocks[0]?.end ?? item.end;
  const head = readHead({ start: box.contentStart, end }, text, forms);
  const fields = [...head.fields];
  const notes: TextRange[] = [];
  const items: BoxedItem[] = [];
  for (const child of item.blocks.slice(1)) {
    if (child.type === 'paragraph') {
      const lines = readHead(child, text, forms, true);
      appendAll(fields, lines.fields);
      if (lines.title.start < lines.title.end) notes.push(lines.title);
    } else if (child.type === 'list') {
      for (const nested of readItems(child, reading)) readUnder(nested, reading, { fields, notes, items });
    }
  }
  const named = readName(head.title, isBlank(box.marker), reading);
  return {
    box,
    range: { start: item.start, end: item.end },
    text: head.title,
    ...named,
    fields,
    notes,
    items,
  };
}

interface Found {
  readonly fields: FieldRange[];
  readonly notes: TextRange[];
  readonly items: BoxedItem[];
}

/** Sorts one bullet under a box: a box of its own, a field, or a note; boxes deeper down belong to the same box. */
function readUnder(
  { item, box }: { readonly item: Item; readonly box: Box | null },
  reading: BoxReading,
  found: Found,
): void {
  const { text } = reading;
  if (box !== null) {
    found.items.push(readItem(item, box, reading));
    return;
  }
  const first = item.blocks[0];
  if (first?.type === 'paragraph') {
    const range = dropLooseLabel(first, text);
    const field = readField(text, range);
    if (field === null) found.notes.push(trimRange(text, range));
    else found.fields.push(field);
  }
  appendAll(found.items, readNested(item, reading));
}

/** A line that says something about a task in emphasis: `*Link: …*`, `_Requirements: 1.2_`. */
const LABEL = /^[ \t]*[*_]\p{L}[^*_:\r\n]{0,40}:/u;

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
  if (!fromFirstLine && isOneLine(text, range)) return { title: trimRange(text, range), fields: [] };
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
  const emphasized = lines.slice(1).find((line) => LABEL.test(text.slice(line.start, line.end)));
  const titleEnd = Math.min(starts[0]?.start ?? range.end, emphasized?.start ?? range.end);
  const fields = starts.flatMap(({ start, nested }, index) => {
    const field = readField(text, trimRange(text, { start, end: starts[index + 1]?.start ?? range.end }));
    return field === null || !nested ? [] : [field];
  });
  return { title: trimRange(text, { start: range.start, end: titleEnd }), fields };
}

/** A paragraph of a nested bullet up to such a label, which ends it just as it ends the paragraph of a box. */
function dropLooseLabel(range: TextRange, text: string): TextRange {
  if (isOneLine(text, range)) return range;
  const [, ...lines] = splitLines(text, range);
  const label = lines.find(
    (line) => !/\s/.test(text[line.start] ?? '') && readBoldField(text, trimRange(text, line)) !== null,
  );
  return label === undefined ? range : trimRange(text, { start: range.start, end: label.start });
}

/** The id, the title proper and the claims of a task's own text. */
function readName(
  range: TextRange,
  isOpen: boolean,
  reading: BoxReading,
): Pick<BoxedItem, 'id' | 'title' | 'claims'> {
  const { text, forms, named } = reading;
  const last = reading.id === forms.taskId ? readIdAtEnd(range, text, forms) : { id: null, title: range };
  const atEnd = last.id === null ? readId(range, reading) : last;
  const { evidence } = forms.dialect;
  if (!evidence.text || reading.id !== forms.taskId) return { ...atEnd, claims: [] };
  const tail = readTail(text, atEnd.title, named, evidence.pullRequests, {
    isBare: evidence.place === 'text',
    isOpen,
  });
  return { id: atEnd.id, title: dropLooseMark(text, tail.title), claims: tail.claims };
}

function readId(title: TextRange, { text, id, forms }: BoxReading): Pick<BoxedItem, 'id' | 'title'> {
  const raw = text.slice(title.start, title.end);
  const match = id?.exec(raw);
  const found = match?.groups?.['id'];
  if (match === null || match === undefined || found === undefined) {
    const lead = forms.lead?.exec(raw)?.[0].length ?? 0;
    const rest = { start: title.start + lead, end: title.end };
    return { id: null, title: lead === 0 ? title : dropLooseMark(text, rest) };
  }
  const start = title.start + match[0].indexOf(found);
  return {
    id: { text: found, range: { start, end: start + found.length } },
    title: dropLooseMark(text, { start: title.start + match[0].length, end: title.end }),
  };
}

function readIdAtEnd(title: TextRange, text: string, { idAtEnd }: Forms): Pick<BoxedItem, 'id' | 'title'> {
  const match = idAtEnd?.exec(text.slice(title.start, title.end));
  const found = match?.groups?.['id'];
  if (match === null || match === undefined || found === undefined) return { id: null, title };
  const start = title.start + match.index + match[0].indexOf(found);
  const range = { start, end: start + found.length };
  return { id: { text: found, range }, title: trimRange(text, { start: title.start, end: range.start }) };
}

/** So many ids make it sure that a file has other uses for them, where most stand twice. */
const MANY_IDS = 4;

/** Number of boxes in the document that carry an id of the dialect; none where most ids stand twice. */
export function countIds(blocks: readonly Block[], text: string, forms: Forms): number {
  if (forms.taskId === null) return 0;
  const seen = new Map<string, number>();
  const reading: BoxReading = { text, forms, id: forms.taskId, named: new Set() };
  let count = 0;
  const pending = blocks.filter((block) => block.type === 'list').reverse();
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const { item, box } of readItems(list, reading)) {
      const id = box === null ? null : readIdOf(item, box, reading);
      if (id !== null) {
        seen.set(id, (seen.get(id) ?? 0) + 1);
        count += 1;
      }
      for (const block of item.blocks) if (block.type === 'list') pending.push(block);
    }
  }
  let twice = 0;
  for (const times of seen.values()) if (times > 1) twice += 1;
  return count >= MANY_IDS && twice * 2 >= seen.size ? 0 : count;
}

function readIdOf({ blocks: [first], end }: Item, box: Box, reading: BoxReading): string | null {
  const { title } = readHead(
    { start: box.contentStart, end: first?.end ?? end },
    reading.text,
    reading.forms,
  );
  const last = readIdAtEnd(title, reading.text, reading.forms);
  return (last.id ?? readId(title, reading).id)?.text ?? null;
}
