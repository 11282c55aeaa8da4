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
  const claims: Claim[] = [];
  for (const phase of graph.phases) {
    for (const claim of phase.claims) claims.push(claim);
    for (const task of phase.tasks) for (const claim of task.claims) claims.push(claim);
  }
  return claims;
}

/** The tasks of the phases that the order of phases binds. */
export function listWork(graph: Roadmap): Task[] {
  return graph.phases.flatMap((phase) => (phase.kind === 'work' ? phase.tasks : []));
}

type Meaning = keyof Dialect['fields'];

/** The fields that have that meaning in the dialect. */
export function findFields(fields: readonly Field[], meaning: Meaning, dialect: Dialect): Field[] {
  const names = namesOf(dialect, meaning);
  return fields.filter(({ name }) => isAmong(name, names));
}

/** The first of them. */
export function findField(fields: readonly Field[], meaning: Meaning, dialect: Dialect): Field | undefined {
  const names = namesOf(dialect, meaning);
  for (const field of fields) if (isAmong(field.name, names)) return field;
  return undefined;
}

/** Whether names are among those of a meaning, as they are written: many rules ask it of every field of a file. */
type KnownNames = Map<string, boolean>;

const known = new WeakMap<Dialect, Map<Meaning, KnownNames>>();

function namesOf(dialect: Dialect, meaning: Meaning): KnownNames {
  const all = known.get(dialect) ?? new Map<Meaning, KnownNames>();
  known.set(dialect, all);
  const names =
    all.get(meaning) ?? new Map(dialect.fields[meaning].map((name) => [name.toLowerCase(), true]));
  all.set(meaning, names);
  return names;
}

function isAmong(name: string, names: KnownNames): boolean {
  const found = names.get(name);
  if (found !== undefined) return found;
  const isOne = names.get(name.toLowerCase()) ?? false;
  names.set(name, isOne);
  return isOne;
}

/** From the box to the end of the title: where a finding about the whole task points to. */
export function headSpan(task: Pick<Task | ReviewItem, 'boxSpan' | 'titleSpan'>): Span {
  return { start: task.boxSpan.start - 1, end: task.titleSpan.end };
}
