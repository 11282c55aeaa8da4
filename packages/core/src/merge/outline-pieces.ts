import type {
  ChangeLog,
  Field,
  Report,
  ReviewItem,
  SignOff,
  Span,
  Task,
} from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { isTemplateRow } from '../transition/edit-row.ts';
import { type Line, textOf } from './lines.ts';
import type { LinedVersion } from './merge-version.ts';
import type { Piece } from './piece.ts';
import { makeTaskStarts } from './task-starts.ts';

/** Lines that are known for what they are: 0-based, `end` is behind the last. */
interface Block {
  readonly start: number;
  readonly end: number;
  make(lines: readonly Line[], start: number): Omit<Piece, 'lines'>;
}

/**
 * All lines of a version as pieces, in document order: tasks and review items with what they are made of, the entries and
 * lists of the report, the rows of the change log; each other line is a text of its own.
 * @param names keys of the tasks
 */
export function outlinePieces(version: LinedVersion, names: ReadonlyMap<Task, string>): Piece[] {
  const { graph } = version;
  const startOf = makeTaskStarts(graph);
  const blocks = [
    ...listTasks(graph).map((task) => blockTask(version, task, startOf(task), names.get(task) ?? '')),
    ...keyAll(graph.review, ({ derived, id, title }) => (derived ? title : id)).map(([item, key]) =>
      blockReview(version, item, key),
    ),
    ...(graph.report === null ? [] : blockReport(version, graph.report)),
    ...(graph.signOff === null ? [] : blockSignOff(version, graph.signOff)),
    ...(graph.changeLog === null ? [] : blockRows(version, graph.changeLog)),
  ];
  return cutInto(version.lines, 0, version.lines.length, blocks);
}

/** Pieces of all lines of a range; where blocks overlap, as a nested task does, each ends where the next begins. */
function cutInto(lines: readonly Line[], start: number, end: number, blocks: readonly Block[]): Piece[] {
  const pieces: Piece[] = [];
  const sorted = blocks.filter((one) => one.start < end).sort((one, other) => one.start - other.start);
  let at = start;
  for (const [index, block] of sorted.entries()) {
    if (block.start < at) continue;
    let after = index + 1;
    while (sorted[after]?.start === block.start) after += 1;
    const next = sorted[after]?.start ?? end;
    for (; at < block.start; at += 1) pieces.push(makeText(lines.slice(at, at + 1)));
    let last = Math.min(block.end, next, end);
    while (last > block.start + 1 && lines[last - 1]?.text.trim() === '') last -= 1;
    const own = lines.slice(block.start, last);
    pieces.push({ ...block.make(own, block.start), lines: own });
    at = last;
  }
  for (; at < end; at += 1) pieces.push(makeText(lines.slice(at, at + 1)));
  return pieces;
}

function makeText(lines: readonly Line[]): Piece {
  return { ...makeLeaf('text', textOf(lines), lines), lines };
}

function makeLeaf(
  kind: Piece['kind'],
  key: string,
  lines: readonly Line[],
  more: Partial<Piece> = {},
): Omit<Piece, 'lines'> {
  const text = textOf(lines);
  return {
    kind,
    key: `${kind} ${key}`,
    parts: [],
    cuts: [text],
    rank: text,
    name: '',
    state: null,
    isBlank: false,
    ...more,
  };
}

/** Each with a key; of several that are called the same, the later ones with their place among them. */
function keyAll<Item>(items: readonly Item[], name: (item: Item) => string): [Item, string][] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const called = name(item);
    const place = (seen.get(called) ?? 0) + 1;
    seen.set(called, place);
    return [item, `${called} ${place}`];
  });
}

/** The lines of a span, 0-based. */
function rangeOf({ source }: LinedVersion, { start, end }: Span): { start: number; end: number } {
  return {
    start: source.placeOf(start).line - 1,
    end: source.placeOf(Math.max(end - 1, start)).line,
  };
}

function textOfSpan(version: LinedVersion, span: Span): string {
  const { start, end } = rangeOf(version, span);
  return textOf(version.lines.slice(start, end));
}

/** @param line 1-based, at which it begins */
function blockTask(version: LinedVersion, task: Task, line: number, key: string): Block {
  const { end } = rangeOf(version, task.span);
  return {
    start: line - 1,
    end,
    make: (lines, start) => ({
      ...makeLeaf('task', key, lines, {
        rank: rankOf(task.id),
        name: task.derived ? task.title : task.id,
        state: task.state,
      }),
      parts: cutInto(version.lines, start, start + lines.length, [
        blockHead(version, task),
        ...blockFields(version, task.fields, 'field'),
      ]),
    }),
  };
}

