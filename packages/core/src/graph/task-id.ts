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

/** Every id of the dialect in a text, each once, in order; none in a dialect without ids. */
export function findIds(text: string, dialect: Dialect): string[] {
  if (dialect.task.id === null) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}.])(?:${dialect.task.id})(?![\\p{L}\\p{N}]|\\.\\d)`, 'gu');
  return [...new Set([...text.matchAll(pattern)].map((match) => match[0]))];
}
