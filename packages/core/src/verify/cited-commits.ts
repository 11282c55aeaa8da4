import { type Facts, findFact } from '../facts/facts.ts';
import type { Task } from '../generated/roadmap.types.ts';

/** Full hashes of the commits of this repository that a task cites: as cited, and as they landed. */
export function listCitedCommits({ claims }: Pick<Task, 'claims'>, facts: Facts): string[] {
  const found = claims.map((claim) => findFact(claim, facts));
  return [...new Set(found.flatMap((fact) => [fact?.cited ?? null, fact?.commit ?? null]))].filter(
    (commit) => commit !== null,
  );
}
