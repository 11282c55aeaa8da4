import type { Facts } from '@roadmap-as-code/core';
import { findReviewer, listReviewed } from '@roadmap-as-code/core/review-edit';
import { configName, roadmapName } from '../config/read-config.ts';
import { findCommit } from '../git/find-commit.ts';
import type { Repository } from '../git/find-repository.ts';
import { runGit } from '../git/run-git.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { readLog } from '../log/read-log.ts';

/** Commits that a roadmap says were reviewed; those past it are not looked at. */
const MOST_COMMITS = 20;

/** What git knows of a review: nothing is asked where a roadmap says nothing of one. */
export async function lookUpReview(
  repository: Repository,
  roadmap: LoadedRoadmap,
): Promise<Pick<Facts, 'workSince' | 'tickers'>> {
  const { graph } = roadmap;
  const commits = [...new Set(listReviewed(graph).map(({ commit }) => commit))].slice(0, MOST_COMMITS);
  const counts = await Promise.all(commits.map((commit) => countWork(repository, roadmap, commit)));
  return {
    workSince: new Map(
      commits.flatMap((commit, at): [string, number][] => {
        const count = counts[at] ?? null;
        return count === null ? [] : [[commit, count]];
      }),
    ),
    tickers: findReviewer(graph) !== null ? await listTickers(repository, roadmap) : [],
  };
}

/** How many commits after one change more than roadmaps and the config; null where it is not in the history of HEAD. */
async function countWork(
  { folder }: Repository,
  { graph }: LoadedRoadmap,
  name: string,
): Promise<number | null> {
  const commit = await findCommit(folder, name);
  if (commit === null) return null;
  if ((await runGit(folder, ['merge-base', '--is-ancestor', commit, 'HEAD'])).code !== 0) return null;
  const others = [
    `:(top,exclude,literal)${graph.path}`,
    `:(top,exclude,literal)${configName}`,
    `:(top,exclude,glob)**/${roadmapName}`,
  ];
  const run = await runGit(folder, [
    'rev-list',
    '--count',
    '--no-merges',
    `${commit}..HEAD`,
    '--',
    ':(top)',
    ...others,
  ]);
  return run.code === 0 ? Number(run.stdout.toString().trim()) : null;
}

/** Names of those whose commits took a task to done. */
export async function listTickers(repository: Repository, roadmap: LoadedRoadmap): Promise<string[]> {
  const { transitions } = await readLog(repository, [roadmap], { tasks: [], limit: null });
  const names = transitions
    .filter(({ to }) => to === 'done')
    .map(({ author }) => (author ?? '').replace(/\s*<[^<>]*>\s*$/, '').trim());
  return [...new Set(names)].filter((name) => name !== '');
}
