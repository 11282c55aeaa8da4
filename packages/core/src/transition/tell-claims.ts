import type { Claim, Task } from '../generated/roadmap.types.ts';
import { readClaims } from '../parse/read-claims.ts';

/** The claims that the message of the commit is to make, since the file has no place for them. */
export function tellClaims(task: Task, commit: string): Claim[] {
  if (commit === '') return [];
  return readClaims(commit).map(({ kind, hashes, repository, start, end }) => ({
    kind,
    source: 'commit',
    text: commit.slice(start, end),
    hashes: [...hashes],
    repository,
    line: task.line,
    span: task.boxSpan,
  }));
}

/** What is wrong where evidence in a task's text or in a cell would not be read as such. */
export function findUnreadClaim(task: Task, commit: string): string | null {
  const read = new Set(task.claims.flatMap(({ hashes }) => hashes));
  const lost = readClaims(commit)
    .flatMap(({ hashes }) => hashes)
    .find((hash) => !read.has(hash));
  return lost === undefined ? null : `${task.id}: ${lost} would not be read as its evidence`;
}
