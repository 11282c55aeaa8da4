import { spawnSync } from 'node:child_process';
import { makeEnvironment } from './environment.ts';
import { requireOwn } from './make-folder.ts';

/** What plain git commands say, one question at a time: slow, and independent of how the tool asks. */
export interface Asked {
  isCommit(hash: string): boolean;
  /** What it is; null where git has nothing of that name. */
  typeOf(hash: string): string | null;
  /** Full hash of the commit that a name means. */
  commitOf(name: string): string;
  isAncestor(commit: string, of: string): boolean;
  /** Full names of the refs that reach a commit, but for those that are nobody's branch or tag. */
  listRefs(commit: string): string[];
  /** Those of them that point at it. */
  listRefsAt(commit: string): string[];
  /** Full hashes, from..to. */
  list(from: string, to: string): string[];
  /** Paths that a commit changes, against its first parent. */
  listChanged(commit: string): string[];
  /** Paths that a range changes: from each best common ancestor of its ends, which can be several. */
  listRangeChanges(from: string, to: string): string[][];
  /** A commit and all before it. */
  listHistory(commit: string): ReadonlySet<string>;
  /** Best common ancestors. */
  listBases(one: string, other: string): string[];
  /** The commits of the target's history, without merges, that a commit does not reach. */
  listSince(commit: string, target: string): string[];
  parentOf(commit: string): string | null;
  isMerge(commit: string): boolean;
  /** What git-patch-id(1) says of a change, without some paths unless there are no others; null where it says nothing. */
  patchOf(from: string | null, to: string, without: readonly string[]): string | null;
  /** The commits of the target's history that took a commit back, and were not taken back themselves. */
  listReverts(commit: string, target: string): string[];
  /** The commits of the target's history that say they revert a commit, whether or not they have it. */
  listNaming(commit: string, target: string): string[];
}

const OWN =
  /^refs\/(?:stash$|notes\/|replace\/|original\/|bisect\/|rewritten\/|worktree\/|roadmap\/|remotes\/.+\/HEAD$)/;

/** Every question is put to git once. */
export function askGit(root: string): Asked {
  const run = makeRunner(root);
  const ask = (...args: string[]): Answer => run('git', args);
  const must = (...args: string[]): string[] => {
    const { code, lines } = ask(...args);
    if (code !== 0) throw new Error(`git ${args.join(' ')} ends with ${code}`);
    return lines;
  };
  // HEAD is one of its own where it is on no branch.
  const isDetached = ask('symbolic-ref', '--quiet', 'HEAD').code !== 0;
  const listNamed = (...args: string[]): string[] =>
    must('for-each-ref', '--format=%(refname)', ...args).filter((ref) => !OWN.test(ref));
  const withHead = (refs: string[], isHeld: () => boolean): string[] =>
    isDetached && isHeld() ? [...refs, 'HEAD'] : refs;
  const isAncestor = (commit: string, of: string): boolean =>
    ask('merge-base', '--is-ancestor', commit, of).code === 0;
  // `git rev-list from..to` itself lists a commit too many now and then, where clocks went wrong and no commit-graph helps.
  const list = (from: string, to: string): string[] => {
    const outside = new Set(must('rev-list', from));
    return must('rev-list', to).filter((commit) => !outside.has(commit));
  };
  const commitOf = (name: string): string =>
    must('rev-parse', '--verify', '--quiet', `${name}^{commit}`)[0] ?? '';
  const listReverts = (commit: string, target: string): string[] =>
    must('rev-list', target).filter((by) => {
      const isMeant = readReverts(must('cat-file', 'commit', by)).some(({ reverted, kept }) => {
        if (!isAncestor(reverted, by) || commitOf(reverted) === by) return false;
        return commitOf(reverted) === commit || (kept !== null && list(kept, reverted).includes(commit));
      });
      return isMeant && listReverts(by, target).length === 0;
    });
  return {
    isCommit: (hash) => ask('cat-file', '-t', hash).lines[0] === 'commit',
    typeOf: (hash) =>
      ask('cat-file', '-e', hash).code === 0 ? (ask('cat-file', '-t', hash).lines[0] ?? '') : null,
    commitOf,
    isAncestor,
    listRefs: (commit) => withHead(listNamed('--contains', commit), () => isAncestor(commit, 'HEAD')),
    listRefsAt: (commit) => withHead(listNamed('--points-at', commit), () => commitOf('HEAD') === commit),
    list,
    listHistory: (commit) => new Set(must('rev-list', commit)),
    listBases: (one, other) => ask('merge-base', '--all', one, other).lines,
    listSince: (commit, target) => {
      const reached = new Set(must('rev-list', commit));
      return must('rev-list', '--no-merges', target).filter((one) => !reached.has(one));
    },
    parentOf: (commit) => ask('rev-parse', '--verify', '--quiet', `${commit}^1`).lines[0] ?? null,
    isMerge: (commit) => ask('rev-parse', '--verify', '--quiet', `${commit}^2`).code === 0,
    patchOf: (from, to, without) => {
      const range = from === null ? ['--root', to] : [from, to];
      return hashPatch(run, ...range, '--', '.', ...without) ?? hashPatch(run, ...range);
    },
    listChanged: (commit) =>
      must('show', '--first-parent', '-m', '--no-renames', '--name-only', '--format=', commit),
    listRangeChanges: (from, to) => {
      const bases = ask('merge-base', '--all', from, to).lines;
      return (bases.length === 0 ? [from] : bases).map((base) =>
        must('diff', '--no-renames', '--name-only', base, to),
      );
    },
    listReverts,
    listNaming: (commit, target) =>
      must('rev-list', target).filter((by) =>
        readReverts(must('cat-file', 'commit', by)).some(({ reverted }) => commit.startsWith(reverted)),
      ),
  };
}

interface Answer {
  readonly code: number | null;
  readonly lines: string[];
}

type Run = (command: string, args: string[]) => Answer;

function makeRunner(root: string): Run {
  const known = new Map<string, Answer>();
  return (command, args) => {
    const key = [command, ...args].join('\0');
    const told = known.get(key);
    if (told !== undefined) return told;
    const run = spawnSync(command, args, { cwd: requireOwn(root), env: makeEnvironment(), encoding: 'utf8' });
    const answer = { code: run.status, lines: run.stdout.split('\n').filter((line) => line !== '') };
    known.set(key, answer);
    return answer;
  };
}

function hashPatch(run: Run, ...args: string[]): string | null {
  const diff = ['diff-tree', '-p', '-r', '--full-index', '--no-renames', ...args];
  const { lines } = run('sh', ['-c', 'git "$@" | git patch-id --verbatim', 'sh', ...diff]);
  return lines[0]?.split(' ')[0] ?? null;
}

/** What the lines of a commit object say that it reverts. */
function readReverts(lines: readonly string[]): { reverted: string; kept: string | null }[] {
  return lines.flatMap((line, at) => {
    if (!line.startsWith('This reverts commit ')) return [];
    const [reverted = '', reversing] = line.slice('This reverts commit '.length).split(/[,.] ?/);
    const [, kept = null] =
      reversing === 'reversing' ? ((lines[at + 1] ?? '').match(/^changes made to (.*)\.$/) ?? []) : [];
    return [{ reverted, kept }];
  });
}
