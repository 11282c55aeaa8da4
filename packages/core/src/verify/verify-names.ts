import type { Dialect } from '../generated/dialect.types.ts';
import type { Task } from '../generated/roadmap.types.ts';
import { findFields } from '../graph/tasks.ts';

/** The names of checks that the Verify field of a task gives, each once: several are separated by commas. */
export function listVerifyNames({ fields }: Pick<Task, 'fields'>, dialect: Dialect): string[] {
  const names = findFields(fields, 'verify', dialect).flatMap(({ value }) =>
    value.split(',').map((name) =>
      name
        .trim()
        .replace(/^`([^`]*)`$/, '$1')
        .trim(),
    ),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}
