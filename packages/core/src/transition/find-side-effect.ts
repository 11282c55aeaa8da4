import type { Dialect } from '../generated/dialect.types.ts';
import type { ChangeLog, Field, Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import type { ReadFile } from './read-file.ts';

/**
 * What else than one task's box, Commit and Status and one row of the change log differs between a file as it is and as
 * it was written, in words; null where nothing does.
 * @param at place of the task, in document order
 */
export function findSideEffect(before: ReadFile, after: Roadmap, at: number): string | null {
  const { graph, dialect } = before;
  const old = listTasks(graph);
  const now = listTasks(after);
  if (old.length !== now.length) return 'other tasks';
  for (const [index, was] of old.entries()) {
    const is = now[index];
    if (is === undefined || is.id !== was.id) return 'other tasks';
    const pick = (task: Task): unknown => {
      if (index !== at) return task;
      const meant = (['commit', 'status'] as const).flatMap((one) => findFields(task.fields, one, dialect));
      const cells = dialect.evidence.columns.map((name) => name.toLowerCase());
      const isCell = ({ name }: Field): boolean => task.form === 'row' && cells.includes(name.toLowerCase());
      const fields = task.fields.filter((field) => !meant.includes(field) && !isCell(field));
      return { ...task, fields, box: '', state: '', reason: '', claims: [] };
    };
    if (pictureOf(pick(is)) !== pictureOf(pick(was)))
      return index === at ? 'other lines of the task' : was.id;
  }
  if (!isLogKept(graph.changeLog, after.changeLog)) return 'other rows of the change log';
  const isFile = old[at]?.form === 'file';
  return pictureOf(restOf(graph, dialect, isFile)) === pictureOf(restOf(after, dialect, isFile))
    ? null
    : 'other parts of the file';
}

/** Places move, and what is linked may be written in a Status. */
const IGNORED = /^(?:line|silencedLine|span|[a-z]+Span|links|anchors)$/;

/** What a part of a graph says, wherever it stands. */
export function pictureOf(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (IGNORED.test(key) ? undefined : inner));
}

/** @param isFile whether the task is the file itself, whose state stands in the front matter */
function restOf(graph: Roadmap, { task }: Dialect, isFile: boolean): unknown {
  const phases = graph.phases.map(({ tasks, ...phase }) => ({ ...phase, tasks: tasks.length }));
  const status = task.frontMatter?.status ?? '';
  const frontMatter = isFile ? { ...graph.frontMatter?.data, [status]: null } : graph.frontMatter;
  return { ...graph, frontMatter, phases, changeLog: null };
}

/** Whether the rows are the same but for one that came in or that took the place of another. */
function isLogKept(before: ChangeLog | null, after: ChangeLog | null): boolean {
  if (before === null || after === null) return before === after;
  if (pictureOf([before.title, before.columns]) !== pictureOf([after.title, after.columns])) return false;
  const old = before.rows.map(pictureOf);
  const now = after.rows.map(pictureOf);
  const more = now.length - old.length;
  if (more !== 0 && more !== 1) return false;
  const first = now.findIndex((row, index) => row !== old[index]);
  if (first === -1) return more === 0;
  const replaced = 1 - more;
  return pictureOf(now.slice(first + 1)) === pictureOf(old.slice(first + replaced));
}
