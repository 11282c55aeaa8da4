import type { CommitFact } from '@roadmap-as-code/core';
import { InputError } from '../input-error.ts';
import type { Repository } from './find-repository.ts';
import { runGit } from './run-git.ts';

const FOUND = /^(?<commit>[0-9a-f]{40,64}) commit \d+$/;
const AMBIGUOUS = /^error: short object ID (?<hash>[0-9a-f]+) is ambiguous$/gm;

/**
 * What git has under each hash, in one process however many there are. A hash is of 7 to 64 hex digits, so it can be
 * no option; `^{commit}` takes it for a commit where it could also be something else (gitrevisions(7)). A branch or a
 * tag of that name would come first there, and an annotated tag would be followed, so the commit must begin with the
 * hash. Absent in a shallow clone is unknown: the commit may lie beyond the cut.
 */
export async function lookUpCommits(
  repository: Repository,
  hashes: readonly string[],
): Promise<Map<string, CommitFact>> {
  const facts = new Map<string, CommitFact>();
  if (hashes.length === 0) return facts;
  const input = hashes.map((hash) => `${hash}^{commit}\n`).join('');
  const run = await runGit(repository.root, ['cat-file', '--batch-check', '--buffer'], input);
  if (run.code !== 0) {
    const says = run.stderr.trim() || `it ended with ${run.code ?? 'a signal'}`;
    throw new InputError(
      `${repository.root}: git could not look up the cited commits: ${says}`,
      'See what `git fsck` says there.',
    );
  }
  const lines = run.stdout.toString().split('\n');
  const ambiguous = new Set([...run.stderr.matchAll(AMBIGUOUS)].map((match) => match.groups?.['hash']));
  for (const [index, hash] of hashes.entries()) {
    const commit = FOUND.exec(lines[index] ?? '')?.groups?.['commit'];
    if (commit?.startsWith(hash)) facts.set(hash, { fact: 'present', commit });
    else {
      const unknown = repository.shallow || ambiguous.has(hash);
      facts.set(hash, { fact: unknown ? 'unknown' : 'absent', commit: null });
    }
  }
  return facts;
}
