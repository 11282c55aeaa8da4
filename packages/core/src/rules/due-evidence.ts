import { type CommitFact, type Facts, findFact } from '../facts/facts.ts';
import type { Claim, Roadmap, Task } from '../generated/roadmap.types.ts';
import { isDue } from '../law/due.ts';

/** A claim of a task that is due, together with what was found. */
export interface DueEvidence {
  /** The task, or the phase whose heading makes the claim. */
  readonly task: Pick<Task, 'id'>;
  readonly claim: Claim;
  readonly found: CommitFact;
}

/** Every claim that is judged and that there was something to look up for, in document order. */
export function listDueEvidence(graph: Roadmap, facts: Facts): DueEvidence[] {
  const evidence: DueEvidence[] = [];
  const add = (task: Pick<Task, 'id' | 'claims'>): void => {
    for (const claim of task.claims) {
      const found = findFact(claim, facts);
      if (found !== null) evidence.push({ task, claim, found });
    }
  };
  for (const phase of graph.phases) {
    add(phase);
    for (const task of phase.tasks) if (isDue(task)) add(task);
  }
  return evidence;
}

/** A claim as a reader of the file knows it: "abc1234", "`this`". */
export function nameClaim({ kind, text }: Claim): string {
  return kind === 'this' ? '`this`' : text;
}
