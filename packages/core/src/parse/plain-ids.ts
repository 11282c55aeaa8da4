import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Scribe } from './scribe.ts';

/** So many tasks have to have one. */
const LEAST = 5;

/**
 * Takes the codes at the heads of titles for ids where two thirds of the boxes without an id have one, no two the same:
 * `T7.1 Fetch the list` in a file of such tasks, and not "A4 paper" in any other.
 */
export function takePlainIds(graph: Roadmap, pattern: string | null, scribe: Scribe): void {
  if (pattern === null) return;
  const code = new RegExp(`^(?<id>${pattern})(?=\\s+\\S)`, 'u');
  const boxes = listTasks(graph).filter(({ form, derived }) => form === 'box' && derived);
  const found = boxes.flatMap((task): [Task, string][] => {
    const id = code.exec(task.title)?.groups?.['id'];
    return id === undefined ? [] : [[task, id]];
  });
  const ids = new Set(found.map(([, id]) => id));
  if (found.length < LEAST || found.length * 3 < boxes.length * 2 || ids.size < found.length) return;
  const renamed = new Map<string, string>();
  for (const [task, id] of found) {
    renamed.set(task.id, id);
    const length = scribe.bytesOf(id);
    task.idSpan = { start: task.titleSpan.start, end: task.titleSpan.start + length };
    task.title = task.title.slice(id.length).trimStart();
    task.titleSpan = { start: task.idSpan.end + 1, end: task.titleSpan.end };
    task.id = id;
    task.derived = false;
  }
  for (const task of listTasks(graph))
    if (task.parent !== null) task.parent = renamed.get(task.parent) ?? task.parent;
}
