import type { Unplaced } from '../generated/adopt.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { countOf, cutText } from '../message/words.ts';
import type { AdoptedFile } from './adopted-file.ts';

/** What says the state of tasks and names none that is known, each once. */
export function listUnknownBoxes({ graph, states }: Pick<AdoptedFile, 'graph' | 'states'>): string[] {
  const tasks = listTasks(graph).filter(
    ({ state, box }) => state === 'unknown' && !Object.hasOwn(states, box),
  );
  return [...new Set(tasks.map(({ box }) => box))];
}

/** Each such box or cell, at its first task. */
export function findUnknownStates(file: AdoptedFile): Unplaced[] {
  const { graph, source } = file;
  return listUnknownBoxes(file).flatMap((box): Unplaced[] => {
    const having = listTasks(graph).filter((task) => task.state === 'unknown' && task.box === box);
    const [first] = having;
    if (first === undefined) return [];
    const name = first.form === 'box' ? `[${box}]` : JSON.stringify(cutText(box, LONGEST));
    const said = Object.hasOwn(graph.legend, box)
      ? 'and the legend names no state that is known'
      : 'and nothing says what it means';
    return [
      {
        kind: 'state',
        ...source.placeOf(first.boxSpan.start),
        task: first.id,
        message: `${countOf(having.length, 'task')} ${having.length === 1 ? 'has' : 'have'} ${name}, ${said}`,
        help:
          box === ''
            ? 'Write a state there.'
            : `Say it in roadmap.yaml: \`states: {${JSON.stringify(box)}: doing}\`, or whatever it is.`,
      },
    ];
  });
}

const LONGEST = 60;
