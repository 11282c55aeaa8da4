import { type CommitFact, type Facts, findFact } from '../facts/facts.ts';
import type { Claim, Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { isDue } from '../law/due.ts';

/** A claim of a task that is due, together with what was found. */
export interface DueEvidence {
  readonly task: Task;
  readonly claim: Claim;
  readonly found: CommitFact;
}

/** Every claim that is judged and that there was something to look up for, in document order. */
export function listDueEvidence(graph: Roadmap, facts: Facts): DueEvidence[] {
  return listTasks(graph)
    .filter(isDue)
    .flatMap((task) =>
      task.claims.flatMap((claim) => {
        const found = findFact(claim, facts);
        return found === null ? [] : [{ task, claim, found }];
      }),
    );
}

/** A claim as a reader of the file knows it: "abc1234", "`this`". */
export function nameClaim({ kind, text }: Claim): string {
  return kind === 'this' ? '`this`' : text;
}
