import { writeTasks } from './check-claims.ts';
import { commitFiles, makeRepository, runGit } from './make-repository.ts';

/** A repository with commits of each kind, and Commit values that cite them; of its tip HEAD all but one landed. */
export interface SomeHistory {
  readonly root: string;
  /** The first is `this`; the last is absent. */
  readonly values: readonly string[];
  /** Full hashes by what they are. */
  readonly commits: Readonly<
    Record<'first' | 'tick' | 'empty' | 'merge' | 'reverted' | 'open' | 'tip', string>
  >;
}

export function makeHistory(): SomeHistory {
  const root = makeRepository({ 'src/root.txt': 'root\n' });
  const git = (...args: string[]): string => runGit(root, ...args);
  // So that partial clones can be made of it (git-config(1)).
  git('config', 'uploadpack.allowFilter', 'true');
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const first = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'side');
  const side = commitFiles(root, { 'src/side.txt': 'side\n' }, 'Side');
  git('checkout', '--quiet', 'main');
  const tick = commitFiles(
    root,
    { 'src/tick.txt': 'tick\n', 'ROADMAP.md': writeTasks(['this']) },
    'Work and tick',
  );
  const empty = commitFiles(root, {}, 'Nothing');
  git('merge', '--quiet', '--no-ff', '-m', 'Merge side', 'side');
  const merge = git('rev-parse', 'HEAD');
  const named = commitFiles(root, { 'pläne/ROADMAP.md': '# Plan\n' }, 'Ein Plan, schöner');
  const reverted = commitFiles(root, { 'src/bad.txt': 'bad\n' }, 'Bäd');
  git('revert', '--no-edit', reverted);
  const link = `160000,${first},sub`;
  git('update-index', '--add', '--cacheinfo', link);
  git('commit', '--quiet', '--message', 'Move a submodule');
  git('reset', '--quiet', '--hard');
  const linked = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'open');
  git('commit', '--quiet', '--allow-empty', '--message', 'Open');
  const open = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', 'main');
  // A newer roadmap that still has the tick, so that only older versions of it tell which commit carries that.
  const tip = commitFiles(root, { 'ROADMAP.md': writeTasks(['this', 'none (seen)']) }, 'Roadmap');
  const range = `${first.slice(0, 9)}..${linked.slice(0, 9)}`;
  const values = ['this', first, side, empty, merge, named, reverted, range, linked, 'deadbeef00'];
  return { root, values, commits: { first, tick, empty, merge, reverted, open, tip } };
}
