import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { findIds } from '../graph/task-id.ts';
import { listTasks } from '../graph/tasks.ts';

/** What may be an id: `T012`, `#T1`, `1.2`, `t008.1`. */
const WORD = /#?[\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)*/gu;
/** Two ids with a dash or a word for one between them. */
const RANGE =
  /(?<![\p{L}\p{N}._])(?<from>#?[\p{L}\p{N}]+(?:[._][\p{L}\p{N}]+)*)\s*(?:–|—|-|→|\.{2,3}|…|to|through)\s*(?<to>#?[\p{L}\p{N}]+(?:[._][\p{L}\p{N}]+)*)/gu;
/** A number of a phase, as "Depends on: Phase 1, Phase 2.1" names it. */
const PHASE_NUMBER = /(?<![\p{L}\p{N}.-])\d+(?:\.\d+)*(?![\p{L}\p{N}-]|\.\d)/gu;

/**
 * Completes what tasks depend on, now that every id is known: by the words of each, and, where the dialect has it, by the
 * section of the phase that a task stands for.
 * @param waits what the words of a task name
 */
export function resolveDependencies(
  graph: Roadmap,
  dialect: Dialect,
  waits: ReadonlyMap<Task, readonly string[]>,
): void {
  if (waits.size === 0 && !dialect.dependencies.phases) return;
  const known = new Map<string, Task>();
  for (const task of listTasks(graph)) if (!task.derived) known.set(task.id, task);
  const ids = [...known.keys()];
  const places = new Map(ids.map((id, at) => [id, at]));
  for (const [task, texts] of waits) {
    for (const text of texts) {
      const words = [...text.matchAll(WORD)].map(([word]) => word);
      // What reads "Depends on: 1 week of work" names no task.
      const named = [...listRanges(text, ids, places), ...findIds(text, dialect), ...words].filter(
        (id) => known.has(id) && id !== task.id,
      );
      task.dependsOn = [...new Set([...task.dependsOn, ...named])];
    }
  }
  if (dialect.dependencies.phases) for (const phase of graph.phases) addPhase(phase, known, dialect);
}

/** `T001–T003`: the ids of the file from one to the other, in the order of the file. */
function listRanges(text: string, ids: readonly string[], places: ReadonlyMap<string, number>): string[] {
  return [...text.matchAll(RANGE)].flatMap(({ groups: { from = '', to = '' } = {} }) => {
    const first = places.get(from);
    const last = places.get(to);
    return first === undefined || last === undefined || last < first ? [] : ids.slice(first, last + 1);
  });
}

function addPhase(
  { id, derived, fields }: Roadmap['phases'][number],
  known: ReadonlyMap<string, Task>,
  dialect: Dialect,
): void {
  const task = derived ? undefined : (known.get(id) ?? findPadded(id, known));
  if (task === undefined) return;
  const names = dialect.fields.dependsOn.map((name) => name.toLowerCase());
  for (const { name, value } of fields) {
    if (!names.includes(name.toLowerCase())) continue;
    // What follows a sentence says something else: "Can run in parallel with Phase 4".
    const bare = value.replace(/\([^()]*\)/g, ' ').split(/[.;](?:\s|$)/u, 1)[0] ?? '';
    if (!/phase/i.test(bare)) continue;
    const named = [...bare.matchAll(PHASE_NUMBER)].flatMap(([number]) => {
      const one = known.get(number) ?? findPadded(number, known);
      return one === undefined || one === task ? [] : [one.id];
    });
    task.dependsOn = [...new Set([...task.dependsOn, ...named])];
  }
}

/** `07` and `7` are the same number of a phase. */
function findPadded(number: string, known: ReadonlyMap<string, Task>): Task | undefined {
  const bare = stripZeros(number);
  for (const [id, task] of known) if (stripZeros(id) === bare) return task;
  return undefined;
}

const LEADING_ZEROS = /(?<![\p{L}\p{N}])0+(?=\d)/gu;

function stripZeros(id: string): string {
  return id.replace(LEADING_ZEROS, '');
}
