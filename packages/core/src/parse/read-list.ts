import type { Forms } from '../dialects/forms.ts';
import type { Block, Item, List } from '../markdown/blocks.ts';
import { appendAll } from './append-all.ts';
import { type Box, isBlank, mayHaveBox, readBox, readLetterBox } from './read-box.ts';
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
  /** What is read already by the same forms. */
  readonly lists: ListsRead;
}

/** Lists with boxes as far as detection has read them, so that nothing is read twice; each is taken out when it is used. */
export type ListsRead = Map<List, readonly ListItem[]>;

/** An item of a list, and as far as it was read what stands behind its box. */
interface ListItem {
  readonly item: Item;
  /** Null where it has none. */
  box: Box | null;
  named: Named | null;
}

/** The head of a boxed item, with the id of a task that it has. */
interface Named extends Head {
  readonly id: BoxedItem['id'];
  /** The title proper. */
  readonly name: TextRange;
}

/** The boxed items of a list, and of the lists in its items that have no box. */
export function readBoxes(list: List, reading: BoxReading): BoxedItem[] {
  const boxed: BoxedItem[] = [];
  for (const one of readItems(list, reading)) {
    if (one.box === null) appendAll(boxed, readNested(one.item, reading));
    else boxed.push(readItem(one, one.box, reading));
  }
  return boxed;
}

/** The items of a list with their boxes. A letter is one where another item of the list has a box that is no letter. */
function readItems(list: List, { text, forms, lists }: BoxReading): readonly ListItem[] {
  const known = lists.get(list);
  if (known !== undefined) {
    lists.delete(list);
    return known;
  }
  let isList = false;
  const items = list.items.map((item): ListItem => {
    const box = readBox(text, item, forms);
    isList ||= box !== null;
    return { item, box, named: null };
  });
  if (isList) for (const one of items) one.box ??= readLetterBox(text, one.item);
  return items;
}

function readNested(item: Item, reading: BoxReading): readonly BoxedItem[] {
  // Of most items the first block is all there is.
  if (item.blocks.length === 1 && item.blocks[0]?.type !== 'list') return NONE;
  return item.blocks.flatMap((child) => (child.type === 'list' ? readBoxes(child, reading) : []));
}

const NONE: readonly never[] = [];

function readItem({ item, named }: ListItem, box: Box, reading: BoxReading): BoxedItem {
  const { text, forms } = reading;
  const head = named !== null && reading.id === forms.taskId ? named : readNamed(item, box, reading);
  const fields = [...head.fields];
  const notes: TextRange[] = [];
  const items: BoxedItem[] = [];
  for (const child of item.blocks) {
    if (child === item.blocks[0]) continue;
    if (child.type === 'paragraph') {
      const lines = readHead(child, text, forms, true);
      appendAll(fields, lines.fields);
      if (lines.title.start < lines.title.end) notes.push(lines.title);
    } else if (child.type === 'list') readListUnder(child, reading, { fields, notes, items });
  }
  const { title, claims } = readEvidence(head.name, isBlank(box.marker), reading);
  return {
    box,
    range: item,
    id: head.id,
    title,
    text: head.title,
    claims,
    fields,
    notes,
    items,
  };
}

function readNamed({ blocks: [first], end }: Item, box: Box, reading: BoxReading): Named {
  const { text, forms } = reading;
  const { title, fields } = readHead({ start: box.contentStart, end: first?.end ?? end }, text, forms);
  const last = reading.id === forms.taskId ? readIdAtEnd(title, text, forms) : null;
  const found = last ?? readId(title, reading);
  return { title, fields, id: found.id, name: found.title };
}

interface Found {
  readonly fields: FieldRange[];
  readonly notes: TextRange[];
  readonly items: BoxedItem[];
}

