import type { Diagnostic } from '../generated/check.types.ts';
import type { Claim, Roadmap, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';
import type { RuleFamily } from '../rules/rule.ts';

/** What is said of a task alone; an order is broken by what comes later, too. */
const OWN: readonly RuleFamily[] = ['evidence', 'words'];

/**
 * The findings with those as information that speak of what a task said before the baseline and says still: the same
 * state, evidence and fields.
 * @param families of the rules, by their ids
 * @param past the roadmap at the baseline
 */
export function softenPast(
  diagnostics: readonly Diagnostic[],
  graph: Roadmap,
  past: Roadmap,
  families: ReadonlyMap<string, RuleFamily>,
): Diagnostic[] {
  const before = keyTasks(past);
  const old = new Set(
    [...keyTasks(graph)].flatMap(([key, task]) => {
      const was = before.get(key);
      return was !== undefined && sayOf(was) === sayOf(task) ? [task.id] : [];
    }),
  );
  for (const { id, claims } of graph.phases) {
    const was = past.phases.find((phase) => phase.id === id);
    if (was !== undefined && claims.length > 0 && nameClaims(was.claims) === nameClaims(claims)) old.add(id);
  }
  return diagnostics.map((one) =>
    one.task !== null && old.has(one.task) && OWN.includes(families.get(one.rule) ?? 'structure')
      ? { ...one, severity: 'info' }
      : one,
  );
}

/** What a task says, wherever it stands; what only commits tell of is looked up for both alike, or for neither. */
function sayOf({ state, claims, fields }: Task): string {
  return JSON.stringify([state, nameClaims(claims), fields.map(({ name, value }) => [name, value])]);
}

function nameClaims(claims: readonly Claim[]): string {
  return JSON.stringify(
    claims.filter(({ source }) => source !== 'commit').map(({ kind, text }) => [kind, text]),
  );
}
