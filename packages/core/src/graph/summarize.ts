import type { Facts } from '../facts/facts.ts';
import { findFact, isGood } from '../facts/facts.ts';
import type { TaskCounts } from '../generated/check.types.ts';
import type { Roadmap, State, Task } from '../generated/roadmap.types.ts';
import { listTasks } from './tasks.ts';

/** A graph together with what was found about its claims. */
export interface CountedGraph {
  readonly graph: Roadmap;
  readonly facts: Facts;
}

/** How many tasks there are, in each state, and done with every claim good. */
export function countTasks(roadmaps: readonly CountedGraph[]): TaskCounts {
  const counts: TaskCounts = {
    total: 0,
    todo: 0,
    doing: 0,
    done: 0,
    partial: 0,
    blocked: 0,
    failed: 0,
    dropped: 0,
    unknown: 0,
    withEvidence: 0,
  };
  for (const { graph, facts } of roadmaps) {
    for (const task of listTasks(graph)) {
      counts.total += 1;
      counts[task.state] += 1;
      if (task.state === 'done' && hasEvidence(task, facts)) counts.withEvidence += 1;
    }
  }
  return counts;
}

/** Whether a task makes a claim, and nothing speaks against any of its claims. */
export function hasEvidence(task: Task, facts: Facts): boolean {
  return (
    task.claims.length > 0 &&
    task.claims.every((claim) => {
      if (claim.kind === 'placeholder' || claim.kind === 'unreadable') return false;
      const found = findFact(claim, facts);
      return found === null || isGood(found);
    })
  );
}

/** In the order in which a reader wants to hear of them. */
const NOT_DONE: readonly Exclude<State, 'done' | 'dropped'>[] = [
  'failed',
  'blocked',
  'partial',
  'doing',
  'todo',
  'unknown',
];

/**
 * The plain truth in one line: "12 of 20 done, 9 with evidence; not done: 1 failed, 7 todo".
 * @param counts with `withEvidence` null where no claim was looked up
 */
export function summarize(
  counts: Omit<TaskCounts, 'withEvidence'> & { withEvidence: number | null },
): string {
  if (counts.total === 0) return 'no tasks';
  const open = NOT_DONE.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`);
  const dropped = counts.dropped > 0 ? `, ${counts.dropped} dropped` : '';
  const done = `${counts.done} of ${counts.total} done${dropped}`;
  const evidence =
    counts.done > 0 && counts.withEvidence !== null ? `, ${counts.withEvidence} with evidence` : '';
  return `${done}${evidence}${open.length > 0 ? `; not done: ${open.join(', ')}` : ''}`;
}