function readListUnder(list: List, reading: BoxReading, found: Found): void {
  // Mostly fields, of which nothing else need be made.
  if (list.items.some((item) => mayHaveBox(reading.text, item)))
    for (const one of readItems(list, reading)) readUnder(one.item, one, reading, found);
  else for (const item of list.items) readUnder(item, null, reading, found);
}

/** Sorts one bullet under a box: a box of its own, a field, or a note; boxes deeper down belong to the same box. */
function readUnder(item: Item, boxed: ListItem | null, reading: BoxReading, found: Found): void {
  const { text } = reading;
  if (boxed !== null && boxed.box !== null) {
    found.items.push(readItem(boxed, boxed.box, reading));
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

/** The text of a paragraph, and the fields that stand in it. */
interface Head {
  readonly title: TextRange;
  readonly fields: readonly FieldRange[];
}

/**
 * A paragraph whose lines may hold fields: `Commit: abc1234` needs no bullet of its own, where the dialect knows the name
 * or the name is bold. What stands before the first of them is the title; a value goes on to the next one. A bold label that
 * is not indented is part of the paragraph by CommonMark's laziness alone (0.31 §5.2): it ends what is before it, and is
 * about the list, not about its last item.
 */
function readHead(range: TextRange, text: string, forms: Forms, fromFirstLine = false): Head {
  if (!fromFirstLine && isOneLine(text, range)) return { title: trimRange(text, range), fields: NONE };
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

/** What is left of a title before what it says did the task, and that. */
function readEvidence(
  name: TextRange,
  isOpen: boolean,
  reading: BoxReading,
): Pick<BoxedItem, 'title' | 'claims'> {
  const { text, forms, named } = reading;
  const { evidence } = forms.dialect;
  if (!evidence.text || reading.id !== forms.taskId) return { title: name, claims: [] };
  const tail = readTail(text, name, named, evidence.pullRequests, {
    isBare: evidence.place === 'text',
    isOpen,
  });
  return { title: dropLooseMark(text, tail.title), claims: tail.claims };
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

function readIdAtEnd(
  title: TextRange,
  text: string,
  { idAtEnd }: Forms,
): Pick<BoxedItem, 'id' | 'title'> | null {
  const match = idAtEnd?.exec(text.slice(title.start, title.end));
  const found = match?.groups?.['id'];
  if (match === null || match === undefined || found === undefined) return null;
  const start = title.start + match.index + match[0].indexOf(found);
  const range = { start, end: start + found.length };
  return { id: { text: found, range }, title: trimRange(text, { start: title.start, end: range.start }) };
}

/** So many ids make it sure that a file has other uses for them, where most stand twice. */
const MANY_IDS = 4;

/**
 * Number of boxes in the document that carry an id of the dialect; none where most ids stand twice.
 * @param lists gets what was read of the lists on the way
 */
export function countIds(blocks: readonly Block[], text: string, forms: Forms, lists: ListsRead): number {
  if (forms.taskId === null) return 0;
  const seen = new Map<string, number>();
  const reading: BoxReading = { text, forms, id: forms.taskId, named: new Set(), lists: new Map() };
  let count = 0;
  const pending = blocks.filter((block) => block.type === 'list').reverse();
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const { blocks } of list.items) appendLists(pending, blocks);
    if (!list.items.some((item) => mayHaveBox(text, item))) continue;
    const items = readItems(list, reading);
    lists.set(list, items);
    for (const one of items) {
      if (one.box === null) continue;
      one.named = readNamed(one.item, one.box, reading);
      const id = one.named.id?.text;
      if (id === undefined) continue;
      seen.set(id, (seen.get(id) ?? 0) + 1);
      count += 1;
    }
  }
  let twice = 0;
  for (const times of seen.values()) if (times > 1) twice += 1;
  return count >= MANY_IDS && twice * 2 >= seen.size ? 0 : count;
}

/** By numbers: an iterator for each item of a plan takes longer. */
function appendLists(lists: List[], blocks: readonly Block[]): void {
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at];
    if (block?.type === 'list') lists.push(block);
  }
}
