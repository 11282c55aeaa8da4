import { pairTasks } from '../change/pair-tasks.ts';
import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';

/** The tasks of a version by the keys that they have in all three; what came with it is called by its own. */
export function nameTasks(base: Roadmap, version: Roadmap): ReadonlyMap<Task, string> {
  const inBase = new Map([...keyTasks(base)].map(([key, task]) => [task, key]));
  const { before } = base === version ? { before: new Map<Task, Task>() } : pairTasks(base, version);
  return new Map(
    [...keyTasks(version)].map(([key, task]) => {
      const old = inBase.get(base === version ? task : (before.get(task) ?? task));
      return [task, old === undefined ? `new ${key}` : `old ${old}`];
    }),
  );
}
