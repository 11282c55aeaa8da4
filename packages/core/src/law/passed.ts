import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { OrderLaw, PassedTasks } from './order.ts';

/** An open task, and what was done or begun past it. */
export interface Passed extends PassedTasks {
  readonly open: Task;
}

/**
 * Every open task that others went past, in document order. What an open gate explains is left out: had nothing gone
 * past the gate, nothing would have gone past the tasks behind it.
 */
export function listPassed(graph: Roadmap, order: OrderLaw): Passed[] {
  const found: Passed[] = [];
  let explained: ReadonlySet<Task> | null = null;
  for (const open of listTasks(graph)) {
    if (open.state === 'done') continue;
    const passed = order.passedBy(open);
    if (passed === null) continue;
    const explanation = explained;
    if (explanation !== null && passed.tasks.every((task) => explanation.has(task))) continue;
    found.push({ open, ...passed });
    if (passed.clause === 'gate') explained ??= new Set(passed.tasks);
  }
  return found;
}
