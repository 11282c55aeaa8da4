import { compileForms } from '../dialects/forms.ts';
import type { Unplaced } from '../generated/adopt.types.ts';
import { findIds } from '../graph/task-id.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { correctId } from '../message/suggest-name.ts';
import type { AdoptedFile } from './adopted-file.ts';

/** What may be an id: `T012`, `#T1`, `1.2`, `t008.1`. */
const WORD = /#?[\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)*/gu;

/** What tasks say that they wait for, and what no task of the file is called. */
export function findLostDependencies({ graph, source, dialect }: AdoptedFile): Unplaced[] {
  const tasks = listTasks(graph);
  const ids = tasks.filter(({ derived }) => !derived).map(({ id }) => id);
  const known = new Set([...ids, ...graph.phases.map(({ id }) => id)]);
  const shapes = new Set(ids.map(shapeOf));
  const { dependencies } = compileForms(dialect);
  // "after 2 weeks" names no task, nor does "Node 20": a word that looks like none of the ids is none.
  const isLike = (word: string): boolean => /\p{L}/u.test(word) && shapes.has(shapeOf(word));
  return tasks.flatMap((task): Unplaced[] => {
    // What a file of one task waits for is in other files.
    if (task.form === 'file') return [];
    const said = [task.title, ...task.notes.map(({ text }) => text)].flatMap((text) =>
      dependencies.flatMap((pattern) =>
        [...text.matchAll(pattern)].map(({ groups }) => groups?.['ids'] ?? ''),
      ),
    );
    const fields = findFields(task.fields, 'dependsOn', dialect).map(({ value }) => value);
    const words = [...fields, ...said].flatMap((text) => [...text.matchAll(WORD)].map(([word]) => word));
    const named = [...fields.flatMap((text) => findIds(text, dialect)), ...words.filter(isLike)];
    return [...new Set(named)]
      .filter((id) => !known.has(id))
      .map((id) => ({
        kind: 'dependency',
        ...source.placeOf(task.boxSpan.start - 1),
        task: task.id,
        message: `${task.id} waits for ${id}, and there is no such task`,
        help: correctId(id, ids),
      }));
  });
}

/** The letters and marks of an id, without its numbers. */
function shapeOf(id: string): string {
  return id.replace(/\d+/g, '0');
}