/** Numbers in it as numbers: P2 comes before P10. */
function rankOf(id: string): string {
  return id.replace(/\d+/g, (digits) => digits.padStart(10, '0'));
}

function blockReview(version: LinedVersion, item: ReviewItem, key: string): Block {
  const requirements = keyAll(item.requirements, ({ text }) => text).map(
    ([{ span, text }, name]): Block => ({
      ...rangeOf(version, span),
      make: (lines) => ({
        ...makeLeaf('requirement', name, lines, { name: text }),
        cuts: cutAtBox(textOf(lines)),
      }),
    }),
  );
  return {
    ...rangeOf(version, item.span),
    make: (lines, start) => ({
      ...makeLeaf('review', key, lines, { rank: rankOf(item.id), name: item.id }),
      parts: cutInto(version.lines, start, start + lines.length, [
        blockHead(version, item),
        ...blockFields(version, item.fields, 'field'),
        ...requirements,
      ]),
    }),
  };
}

function cutAtBox(text: string): string[] {
  const [, before = '', box = '', after = ''] = /^([^[\]]*\[)([^[\]]*)(\][\s\S]*)$/.exec(text) ?? [];
  return before === '' ? [text] : [before, box, after];
}

/** The line with the box, and those that its title goes on in; cut around the box, and where the title begins. */
function blockHead(version: LinedVersion, { span, boxSpan, titleSpan, line }: Task | ReviewItem): Block {
  return {
    start: line - 1,
    end: Math.max(rangeOf(version, { start: span.start, end: titleSpan.end }).end, line),
    make: (lines, start) => ({
      ...makeLeaf('head', '', lines),
      cuts: cutAt(version, lines, start, [boxSpan.start, boxSpan.end, titleSpan.start]),
    }),
  };
}

function blockFields(
  version: LinedVersion,
  fields: readonly Field[],
  kind: 'field' | 'entry',
  ...around: readonly string[]
): Block[] {
  return keyAll(fields, ({ name }) => name.toLowerCase()).map(([{ name, span, valueSpan }, key]) => ({
    ...rangeOf(version, span),
    make: (lines, start) => ({
      ...makeLeaf(kind, JSON.stringify([...around, key]), lines, { rank: key, name }),
      cuts: cutAt(version, lines, start, [valueSpan.start, valueSpan.end]),
    }),
  }));
}

/**
 * The text of lines, cut at byte offsets that lie in the first of them; uncut where they do not.
 * @param start of the first line, 0-based
 */
function cutAt(
  { source, starts }: LinedVersion,
  lines: readonly Line[],
  start: number,
  offsets: readonly number[],
): string[] {
  const text = textOf(lines);
  const first = starts[start] ?? 0;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const lengths = offsets.map(
    (offset) => decoder.decode(source.bytes.subarray(first, Math.max(offset, first))).length,
  );
  const isInside = lengths.every((length, at) => length >= (lengths[at - 1] ?? 0));
  if (!isInside || (lengths.at(-1) ?? 0) > (lines[0]?.text.length ?? 0)) return [text];
  return [0, ...lengths].map((from, at) => text.slice(from, lengths[at] ?? text.length));
}

function blockReport(version: LinedVersion, { entries, groups, lists }: Report): Block[] {
  return [
    ...blockFields(version, entries, 'entry', 'report'),
    ...keyAll(groups, ({ name }) => name).flatMap(([group, name]) =>
      blockFields(version, group.entries, 'entry', 'report', name),
    ),
    ...lists.flatMap(({ items }) =>
      keyAll(items, ({ span }) => textOfSpan(version, span)).map(
        ([{ text, span }, key]): Block => ({
          ...rangeOf(version, span),
          make: (lines) => makeLeaf('item', key, lines, { isBlank: isPlaceholder(text) }),
        }),
      ),
    ),
  ];
}

function blockSignOff(version: LinedVersion, { entries }: SignOff): Block[] {
  return blockFields(version, entries, 'entry', 'sign-off');
}

const DATE = /\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?/;

function blockRows(version: LinedVersion, { rows, columns }: ChangeLog): Block[] {
  return keyAll(rows, ({ cells }) => cells.map(({ value }) => value).join('\u001f')).map(([row, key]) => ({
    ...rangeOf(version, row.span),
    make: (lines) => {
      const date = DATE.exec(key)?.[0].replace('T', ' ') ?? '';
      return makeLeaf('row', key, lines, { rank: date, isBlank: isTemplateRow(row, columns) });
    },
  }));
}
