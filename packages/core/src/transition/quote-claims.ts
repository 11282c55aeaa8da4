import { listTasks } from '../graph/tasks.ts';
import { readClaims } from '../parse/read-claims.ts';
import type { ReadFile } from './read-file.ts';

/** The value of a Commit field with its hashes in backticks, where most of those in the file are. */
export function quoteClaims({ graph, source }: ReadFile, value: string): string {
  if (value.includes('`')) return value;
  const cited = listTasks(graph)
    .flatMap(({ claims }) => claims)
    .filter(({ hashes }) => hashes.length > 0);
  const quoted = cited.filter(({ span }) => source.bytes[span.start - 1] === BACKTICK);
  if (quoted.length * 2 <= cited.length) return value;
  return readClaims(value)
    .filter(({ hashes }) => hashes.length > 0)
    .reduceRight(
      (text, { start, end }) => `${text.slice(0, start)}\`${text.slice(start, end)}\`${text.slice(end)}`,
      value,
    );
}

const BACKTICK = 0x60;
