import type { Dialect } from '../generated/dialect.types.ts';
import type { Task } from '../generated/roadmap.types.ts';
import { findFields } from '../graph/tasks.ts';
import { isPlaceholder } from '../parse/placeholder.ts';

const MARK = /\(override:(?<why>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$/i;

/** What a Status ends with whose task was begun or done past others, for a reason. */
export function markOverride(why: string): string {
  return `(override: ${why.trim()})`;
}

/**
 * Why the order of phases and dependencies was lifted for a task, as its Status ends; null where it was not. A placeholder
 * is no reason.
 */
export function readOverride({ fields }: Task, dialect: Dialect): string | null {
  for (const { value } of findFields(fields, 'status', dialect)) {
    const why = MARK.exec(value)?.groups?.['why']?.trim() ?? '';
    if (why !== '' && !isPlaceholder(why)) return why;
  }
  return null;
}
