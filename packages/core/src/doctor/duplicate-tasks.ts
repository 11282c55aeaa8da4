import type { Phase, Roadmap, Task } from '../generated/roadmap.types.ts';
import { pictureOf } from '../transition/find-side-effect.ts';
import { decode, lineStart, nextLine } from '../transition/lines.ts';
import type { Damage, DamageFinder } from './damage.ts';

/**
 * Tasks of one phase that carry one id and one title, as a merge leaves them that took both sides. Where all of their
 * bytes are the same, the later one goes; where they differ, nobody can tell which is right. Two tasks that happen to
 * carry one id are for the rule no-duplicate-task-id.
 */
export const duplicateTasks: DamageFinder = {
  kind: 'duplicate-task',
  find: ({ graph, source }) =>
    graph.phases.flatMap((phase) =>
      listRepeated(phase).map(({ first, again }): Damage => {
        const damage = {
          line: again.line,
          task: again.id,
          message: `${again.id} is on line ${first.line} already`,
        };
        const { start, end } = rangeOf(source.bytes, again);
        const isSame = textOf(source.bytes, first) === textOf(source.bytes, again);
        if (!isSame || first.parent !== again.parent) return { ...damage, repair: null, edits: [] };
        return { ...damage, repair: 'take the second one out', edits: [{ start, end, text: '' }] };
      }),
    ),
  picture: (graph) => pictureOf(withoutRepeated(graph)),
};

/** Those that are nested in one that is repeated go with it. */
function listRepeated({ tasks }: Phase): { readonly first: Task; readonly again: Task }[] {
  const firsts = new Map<string, Task>();
  const repeated: { first: Task; again: Task }[] = [];
  for (const task of tasks) {
    const name = nameOf(task);
    const first = task.derived ? undefined : firsts.get(name);
    const isInside = repeated.some(
      ({ again }) => again.span.start < task.span.start && task.span.end <= again.span.end,
    );
    if (first !== undefined && !isInside) repeated.push({ first, again: task });
    else if (first === undefined) firsts.set(name, task);
  }
  return repeated;
}

function nameOf({ id, title }: Task): string {
  return JSON.stringify([id, title]);
}

/** Its lines, with the end of the last one. */
function rangeOf(bytes: Uint8Array, { span }: Task): { readonly start: number; readonly end: number } {
  return { start: lineStart(bytes, span.start), end: nextLine(bytes, span.end) };
}

function textOf(bytes: Uint8Array, task: Task): string {
  const { start, end } = rangeOf(bytes, task);
  return decode(bytes, start, end).trimEnd();
}

/** Each task of a phase once; tasks without one are known by what stands before them, so they are told by their titles. */
function withoutRepeated(graph: Roadmap): unknown {
  const phases = graph.phases.map((phase) => {
    const tasks = new Map(phase.tasks.map((task) => [task.derived ? task.title : nameOf(task), task]));
    return { ...phase, tasks: [...tasks].map(([key, task]) => ({ ...task, id: key })) };
  });
  return { ...graph, phases };
}
