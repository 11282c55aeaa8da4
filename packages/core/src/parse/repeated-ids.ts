import type { Dialect } from '../generated/dialect.types.ts';
import type { Phase, Roadmap, Task } from '../generated/roadmap.types.ts';
import type { HandleRegister } from './slug.ts';

/** Takes ids that stand more than once from the tasks that the dialect does not leave them to; those get handles. */
export function dropRepeatedIds(
  graph: Roadmap,
  repeats: Dialect['task']['repeats'],
  handles: HandleRegister,
): void {
  if (repeats === 'all') return;
  const counts = new Map<string, number>();
  for (const { derived, id } of graph.phases.flatMap(({ tasks }) => tasks))
    if (!derived) counts.set(id, (counts.get(id) ?? 0) + 1);
  if ([...counts.values()].every((count) => count === 1)) return;
  const kept = new Set<string>();
  for (const phase of graph.phases) {
    const renamed = new Map<string, string>();
    const places = new Map<string | null, number>();
    for (const task of phase.tasks) {
      const parent = task.parent === null ? null : (renamed.get(task.parent) ?? task.parent);
      const place = (places.get(parent) ?? 0) + 1;
      places.set(parent, place);
      const mayKeep =
        task.derived || counts.get(task.id) === 1 || (repeats === 'first' && !kept.has(task.id));
      task.parent = parent;
      if (mayKeep) kept.add(task.id);
      else rename(task, handles.take(nameOf(phase, parent, place)), renamed);
    }
  }
}

function rename(task: Task, handle: string, renamed: Map<string, string>): void {
  renamed.set(task.id, handle);
  task.id = handle;
  task.derived = true;
  task.idSpan = null;
}

function nameOf(phase: Phase, parent: string | null, place: number): string {
  if (parent === null) return `${phase.id}:${place}`;
  return parent.includes(':') ? `${parent}.${place}` : `${parent}:${place}`;
}
