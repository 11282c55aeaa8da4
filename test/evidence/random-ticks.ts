import { expect } from '@jest/globals';
import type { Fact } from '@roadmap-as-code/core';
import fc from 'fast-check';
import { askGit } from '../support/ask-git.ts';
import { writeFiles } from '../support/make-folder.ts';
import { makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { type PlannedCommit, writeHistory, writtenRef } from '../support/write-history.ts';
import { holdWork } from './hold-work.ts';
import { checkEachWay, endOnFailure, seed } from './random-histories.ts';

/** A task of one version of the roadmap. */
interface Task {
  readonly id: string;
  readonly title: string;
  readonly box: 'x' | ' ';
  readonly status: string;
  readonly commit: string;
}

/** One version of the roadmap; null where there is none. */
type Version = { readonly tasks: readonly Task[]; readonly end: '\n' | '\r\n'; readonly note: number } | null;

const EDITS = [
  'tick',
  'tick',
  'tick',
  'untick',
  'fail',
  'title',
  'status',
  'other commit',
  'note',
  'line ends',
  'order',
  'drop',
  'no file',
  'nothing',
] as const;

const choice = fc.noBias(fc.nat(9999));
const TASKS = 4;

const edit = fc.record({ what: fc.constantFrom(...EDITS), task: fc.nat({ max: TASKS - 1 }), choice });
const step = fc.record({
  kind: fc.constantFrom('commit', 'commit', 'commit', 'commit', 'branch', 'merge', 'merge'),
  branch: choice,
  other: choice,
  /** Which side a merge takes, before its own edits. */
  side: fc.constantFrom('first', 'second', 'both'),
  edits: fc.array(edit, { maxLength: 2 }),
  work: fc.boolean(),
});
const randomTicks = fc.record({
  steps: fc.noBias(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' })),
  /** What is edited and not committed. */
  rest: fc.array(edit, { maxLength: 2 }),
});
type TicksModel = typeof randomTicks extends fc.Arbitrary<infer T> ? T : never;
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** Ticks tasks in random histories, and holds the carrier of each tick to how the history was made. */
export async function holdRandomTicks(runs: number): Promise<void> {
  await fc.assert(fc.asyncProperty(randomTicks, holdTicks), { seed, numRuns: runs, endOnFailure });
}

async function holdTicks(model: TicksModel): Promise<void> {
  const { commits, versions, tip } = planTicks(model);
  const root = makeUnbornRepository();
  const hashes = await writeHistory(root, commits);
  const hashOf = (place: number | null): string | null => (place === null ? null : (hashes[place] ?? ''));
  runGit(root, 'update-ref', 'refs/heads/main', hashOf(tip) ?? '');
  runGit(root, 'update-ref', '-d', writtenRef);
  const now = model.rest.reduce(applyEdit, versions[tip] ?? START);
  const roadmap = now ?? START;
  writeFiles(root, { 'ROADMAP.md': print(roadmap) });
  const { facts } = await checkEachWay(root);
  const asked = (roadmap?.tasks ?? []).filter(({ commit }) => commit === THIS);
  expect(facts.map(({ task }) => task)).toEqual(asked.map(({ id }) => id));
  const held = { git: askGit(root), target: hashOf(tip) ?? '', isNamed: false, roadmaps: [], all: [] };
  for (const [at, task] of asked.entries()) {
    const carrier = hashOf(findCarrier(task, tip, commits, versions));
    const fact = facts[at] as Fact;
    const known = { task: task.id, kind: 'this', refs: [], missing: [], commit: carrier };
    if (carrier === null) expect(fact).toMatchObject({ ...known, fact: 'pending', how: null, changes: null });
    else {
      expect(fact).toMatchObject({ ...known, fact: 'landed', how: 'ancestor' });
      holdWork(fact, carrier, held);
    }
  }
}

/** The commit whose version has the tick where no parent's has; of parents that have it, the first. */
function findCarrier(
  task: Task,
  tip: number,
  commits: readonly PlannedCommit[],
  versions: readonly Version[],
): number | null {
  const has = (place: number): boolean =>
    versions[place]?.tasks.some(
      (one) => one.id === task.id && one.commit === THIS && stateOf(one) === stateOf(task),
    ) === true;
  if (!has(tip)) return null;
  for (let at = tip; ; ) {
    const parent = commits[at]?.parents.find(has);
    if (parent === undefined) return at;
    at = parent;
  }
}

const stateOf = ({ box, status }: Task): string => (status.startsWith('FAILED') ? 'failed' : box);

const THIS = 'this';
const START: Version = {
  tasks: Array.from({ length: TASKS }, (_, at) => ({
    id: `P0.${at + 1}`,
    title: 'Task',
    box: ' ',
    status: 'open',
    commit: 'none (not yet)',
  })),
  end: '\n',
  note: 0,
};

function planTicks({ steps }: TicksModel): { commits: PlannedCommit[]; versions: Version[]; tip: number } {
  const commits: PlannedCommit[] = [];
  const versions: Version[] = [];
  const add = (parents: readonly number[], version: Version, isWork: boolean): number => {
    const at = commits.length;
    const tree = new Map(commits[parents[0] ?? -1]?.tree ?? []);
    if (version === null) tree.delete('ROADMAP.md');
    else tree.set('ROADMAP.md', { content: print(version) });
    if (isWork) tree.set('src/work.txt', { content: `${at}\n` });
    versions.push(version);
    return commits.push({ parents, tree, message: () => `Step ${at}\n`, time: TIME + (at >> 1) * 60 }) - 1;
  };
  const branches = [add([], START, true)];
  for (const one of steps) {
    const branch = one.branch % branches.length;
    const tip = branches[branch] ?? 0;
    const other = branches[one.other % branches.length] ?? 0;
    const mine = versions[tip] ?? null;
    if (one.kind === 'branch') {
      if (branches.length < MOST_BRANCHES) branches.push(tip);
    } else if (one.kind === 'commit')
      branches[branch] = add([tip], one.edits.reduce(applyEdit, mine), one.work);
    else if (other !== tip) {
      const theirs = versions[other] ?? null;
      const merged = { first: mine, second: theirs, both: merge(mine, theirs) }[one.side];
      branches[branch] = add([tip, other], one.edits.slice(1).reduce(applyEdit, merged), one.work);
    }
  }
  return { commits, versions, tip: branches[0] ?? 0 };
}

const TIME = 1_767_323_045;
const MOST_BRANCHES = 4;

/** The tasks of both sides, ticked where either has ticked them. */
function merge(mine: Version, theirs: Version): Version {
  if (mine === null || theirs === null) return mine ?? theirs;
  const tasks = mine.tasks.map((task) => {
    const other = theirs.tasks.find(({ id }) => id === task.id);
    return task.box !== 'x' && other?.box === 'x' ? other : task;
  });
  return { ...mine, tasks };
}

function applyEdit(version: Version, { what, task: at, choice: number }: Edit): Version {
  if (version === null) return what === 'tick' ? START : null;
  const id = `P0.${at + 1}`;
  const change = (changes: Partial<Task>): Version => ({
    ...version,
    tasks: version.tasks.map((one) => (one.id === id ? { ...one, ...changes } : one)),
  });
  switch (what) {
    case 'tick':
      return change({ box: 'x', commit: THIS, status: 'seen' });
    case 'untick':
      return change({ box: ' ', status: 'open' });
    case 'fail':
      return change({ commit: THIS, status: 'FAILED: no' });
    case 'title':
      return change({ title: `Task ${number}` });
    case 'status':
      return change({ status: `seen ${number}` });
    case 'other commit':
      return change({ commit: 'none (by hand)' });
    case 'note':
      return { ...version, note: number };
    case 'line ends':
      return { ...version, end: version.end === '\n' ? '\r\n' : '\n' };
    case 'order':
      return { ...version, tasks: [...version.tasks].reverse() };
    case 'drop':
      return { ...version, tasks: version.tasks.filter((one) => one.id !== id) };
    case 'no file':
      return number % 4 === 0 ? null : version;
    case 'nothing':
      return version;
  }
}

function print(version: Version): string {
  const { tasks, end, note } = version ?? { tasks: [], end: '\n', note: 0 };
  const lines = tasks.flatMap(({ id, title, box, status, commit }) => [
    `- [${box}] **${id}** ${title}`,
    `  - Commit: ${commit}`,
    `  - Status: ${status}`,
  ]);
  return [`# Plan ${note}`, '', '### P0 — Work', '', ...lines, ''].join(end);
}
