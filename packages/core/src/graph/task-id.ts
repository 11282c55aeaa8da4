import type { Dialect } from '../generated/dialect.types.ts';

/** The parts of a task's id. */
export interface TaskId {
  /** Id of the phase that it names. */
  readonly phase: string;
  /** Number within that phase. */
  readonly number: number;
}

/** A reader of ids as the dialect writes them; it answers null for anything else. */
export function makeIdReader(dialect: Dialect): (id: string) => TaskId | null {
  if (dialect.task.id === null) return () => null;
  const pattern = new RegExp(`^(?:${dialect.task.id})$`, 'u');
  return (id) => {
    const { phase, number } = pattern.exec(id)?.groups ?? {};
    return phase === undefined || number === undefined ? null : { phase, number: Number(number) };
  };
}

/** What makes a range of the two ids around it. */
const BETWEEN = /^[\s*_`]*(?:–|—|-|→|\.{2,3}|…|to|through)[\s*_`]*$/u;
const GROUP_NAME = /\(\?<[\p{L}_]\w*>/gu;
/** A longer range is taken by its two ends. */
const LONGEST_RANGE = 200;

/**
 * Every id of the dialect in a text, each once, in order; none in a dialect without ids. A range of tasks of one phase
 * (`P0.1–P0.4`) is all ids from the one to the other. `P0.2-T` is another id, and none of the dialect.
 */
export function findIds(text: string, dialect: Dialect): string[] {
  if (dialect.task.id === null) return [];
  const pattern = patterns.get(dialect.task.id) ?? makePattern(dialect.task.id);
  patterns.set(dialect.task.id, pattern);
  const ids = new Set<string>();
  let before: RegExpExecArray | null = null;
  for (const match of text.matchAll(pattern)) {
    if (before !== null && BETWEEN.test(text.slice(before.index + before[0].length, match.index)))
      for (const id of listBetween(before, match)) ids.add(id);
    ids.add(match[0]);
    before = match;
  }
  return [...ids];
}

/** By the form of an id: asked for every task that waits for others. */
const patterns = new Map<string, RegExp>();

function makePattern(id: string): RegExp {
  const unnamed = id.replace(GROUP_NAME, '(?:');
  return new RegExp(
    `(?<![\\p{L}\\p{N}]|(?<!\\.)\\.)(?:${id})(?![\\p{L}\\p{N}]|\\.\\d|-(?!${unnamed})[\\p{L}\\p{N}])`,
    'dgu',
  );
}

/** The ids between two of one phase, written as the first one is. */
function listBetween(first: RegExpExecArray, last: RegExpExecArray): string[] {
  const [start, end] = first.indices?.groups?.['number'] ?? [0, 0];
  const from = Number(first.groups?.['number']);
  const count = Number(last.groups?.['number']) - from - 1;
  if (first.groups?.['phase'] !== last.groups?.['phase'] || !(count > 0 && count < LONGEST_RANGE)) return [];
  const head = first[0].slice(0, start - first.index);
  return Array.from(
    { length: count },
    (_, index) => head + String(from + 1 + index).padStart(end - start, '0'),
  );
}
