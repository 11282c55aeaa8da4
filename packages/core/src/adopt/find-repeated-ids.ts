import { compileForms } from '../dialects/forms.ts';
import type { Unplaced } from '../generated/adopt.types.ts';
import type { Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { readHead } from '../parse/head-place.ts';
import type { AdoptedFile } from './adopted-file.ts';

/** Ids that more than one task has, at the second of them. */
export function findRepeatedIds(file: AdoptedFile): Unplaced[] {
  const { graph, source, dialect } = file;
  const { taskId } = compileForms(dialect);
  const having = new Map<string, Task[]>();
  for (const task of listTasks(graph)) {
    const id =
      task.derived && task.form === 'box' ? taskId?.exec(readHead(source, task))?.groups?.['id'] : task.id;
    if (id !== undefined) having.set(id, [...(having.get(id) ?? []), task]);
  }
  return [...having].flatMap(([id, [first, second, ...more]]): Unplaced[] => {
    if (first === undefined || second === undefined) return [];
    const keeps = [first, second, ...more].some(({ derived }) => !derived);
    return [
      {
        kind: 'id',
        ...source.placeOf(second.boxSpan.start - 1),
        task: second.id,
        message: `${id} leads ${more.length + 2} tasks, the first on line ${first.line}${keeps ? '' : ', and so is the id of none'}`,
        help: 'Give each an id of its own.',
      },
    ];
  });
}
