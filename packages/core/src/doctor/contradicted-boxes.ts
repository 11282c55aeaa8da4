import type { Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { stateOf } from '../law/state-of.ts';
import { chooseBox } from '../transition/choose-box.ts';
import { pictureOf } from '../transition/find-side-effect.ts';
import type { ReadFile } from '../transition/read-file.ts';
import type { Damage, DamageFinder } from './damage.ts';

/**
 * Boxes that are ticked over a Status that says something else (the rule no-done-while-blocked). The Status is what
 * counts, so the box gives way. Where the title says it, or one of several Statuses, nobody can tell which is right.
 */
export const contradictedBoxes: DamageFinder = {
  kind: 'box-against-status',
  find: (file, policy) =>
    listTasks(file.graph)
      .filter((task) => stateOf(task, policy) === 'done' && task.state !== 'done')
      .map((task): Damage => {
        const { id, line, state, box, boxSpan } = task;
        const damage = { line, task: id, message: `${id} is ticked, and says that it is ${state}` };
        const now = state === 'unknown' ? box : chooseBox(file, policy, task, state);
        if (now === null || now === box || !isSaidByStatus(task, file))
          return { ...damage, repair: null, edits: [] };
        return {
          ...damage,
          repair: `write [${now}], which leaves it ${state}`,
          edits: [{ ...boxSpan, text: now }],
        };
      }),
  picture: (graph) => pictureOf(withoutBoxes(graph)),
};

/** Whether its one Status says so, and its title does not. */
function isSaidByStatus({ fields, title, state }: Task, { dialect }: ReadFile): boolean {
  const words = Object.entries(dialect.states.words).filter(([, one]) => one === state);
  const says = (text: string): boolean => words.some(([word]) => text.toUpperCase().includes(word));
  const [status, ...others] = findFields(fields, 'status', dialect);
  return status !== undefined && others.length === 0 && says(status.value) && !says(title);
}

function withoutBoxes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'box' ? undefined : inner)));
}
