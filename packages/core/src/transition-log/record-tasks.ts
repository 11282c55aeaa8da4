import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { findFields } from '../graph/tasks.ts';
import { isPlaceholder } from '../parse/placeholder.ts';

/** What a version of a roadmap says of one task. */
export interface TaskRecord {
  /** What tells it from the other tasks in every version. */
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly state: State;
  /** What its Commit field claims, placeholders left out. */
  readonly evidence: readonly string[];
  /** Null where it says nothing. */
  readonly status: string | null;
}

/** The tasks of one version in document order, by their keys. */
export type TaskRecords = ReadonlyMap<string, TaskRecord>;

/**
 * A task is known by its id, and one without by its title within its phase, since its handle counts the boxes before it;
 * of several that are called the same, by its place among them.
 */
export function recordTasks(graph: Roadmap, dialect: Dialect): TaskRecords {
  const records = new Map<string, TaskRecord>();
  for (const phase of graph.phases) {
    for (const task of phase.tasks) {
      const name = task.derived ? JSON.stringify([phase.id, task.title]) : task.id;
      let key = name;
      for (let place = 2; records.has(key); place += 1) key = `${name} ${place}`;
      records.set(key, recordTask(key, task, dialect));
    }
  }
  return records;
}

function recordTask(key: string, task: Task, dialect: Dialect): TaskRecord {
  const { id, title, state, claims, fields } = task;
  const statuses = findFields(fields, 'status', dialect).map(({ value }) => value);
  return {
    key,
    id,
    title,
    state,
    evidence: claims.filter(({ kind }) => kind !== 'placeholder').map(({ text }) => text),
    status: statuses.find((value) => !isPlaceholder(value)) ?? null,
  };
}
