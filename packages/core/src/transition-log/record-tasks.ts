import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';
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

export function recordTasks(graph: Roadmap, dialect: Dialect): TaskRecords {
  return makeRecorder(dialect)(graph);
}

/** Records the tasks of many versions; one that several graphs share is recorded once. */
export function makeRecorder(dialect: Dialect): (graph: Roadmap) => TaskRecords {
  const known = new WeakMap<Task, TaskRecord>();
  return (graph) => {
    const records = new Map<string, TaskRecord>();
    for (const [key, task] of keyTasks(graph)) {
      const old = known.get(task);
      const record = old?.key === key ? old : recordTask(key, task, dialect);
      known.set(task, record);
      records.set(key, record);
    }
    return records;
  };
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
