import type { CommitFact } from '@roadmap-as-code/core';
import { InputError } from '../input-error.ts';
import type { Repository } from './find-repository.ts';
import { runGit } from './run-git.ts';

const FOUND = /^(?<commit>[0-9a-f]{40,64}) commit \d+$/;

/**
 * What git has under each hash, in one process however many there are. A hash is of 7 to 64 hex digits, so it can be
 * no option and no other object name; `^{commit}` peels to a commit (gitrevisions(7)). Absent in a shallow clone is
 * unknown: the commit may lie beyond the cut.
 */
export async function lookUpCommits(
  repository: Repository,
  hashes: readonly string[],
): Promise<Map<string, CommitFact>> {
  const facts = new Map<string, CommitFact>();
  if (hashes.length === 0) return facts;
  const input = hashes.map((hash) => `${hash}^{commit}\n`).join('');
  const run = await runGit(repository.root, ['cat-file', '--batch-check', '--buffer'], input);
  if (run.code !== 0) throw new InputError(`git could not look up the cited commits: ${run.stderr.trim()}`);
  const lines = run.stdout.toString().split('\n');
  for (const [index, hash] of hashes.entries()) facts.set(hash, readAnswer(lines[index] ?? '', repository));
  return facts;
}

function readAnswer(line: string, { shallow }: Repository): CommitFact {
  const commit = FOUND.exec(line)?.groups?.['commit'];
  if (commit !== undefined) return { fact: 'present', commit };
  if (line.endsWith(' ambiguous')) return { fact: 'unknown', commit: null };
  return { fact: shallow ? 'unknown' : 'absent', commit: null };
}
