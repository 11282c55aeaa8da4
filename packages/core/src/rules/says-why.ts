import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { isPlaceholder } from '../parse/placeholder.ts';

const LETTER = /[\p{L}\p{N}]/u;
/** "IN PROGRESS", "REOPENED:": what it is, and not why. */
const WORD = /^[^\p{L}]*(?:reopened|in progress|doing|todo|open)[^\p{L}\p{N}]*$/iu;

/** Whether a task that was done, and is not any more, says why: by a reason, or by a Status that it did not have before. */
export function saysWhy(before: Task, task: Task, dialect: Dialect): boolean {
  if (task.reason !== null) return true;
  const old = findFields(before.fields, 'status', dialect).map(({ value }) => value);
  const says = findFields(task.fields, 'status', dialect).map(({ value }) => value);
  return says.some(
    (value) => LETTER.test(value) && !isPlaceholder(value) && !WORD.test(value) && !old.includes(value),
  );
}

/** Whether some version between the first and the last of a range had undone a task that was done, and said why. */
export function wasReopened(
  between: readonly Roadmap[] | undefined,
  before: Task,
  after: Task,
  dialect: Dialect,
): boolean {
  const isMeant = ({ derived, id, title }: Task): boolean =>
    [before, after].some((one) => (derived ? title === one.title : id === one.id));
  return (between ?? []).some((graph) =>
    listTasks(graph).some((task) => task.state !== 'done' && isMeant(task) && saysWhy(before, task, dialect)),
  );
}
