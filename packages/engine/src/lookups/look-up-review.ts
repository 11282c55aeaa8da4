import type { Config, Facts } from '@roadmap-as-code/core';
import { findByPrefix, makePrefixIndex, markAncestors } from '@roadmap-as-code/core/history';
import { findReviewer, listReviewed } from '@roadmap-as-code/core/review-edit';
import { configName, roadmapName } from '../config/names.ts';
import { listNamed } from '../config/roadmap-entries.ts';
import { findCommit } from '../git/find-commit.ts';
import type { Repository } from '../git/find-repository.ts';
import { readHistory } from '../git/read-history.ts';
import { runGit } from '../git/run-git.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { readLog } from '../log/read-log.ts';

/** What git knows of a review: nothing is asked where a roadmap says nothing of one. */
export async function lookUpReview(
  repository: Repository,
  roadmap: LoadedRoadmap,
  config: Config | null,
): Promise<Pick<Facts, 'workSince' | 'tickers'>> {
  const { graph } = roadmap;
  const commits = [...new Set(listReviewed(graph).map(({ commit }) => commit))];
  return {
    workSince:
      commits.length === 0
        ? new Map()
        : await countWork(repository, [graph.path, ...listNamed(config)], commits),
    tickers: findReviewer(graph) !== null ? await listTickers(repository, roadmap) : [],
  };
}

/**
 * How many commits after each of some change more than roadmaps and the config; without those that are not in the history
 * of HEAD. As many git processes for many commits as for one.
 * @param roadmaps paths from the root
 * @param commits hashes, of at least so many digits as tell them apart
 */
async function countWork(
  { folder }: Repository,
  roadmaps: readonly string[],
  commits: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const head = await findCommit(folder, 'HEAD');
  if (head === null) return counts;
  const [{ history }, work] = await Promise.all([
    readHistory(folder, [head], []),
    listWork(folder, head, roadmaps),
  ]);
  const tip = history?.indexes.get(head);
  if (history === null || tip === undefined || work === null) return counts;
  const prefixes = makePrefixIndex(history);
  const inHead = markAncestors(history, tip);
  for (const commit of commits) {
    const [index, ...others] = findByPrefix(prefixes, commit);
    if (index === undefined || others.length > 0 || inHead[index] !== 1) continue;
    const before = markAncestors(history, index);
    counts.set(commit, work.filter((id) => before[history.indexes.get(id) ?? index] !== 1).length);
  }
  return counts;
}

/** Full hashes of the commits of a history that change more than roadmaps and the config; null where git can't say. */
async function listWork(folder: string, head: string, roadmaps: readonly string[]): Promise<string[] | null> {
  const others = [configName, ...roadmaps].map((path) => `:(top,exclude,literal)${path}`);
  const specs = [':(top)', ...others, `:(top,exclude,glob)**/${roadmapName}`];
  const run = await runGit(folder, ['rev-list', '--no-merges', head, '--', ...specs]);
  if (run.code !== 0) return null;
  return run.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

/** Names of those whose commits took a task to done. */
export async function listTickers(repository: Repository, roadmap: LoadedRoadmap): Promise<string[]> {
  const { transitions } = await readLog(repository, [roadmap], { tasks: [], limit: null });
  const names = transitions
    .filter(({ to }) => to === 'done')
    .map(({ author }) => (author ?? '').replace(/\s*<[^<>]*>\s*$/, '').trim());
  return [...new Set(names)].filter((name) => name !== '');
}
