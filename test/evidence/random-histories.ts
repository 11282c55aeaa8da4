import { execFileSync } from 'node:child_process';
import { expect } from '@jest/globals';
import type { CheckReport } from '@roadmap-as-code/core';
import fc from 'fast-check';
import { askGit } from '../support/ask-git.ts';
import { makeEnvironment } from '../support/environment.ts';
import { requireOwn, writeFiles } from '../support/make-folder.ts';
import { makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { writeHistory, writtenRef } from '../support/write-history.ts';
import { holdToGit } from './hold-to-git.ts';
import { type HistoryModel, type Plan, planHistory, randomHistory } from './random-history.ts';

/** The same histories in every run; FC_SEED=<number> makes others. */
export const seed: number = Number(process.env['FC_SEED'] ?? 20_261_121);

/** A run takes seconds, so that only who asks for it waits for a smaller case. */
export const endOnFailure: boolean = process.env['FC_SHRINK'] === undefined;

/** Makes random histories, cites everything in them, and holds every fact to what git says. */
export async function holdRandomHistories(runs: number): Promise<void> {
  await fc.assert(fc.asyncProperty(randomHistory, holdHistory), { seed, numRuns: runs, endOnFailure });
}

async function holdHistory(model: HistoryModel): Promise<void> {
  const plan = planHistory(model);
  const root = makeUnbornRepository();
  const hashes = await writeHistory(root, plan.commits, plan.tags);
  const objects = pointRefs(root, plan, hashes);
  const claims = listClaims(root, model, hashes, objects);
  const config = `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    target: ${model.target}\n`;
  writeFiles(root, {
    'ROADMAP.md': printRoadmap(claims),
    ...(model.target === null ? {} : { 'roadmap.yaml': config }),
  });
  const report = await checkEachWay(root);
  const git = askGit(root);
  const isNamed = model.target !== null;
  const roadmaps = [
    isNamed ? ':(exclude)ROADMAP.md' : ':(exclude,glob)**/ROADMAP.md',
    ':(exclude)roadmap.yaml',
  ];
  const held = { git, target: git.commitOf(model.target ?? 'HEAD'), isNamed, roadmaps, all: hashes };
  expect(report.facts.map(({ claim }) => claim)).toEqual(claims);
  for (const fact of report.facts) holdToGit(fact, held);
}

/** The report, which is the same whether refs are packed or not, and with a commit-graph or without. */
export async function checkEachWay(root: string): Promise<CheckReport> {
  const check = () => runRoadmap(root, ['check', 'ROADMAP.md', '--json']);
  const plain = await check();
  expect(plain.stderr).toBe('');
  runGit(root, 'pack-refs', '--all');
  const packed = await check();
  expect(packed).toEqual(plain);
  runGit(root, 'commit-graph', 'write', '--reachable', '--changed-paths');
  const graphed = await check();
  expect(graphed).toEqual(plain);
  return readOutput('check', plain);
}

/** Makes the refs in one process. Gives back hashes of what is no commit. */
function pointRefs(root: string, { refs, head }: Plan, hashes: readonly string[]): string[] {
  const hashOf = (place: number): string => hashes[place] ?? '';
  const [tree = '', blob = ''] = runGit(
    root,
    'rev-parse',
    `${hashOf(0)}^{tree}`,
    `${hashOf(0)}:src/start.txt`,
  ).split('\n');
  const lines = [...refs].map(([ref, place]) => `create ${ref} ${hashOf(place)}\n`);
  const input = [
    ...lines,
    `delete ${writtenRef}\n`,
    `create refs/tags/a-tree ${tree}\n`,
    `create refs/tags/a-blob ${blob}\n`,
  ];
  execFileSync('git', ['update-ref', '--stdin'], {
    cwd: requireOwn(root),
    env: makeEnvironment(),
    input: input.join(''),
  });
  if (head.ref === null) runGit(root, 'update-ref', '--no-deref', 'HEAD', hashOf(head.commit));
  else runGit(root, 'symbolic-ref', 'HEAD', head.ref);
  if ([...refs.keys()].some((ref) => ref.startsWith('refs/remotes/')))
    runGit(root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/b1');
  const tags = runGit(root, 'for-each-ref', '--format=%(objecttype) %(objectname)', 'refs/tags')
    .split('\n')
    .flatMap((line) => (line.startsWith('tag ') ? [line.slice(4)] : []));
  return [tree, blob, ...tags];
}

/** Every commit, with more or fewer digits, ranges, and what is no commit. */
function listClaims(
  root: string,
  { ranges }: HistoryModel,
  hashes: readonly string[],
  objects: readonly string[],
): string[] {
  const ids = runGit(root, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
  /** So many digits, or as many more as tell it from everything else. */
  const shorten = (hash: string, digits: number): string => {
    const short = hash.slice(0, digits);
    return ids.some((id) => id !== hash && id.startsWith(short)) ? shorten(hash, digits + 1) : short;
  };
  const cite = (hash: string, at: number): string =>
    [hash, shorten(hash, 7), shorten(hash, 10), shorten(hash, 8).toUpperCase()][at % 4] ?? hash;
  const commits = hashes.map((hash, at) => cite(hash, at));
  const ends = ranges.map(([from, to], at) => {
    const [start, end] = [from, to].map((pick) => pick % hashes.length).sort((a, b) => a - b);
    const [first = '', last = ''] = [hashes[start ?? 0], hashes[end ?? 0]];
    // Most begin with the older one, as people write them.
    const [a, b] = at % 5 === 0 ? [last, first] : [first, last];
    return `${cite(a, at)}..${cite(b, from)}`;
  });
  const [any = '', absent = ABSENT] = [commits[0], ABSENT];
  const odd = objects.flatMap((object) => [object, `${any}..${object}`, `${object}..${any}`]);
  return [
    ...commits,
    ...ends,
    ...odd,
    absent,
    `${absent}..${any}`,
    `${any}..${absent}`,
    `${absent}..${OTHER}`,
    `${absent}..${absent}`,
    `${objects[0]}..${absent}`,
  ];
}

const ABSENT = 'deadbeef00';
const OTHER = '0badcafe00';

/** A roadmap of done tasks, one for each claim. */
function printRoadmap(claims: readonly string[]): string {
  const tasks = claims.map((claim, at) => `- [x] **P0.${at + 1}** t\n  - Commit: ${claim}\n  - Status: x\n`);
  return `### P0 — Work\n\n${tasks.join('')}`;
}
