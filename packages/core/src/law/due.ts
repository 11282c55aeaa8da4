import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { listWork } from '../graph/tasks.ts';
import { isClosed } from './order.ts';

/** A task's fields are judged once it is not todo, so that a fresh roadmap is clean. */
export function isDue(task: Task): boolean {
  return task.state !== 'todo' && task.state !== 'unknown';
}

/** Nothing of the work is left to be done or going on; some of it may have ended blocked, failed or partial. */
export function isWorkOver(graph: Roadmap): boolean {
  const work = listWork(graph);
  return work.length > 0 && work.every((task) => task.state !== 'doing' && isDue(task));
}

/** All of the work is done or dropped: the report and the review that close it are due. */
export function isWorkDone(graph: Roadmap): boolean {
  const work = listWork(graph);
  return work.length > 0 && work.every(isClosed);
}

/** The review is done, too: the sign-off that closes it is due. */
export function isReviewDone(graph: Roadmap): boolean {
  return isWorkDone(graph) && graph.review.every(({ state }) => state === 'done' || state === 'dropped');
}
