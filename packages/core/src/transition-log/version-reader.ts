import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { findTaskBlocks, type TaskBlock } from '../parse/find-task-blocks.ts';
import { recordTasks, type TaskRecord, type TaskRecords } from './record-tasks.ts';

/** Reads a version of a file in full; null where it can't be read. */
type ParseVersion = (bytes: Uint8Array) => Roadmap | null;

/** What stands in the place of one block of a version: a task with all that is nested in it. */
interface Slot {
  /** The heading of its phase; null where boxes are no tasks, as in a review checklist. */
  readonly heading: string | null;
}

/** A version, taken apart. */
interface Outline {
  readonly blocks: readonly TaskBlock[];
  /** All that is in no block but for prose and the rows of tables, with the ids of the blocks in their places. */
  readonly rest: string;
}

/** Ways of writing all that is no task; each is met in many versions, one after the other. */
const MOST_RESTS = 20;
/** Ways of writing a task. */
const MOST_BLOCKS = 20_000;

/**
 * Reads many versions of a file, of which each is much like one before. Where nothing but tasks, prose and rows of tables
 * have changed since a version that was parsed, only the tasks that are written in a new way are, each by itself; a
 * version in which a task could mean something else by what stands around it is parsed in full. Tasks without ids always
 * are.
 */
export function makeVersionReader(
  parse: ParseVersion,
  dialect: Dialect,
): (bytes: Uint8Array) => TaskRecords | null {
  const slotsOf = new Map<string, readonly Slot[]>();
  const recordsOf = new Map<string, readonly TaskRecord[]>();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const readText = (text: string): TaskRecord[] | null => {
    const graph = parse(new TextEncoder().encode(text));
    return graph === null ? null : [...recordTasks(graph, dialect).values()];
  };

  /** The records of a block that is written in a new way; null where only the whole file can tell. */
  const readBlock = ({ text }: TaskBlock, heading: string): readonly TaskRecord[] | null => {
    const known = recordsOf.get(text);
    if (known !== undefined) return known;
    const records = readText(`${heading}\n\n${text}\n`);
    if (records === null || records[0]?.id !== idOf(text) || records.some(isDerived)) return null;
    remember(recordsOf, text, records, MOST_BLOCKS);
    return records;
  };

  const readFast = ({ blocks, rest }: Outline): TaskRecords | null => {
    const slots = slotsOf.get(rest);
    if (slots === undefined || slots.length !== blocks.length) return null;
    const records: TaskRecord[] = [];
    for (const [at, block] of blocks.entries()) {
      const heading = slots[at]?.heading ?? null;
      if (heading === null) continue;
      const own = readBlock(block, heading);
      if (own === null) return null;
      records.push(...own);
    }
    const byKey = new Map(records.map((record) => [record.key, record]));
    return byKey.size === records.length ? byKey : null;
  };

  const learn = ({ blocks, rest }: Outline, text: string, graph: Roadmap): void => {
    const lines = text.split('\n');
    const slots: Slot[] = [];
    let found = 0;
    for (const { line, text: own } of blocks) {
      const end = line + own.split('\n').length;
      const phase = graph.phases.find(({ tasks }) => tasks.some((one) => one.line >= line && one.line < end));
      const inside = phase?.tasks.filter((one) => one.line >= line && one.line < end) ?? [];
      if (inside.some(({ derived }) => derived)) return;
      found += inside.length;
      slots.push({ heading: phase === undefined ? null : (lines[phase.line - 1] ?? '') });
    }
    if (found === listTasks(graph).length) remember(slotsOf, rest, slots, MOST_RESTS);
  };

  return (bytes) => {
    const text = decodeText(decoder, bytes);
    const outline = text === null ? null : takeApart(text);
    const fast = outline === null ? null : readFast(outline);
    if (fast !== null) return fast;
    const graph = parse(bytes);
    if (graph === null) return null;
    if (text !== null && outline !== null) learn(outline, text, graph);
    return recordTasks(graph, dialect);
  };
}

function decodeText(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    return null;
  }
}

/** Prose or a row that is underlined is a heading (CommonMark 0.31 §4.3). */
const UNDERLINED = /^[\p{L}|].*\n {0,3}(?:=+|-+)[ \t]*$/mu;
/** No heading, list, label or quote, nor code or HTML: what stands in it is no matter. */
const PROSE = /^\p{L}/u;

/** Null where a block could mean something else in another place. */
function takeApart(text: string): Outline | null {
  if (text.includes('\0') || UNDERLINED.test(text)) return null;
  const lines = text.split('\n');
  const all = [...new Set([...findTaskBlocks(text).values()].flat())].sort((a, b) => a.line - b.line);
  const blocks: TaskBlock[] = [];
  const rest: string[] = [];
  let next = 1;
  const pass = (until: number): void => {
    for (; next < until; next += 1) {
      const line = lines[next - 1] ?? '';
      const isProse = PROSE.test(line);
      if (line.startsWith('|') || (isProse && rest.at(-1) === '\0')) continue;
      rest.push(isProse ? '\0' : line);
    }
  };
  for (const block of all) {
    if (!block.isPlain) return null;
    // Nested in the one before.
    if (block.line < next) continue;
    const id = idOf(block.text);
    if (id === null) return null;
    pass(block.line);
    rest.push(`\0${id}`);
    blocks.push(block);
    next = block.line + block.text.split('\n').length;
  }
  pass(lines.length + 1);
  return { blocks, rest: rest.join('\n') };
}

/** The first word of a block that begins at the edge of the page with a bullet; null for any other. */
function idOf(text: string): string | null {
  return (
    /^[-*+] \[[^[\]\n]{1,16}\] (?:\*\*)?(?<id>[\p{L}\p{N}.]*[\p{L}\p{N}])/u.exec(text)?.groups?.['id'] ?? null
  );
}

function isDerived({ key, id }: TaskRecord): boolean {
  return key !== id;
}

/** Keeps no more than so many, the newest. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
