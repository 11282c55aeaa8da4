import type { Dialect } from '../generated/dialect.types.ts';
import type { Claim, Field, ReviewItem, Roadmap, Span, Task } from '../generated/roadmap.types.ts';

/** Every task of a graph, in document order. */
export function listTasks({ phases }: Roadmap): Task[] {
  // Of all that is asked of a graph this is asked most, and flatMap takes ten times as long.
  const tasks: Task[] = [];
  for (const phase of phases) for (const task of phase.tasks) tasks.push(task);
  return tasks;
}

/** Every claim of a graph: those of its tasks, and those that the headings of phases make. */
export function listClaims(graph: Roadmap): Claim[] {
  return graph.phases.flatMap((phase) => [...phase.claims, ...phase.tasks.flatMap(({ claims }) => claims)]);
}

/** The tasks of the phases that the order of phases binds. */
export function listWork(graph: Roadmap): Task[] {
  return graph.phases.flatMap((phase) => (phase.kind === 'work' ? phase.tasks : []));
}

/** The fields that have that meaning in the dialect. */
export function findFields(
  fields: readonly Field[],
  meaning: keyof Dialect['fields'],
  dialect: Dialect,
): Field[] {
  const names = namesOf(dialect, meaning);
  return fields.filter(({ name }) => names.has(name) || names.has(name.toLowerCase()));
}

const known = new WeakMap<Dialect, Map<string, ReadonlySet<string>>>();

/** The names of a meaning in lower case. Asked for every task by many rules, so each dialect's are made once. */
function namesOf(dialect: Dialect, meaning: keyof Dialect['fields']): ReadonlySet<string> {
  const all = known.get(dialect) ?? new Map<string, ReadonlySet<string>>();
  known.set(dialect, all);
  const names = all.get(meaning) ?? new Set(dialect.fields[meaning].map((name) => name.toLowerCase()));
  all.set(meaning, names);
  return names;
}

/** From the box to the end of the title: where a finding about the whole task points to. */
export function headSpan(task: Pick<Task | ReviewItem, 'boxSpan' | 'titleSpan'>): Span {
  return { start: task.boxSpan.start - 1, end: task.titleSpan.end };
}
