import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AuditRange } from '../audit/audit-range.ts';
import { isNothing, type PushedRef } from '../gate/pushes.ts';
import { findCommit } from '../git/find-commit.ts';
import type { Repository } from '../git/find-repository.ts';
import { readPlainHead } from '../git/read-plain-head.ts';
import { describeFailure, runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';
import type { ChangeRequest } from './check-change.ts';
import type { Side } from './sides.ts';

/** What the next commit would change: HEAD, and what is being merged into it, against the index. */
export async function nameStaged(repository: Repository): Promise<ChangeRequest> {
  const { folder } = repository;
  const [head, merged] = await Promise.all([findHead(repository), readMergeHeads(repository)]);
  const parents = [...(head === null ? [] : [head]), ...merged];
  const first: Side = head === null ? { kind: 'nothing' } : { kind: 'commit', id: head };
  return {
    parents: parents.map((id) => ({ kind: 'commit', id })),
    after: { kind: 'index' },
    governing: first,
    bases: merged.length === 0 ? [] : await listBases(folder, parents),
    targets: null,
    isCommit: true,
    isWhole: false,
    isUncommitted: true,
    name: head === null ? 'the first commit → index' : 'HEAD → index',
  };
}

/**
 * What a range changes as a whole, as a forge shows it: from where `head` left `base` to `head`.
 * @param range `base..head`, `base...head` or `base` (git-rev-parse(1)); a side that is left out is HEAD. A base of zeros, as
 *   hooks and forges name what was not there, is nothing at all.
 */
export async function nameRange(repository: Repository, range: string): Promise<ChangeRequest> {
  const { base, head, shown } = await resolveRange(repository.folder, range);
  const forks = base === null ? [] : await findForks(repository, base, head);
  return {
    ...(await describeFork(repository, forks)),
    after: { kind: 'commit', id: head },
    governing: base === null ? { kind: 'nothing' } : { kind: 'commit', id: base },
    targets: { before: forks[0] ?? head, after: head, shown },
    isCommit: false,
    isWhole: true,
    isUncommitted: false,
    name: range,
  };
}

/**
 * What one ref of a push changes, from where it left its old tip; of a branch that is new, from where it left HEAD, the
 * branch that a server shows. The config of the old tip governs. What a forced push takes away is for refuseRewrites.
 */
export async function namePush(repository: Repository, { ref, old, now }: PushedRef): Promise<ChangeRequest> {
  const { folder } = repository;
  const head = isNothing(old) ? await findCommit(folder, 'HEAD') : old;
  // A new branch may begin from nothing, as one for pages of documentation does.
  const forks =
    head === null
      ? []
      : isNothing(old)
        ? await listBases(folder, [head, now])
        : await findForks(repository, head, now);
  const shown = ref.replace(/^refs\/heads\//, '');
  return {
    ...(await describeFork(repository, forks)),
    after: { kind: 'commit', id: now },
    governing: head === null ? { kind: 'nothing' } : { kind: 'commit', id: head },
    targets: { before: forks[0] ?? now, after: now, shown },
    isCommit: false,
    isWhole: true,
    isUncommitted: false,
    name: `the push to ${shown}`,
  };
}

/**
 * Where a branch left another: their merge bases; of branches that have nothing in common, the other as it is. Throws where
 * a shallow clone lacks what they have in common: nobody could say what changed.
 */
async function findForks({ folder, boundary }: Repository, base: string, head: string): Promise<string[]> {
  const forks = await listBases(folder, [base, head]);
  if (forks.length > 0) return forks;
  if (boundary.size === 0) return [base];
  throw new InputError(
    'this clone is cut off before the two ends of the range meet, so nobody can say what changed between them',
    'Fetch the rest: `git fetch --unshallow`; in CI, check out with `fetch-depth: 0`.',
  );
}

/** Of branches that crossed, all merge bases have a say, as the parents of a merge have. */
async function describeFork(
  { folder }: Repository,
  forks: readonly string[],
): Promise<Pick<ChangeRequest, 'parents' | 'bases'>> {
  return {
    parents: forks.map((id) => ({ kind: 'commit', id })),
    bases: forks.length < 2 ? [] : await listBases(folder, forks),
  };
}

/** The commits that `roadmap audit` walks: all of HEAD, or those of `base..head`, or of one commit with all before it. */
export async function nameAudit({ folder }: Repository, range: string | null): Promise<AuditRange> {
  if (range?.includes('..') === true) {
    const { base, head, shown } = await resolveRange(folder, range);
    return { shown: range, tip: head, tipShown: shown, without: base };
  }
  const shown = range ?? 'HEAD';
  return { shown, tip: await requireCommit(folder, shown), tipShown: shown, without: null };
}

interface ResolvedRange {
  /** Full hash; null for nothing at all. */
  readonly base: string | null;
  readonly head: string;
  /** What the head is called. */
  readonly shown: string;
}

async function resolveRange(folder: string, range: string): Promise<ResolvedRange> {
  const { left = '', right = '' } = /^(?<left>.*?)(?:\.{2,3}(?<right>.*))?$/s.exec(range)?.groups ?? {};
  const shown = right === '' ? 'HEAD' : right;
  const head = await requireCommit(folder, shown);
  const base = isNothing(left) ? null : await requireCommit(folder, left === '' ? 'HEAD' : left);
  return { base, head, shown };
}

async function requireCommit(folder: string, name: string): Promise<string> {
  const id = await findCommit(folder, name);
  if (id !== null) return id;
  throw new InputError(
    `${name}: git knows no such commit`,
    'Fetch it (CI often clones the newest commit alone), or name a range such as origin/main..HEAD.',
  );
}

/** Full hash of what is checked out; null where nothing was committed yet. */
async function findHead({ folder, commonDir, index }: Repository): Promise<string | null> {
  const plain = index === null ? null : readPlainHead(join(commonDir, 'HEAD'), join(commonDir, 'refs/heads'));
  return plain?.commit ?? findCommit(folder, 'HEAD');
}

/** The commits that a merge in progress takes in (git-merge(1)): one a line. */
async function readMergeHeads({ folder, commonDir, index }: Repository): Promise<string[]> {
  const path = index === null ? await askMergeHead(folder) : join(commonDir, 'MERGE_HEAD');
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

async function askMergeHead(folder: string): Promise<string> {
  const run = await runGit(folder, ['rev-parse', '--git-path', 'MERGE_HEAD']);
  return resolve(folder, run.stdout.toString().trim());
}

/** Full hashes of the merge bases of commits (git-merge-base(1), which exits 1 where there is none). */
async function listBases(folder: string, commits: readonly string[]): Promise<string[]> {
  const run = await runGit(folder, ['merge-base', '--all', ...commits]);
  if (run.code !== 0 && run.code !== 1)
    throw new InputError(
      `git could not say where the branches parted: ${describeFailure(run)}`,
      'See what `git fsck` says; a partial clone has all with `git fetch --refetch --no-filter`.',
    );
  return run.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
