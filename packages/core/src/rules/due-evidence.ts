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
  const find = (task: Pick<Task, 'id' | 'claims'>): DueEvidence[] =>
    task.claims.flatMap((claim) => {
      const found = findFact(claim, facts);
      return found === null ? [] : [{ task, claim, found }];
    });
  return graph.phases.flatMap((phase) => [...find(phase), ...phase.tasks.filter(isDue).flatMap(find)]);
}

/** A claim as a reader of the file knows it: "abc1234", "`this`". */
export function nameClaim({ kind, text }: Claim): string {
  return kind === 'this' ? '`this`' : text;
}
