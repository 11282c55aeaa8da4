import type { State, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Policy } from '../law/policy.ts';
import { isBlank } from '../parse/read-box.ts';
import type { ReadFile } from './read-file.ts';
import type { Goal } from './transition.ts';

/**
 * The box as it is where it means the state already; else the mark that the file uses most for it, or that of the dialect.
 * Where none means it, an open one: the Status says the rest.
 */
export function chooseBox(
  { graph, dialect }: ReadFile,
  policy: Policy,
  task: Pick<Task, 'box'>,
  to: Goal,
): string {
  if (stateOf(task.box, policy) === to) return task.box;
  const open = isBlank(task.box) ? task.box : ' ';
  if (to === 'todo') return open;
  const mark = dialect.states.marks[to];
  const known = [...(mark === undefined ? [] : [mark]), ...(to === 'done' ? policy.boxes.keys() : [])];
  return (
    findMostUsed(listTasks(graph), policy, to) ?? known.find((box) => stateOf(box, policy) === to) ?? open
  );
}

/** The state that a box means under a policy; the config may give it another than the dialect. */
export function stateOf(box: string, { boxes }: Policy): State | undefined {
  return boxes.get(isBlank(box) ? ' ' : box);
}

function findMostUsed(tasks: readonly Task[], policy: Policy, to: Goal): string | undefined {
  const counts = new Map<string, number>();
  for (const { box } of tasks) if (stateOf(box, policy) === to) counts.set(box, (counts.get(box) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
