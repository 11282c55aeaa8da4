import type { Roadmap, Task } from '../generated/roadmap.types.ts';

/**
 * The tasks of a graph in document order, by what tells each from the others in every version of the file. A task is known
 * by its id, and one without by its title within its phase, since its handle counts the boxes before it; of several that
 * are called the same, by its place among them.
 */
export function keyTasks(graph: Roadmap): ReadonlyMap<string, Task> {
  const tasks = new Map<string, Task>();
  for (const phase of graph.phases) {
    for (const task of phase.tasks) {
      const name = task.derived ? JSON.stringify([phase.id, task.title]) : task.id;
      let key = name;
      for (let place = 2; tasks.has(key); place += 1) key = `${name} ${place}`;
      tasks.set(key, task);
    }
  }
  return tasks;
}
