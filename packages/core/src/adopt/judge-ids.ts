import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { pictureOf } from '../transition/find-side-effect.ts';

/** What differs, beside the ids that were given, between a file and the same with them; null where nothing does. */
export type IdTrouble =
  /** Tasks that had better be left without one. */
  | { readonly kind: 'tasks'; readonly tasks: ReadonlySet<Task> }
  /** Something that no single task explains. */
  | { readonly kind: 'file'; readonly what: string };

/** @param given by the tasks of the graph before */
export function judgeIds(
  before: Roadmap,
  after: Roadmap,
  given: ReadonlyMap<Task, string>,
): IdTrouble | null {
  const old = listTasks(before);
  const now = listTasks(after);
  if (old.length !== now.length) return { kind: 'file', what: 'other tasks' };
  // A row is titled by its cell for ids where that stands first, so that an empty one leaves it without a title.
  const isUntitled = old.map((task) => task.form === 'row' && task.title === '' && given.has(task));
  const found = drawTasks(now, new Map(), isUntitled);
  const pictures = drawTasks(old, given, isUntitled);
  const ids = new Set(given.values());
  const tasks = new Set<Task>();
  let other: Task | null = null;
  for (const [at, was] of old.entries()) {
    if (pictures[at] === found[at]) continue;
    // "T1–T9" are all ids from the one to the other: one that is put between them is named, too.
    const named = now[at]?.dependsOn.filter((id) => ids.has(id)) ?? [];
    if (named.length > 0) for (const [task, id] of given) if (named.includes(id)) tasks.add(task);
    if (given.has(was)) tasks.add(was);
    else if (named.length === 0) other = was;
  }
  if (tasks.size > 0) return { kind: 'tasks', tasks };
  if (other !== null) return { kind: 'file', what: `${other.id} in another way` };
  return drawRest(before) === drawRest(after) ? null : { kind: 'file', what: 'other parts of it' };
}

/** What each task says, with its new id. Handles count what stands before them, and are left out. */
function drawTasks(
  tasks: readonly Task[],
  given: ReadonlyMap<Task, string>,
  isUntitled: readonly boolean[],
): string[] {
  const places = new Map(tasks.map(({ id }, at) => [id, at]));
  return tasks.map((task, at) => {
    const title = isUntitled[at] ? '' : task.title;
    const id = given.get(task) ?? (task.derived ? null : task.id);
    const parent = task.parent === null ? null : (places.get(task.parent) ?? task.parent);
    return pictureOf({ ...task, title, id, derived: id === null, parent });
  });
}

function drawRest({ phases, ...rest }: Roadmap): string {
  return pictureOf({
    ...rest,
    phases: phases.map(({ tasks, ...phase }) => ({ ...phase, tasks: tasks.length })),
  });
}
