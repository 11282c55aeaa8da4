import type { CascadeTarget } from '@roadmap-as-code/core';
import { isBranch } from '../config/check-targets.ts';
import type { RemoteRun } from '../git/run-remote.ts';
import { failRemote, type TargetClone } from './target-clone.ts';
import { TargetProblem } from './target-problem.ts';

/** A branch of a target, seen through a clone of ours. */
export interface TargetBranch {
  readonly clone: TargetClone;
  /** What git is given: a URL, or an absolute path. */
  readonly address: string;
  readonly branch: string;
}

/** A regular file of a commit; bytes and mode are null where there is none. */
export interface FoundFile {
  readonly bytes: Uint8Array | null;
  readonly mode: string | null;
}

/**
 * Name of the branch that is meant, asked of the remote: the default branch where the target names none.
 * @param wait milliseconds until it is given up
 */
export async function askBranch(
  clone: TargetClone,
  address: string,
  { branch }: CascadeTarget,
  wait: number,
): Promise<string> {
  const names = branch === undefined ? ['HEAD'] : [`refs/heads/${branch}`];
  const run = await clone.talk(['ls-remote', '--symref', '--end-of-options', address, ...names], wait);
  if (run.code !== 0) throw failRemote(run);
  // `ref: <name>` or a hash, a tab, and what it is of (git-ls-remote(1)).
  const lines = run.stdout
    .toString()
    .split('\n')
    .map((line) => line.split('\t'));
  const [value] = lines.find(([one = '', name]) => name === 'HEAD' && one.startsWith(BRANCH)) ?? [];
  const found = branch ?? value?.slice(BRANCH.length);
  if (found === undefined || !isBranch(found))
    throw new TargetProblem('refused', 'it has no default branch: name one with `branch`');
  const tip = branch === undefined ? 'HEAD' : `refs/heads/${branch}`;
  if (!lines.some(([one = '', name]) => name === tip && /^[0-9a-f]+$/.test(one)))
    throw new TargetProblem('refused', `it has no branch ${found}`);
  return found;
}

const BRANCH = 'ref: refs/heads/';

/** Brings the newest commit of the branch, without what was before it; its full hash. */
export async function fetchTip({ clone, address, branch }: TargetBranch, wait: number): Promise<string> {
  const run = await clone.talk(
    [
      'fetch',
      '--quiet',
      '--depth=1',
      '--no-tags',
      '--no-recurse-submodules',
      '--no-write-fetch-head',
      '--no-auto-maintenance',
      '--refmap=',
      '--end-of-options',
      address,
      `+refs/heads/${branch}:${TIP}`,
    ],
    wait,
  );
  if (run.code !== 0) throw failRemote(run);
  return (await clone.run(['rev-parse', '--verify', '--quiet', `${TIP}^{commit}`])).toString().trim();
}

const TIP = 'refs/roadmap/tip';

/** Refuses a link, a submodule or a folder in its place; a file behind a link is not there. */
export async function readFileOf(
  { clone }: Pick<TargetBranch, 'clone'>,
  commit: string,
  path: string,
): Promise<FoundFile> {
  const listed = (await clone.run(['ls-tree', '-z', '--full-tree', commit, '--', path])).toString();
  // <mode> <type> <hash>, a tab, and the path (git-ls-tree(1)).
  const entry = listed.split('\0').find((one) => one.slice(one.indexOf('\t') + 1) === path);
  if (entry === undefined || entry === '') return { bytes: null, mode: null };
  const [mode = '', , blob = ''] = entry.slice(0, entry.indexOf('\t')).split(' ');
  if (mode !== REGULAR && mode !== '100755')
    throw new TargetProblem('refused', `${path} is no regular file there`);
  return { bytes: await clone.run(['cat-file', 'blob', blob]), mode };
}

/** Mode of a file that nobody executes (git-fast-import(1)). */
const REGULAR = '100644';

/** Writes the tree of a commit with another content of one file; its full hash. */
export async function writeTree(
  { clone }: Pick<TargetBranch, 'clone'>,
  commit: string,
  path: string,
  { mode, bytes }: { readonly mode: string | null; readonly bytes: Uint8Array },
): Promise<string> {
  const blob = (await clone.run(['hash-object', '-w', '--stdin'], bytes)).toString().trim();
  await clone.run(['read-tree', '--reset', commit]);
  const entry = `${mode ?? REGULAR},${blob},${path}`;
  const added = await clone.attempt(['update-index', '--add', '--cacheinfo', entry]);
  if (added.code !== 0) throw new TargetProblem('refused', added.stderr.split('\n', 1)[0] ?? '');
  return (await clone.run(['write-tree'])).toString().trim();
}

/** How a push ended. */
export type Pushed =
  | { readonly kind: 'taken' }
  /** Somebody else was there before, as git says it. */
  | { readonly kind: 'lost'; readonly why: string };

/** Pushes one commit, and never with force. Throws a TargetProblem where the remote will not have it. */
export async function pushCommit(
  { clone, address, branch }: TargetBranch,
  commit: string,
  wait: number,
): Promise<Pushed> {
  const run = await clone.talk(
    [
      'push',
      '--porcelain',
      '--no-verify',
      '--no-follow-tags',
      '--recurse-submodules=no',
      '--end-of-options',
      address,
      `${commit}:refs/heads/${branch}`,
    ],
    wait,
  );
  if (run.code === 0) return { kind: 'taken' };
  const summary = readSummary(run);
  if (summary === null) throw failRemote(run);
  if (LOST.test(summary)) return { kind: 'lost', why: summary };
  const said = failRemote(run).message;
  throw new TargetProblem('refused', /^failed to push some refs/.test(said) ? summary : said);
}

/** What git says of the ref that was not taken, such as `[remote rejected] (pre-receive hook declined)` (git-push(1)). */
function readSummary({ stdout }: RemoteRun): string | null {
  const line = stdout
    .toString()
    .split('\n')
    .find((one) => one.startsWith('!\t'));
  return line?.split('\t')[2] ?? null;
}

/** What git says where the branch is no more what it was: before it sends anything, or when the ref is to change. */
const LOST =
  /^\[rejected\]|^\[remote rejected\] \((?:cannot lock ref|failed to update ref|incorrect old value)/;
