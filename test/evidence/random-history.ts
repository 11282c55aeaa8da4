import fc from 'fast-check';
import type { PlannedCommit, PlannedTag, Tree } from '../support/write-history.ts';

/** What a commit does to the files. */
const CHANGES = [
  'work',
  'work',
  'work',
  'roadmap',
  'other roadmap',
  'config',
  'work and roadmap',
  'nothing',
  'removal',
  'move',
  'moved roadmap',
  'mode',
  'submodule',
] as const;

const KINDS = [
  'commit',
  'commit',
  'commit',
  'branch',
  'root',
  'merge',
  'merge',
  'merge to main',
  'merge to main',
  'revert',
  'revert',
  'revert',
  'amend',
  'pick',
  'pick',
  'squash',
  'squash',
] as const;

/** What becomes of a branch in the end. */
const ENDS = [
  'head',
  'remote',
  'head and remote',
  'gone',
  'gone',
  'tag',
  'annotated tag',
  'pull',
  'own',
] as const;

/** Numbers that choose among what there is when the step is made. */
const choice = fc.noBias(fc.nat(9999));

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  change: fc.constantFrom(...CHANGES),
  branch: choice,
  commit: choice,
  others: fc.array(choice, { minLength: 1, maxLength: 3 }),
  /** Clocks go wrong: added to the time of the commit. */
  seconds: fc.integer({ min: -90, max: 90 }),
});

export const randomHistory: fc.Arbitrary<HistoryModel> = fc.record({
  steps: fc.noBias(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' })),
  ends: fc.array(fc.constantFrom(...ENDS), { minLength: 12, maxLength: 12 }),
  ranges: fc.array(fc.tuple(choice, choice), { minLength: 25, maxLength: 25 }),
  head: fc.constantFrom('main', 'main', 'detached', 'other'),
  target: fc.option(fc.constantFrom('main', 'refs/heads/main')),
});

export interface HistoryModel {
  readonly steps: readonly {
    readonly kind: (typeof KINDS)[number];
    readonly change: (typeof CHANGES)[number];
    readonly branch: number;
    readonly commit: number;
    readonly others: readonly number[];
    readonly seconds: number;
  }[];
  readonly ends: readonly (typeof ENDS)[number][];
  readonly ranges: readonly (readonly [number, number])[];
  readonly head: 'main' | 'detached' | 'other';
  /** The target of the config. */
  readonly target: string | null;
}

/** A history, ready to be written. */
export interface Plan {
  readonly commits: readonly PlannedCommit[];
  readonly tags: readonly PlannedTag[];
  /** By full name, the place of the commit. */
  readonly refs: ReadonlyMap<string, number>;
  /** Place of the commit that HEAD is at, and the branch that it is on. */
  readonly head: { readonly commit: number; readonly ref: string | null };
}

type Step = HistoryModel['steps'][number];

export function planHistory(model: HistoryModel): Plan {
  const start: PlannedCommit = {
    parents: [],
    tree: new Map([['src/start.txt', { content: 'start\n' }]]),
    message: () => 'Start\n',
    time: TIME,
  };
  const commits: PlannedCommit[] = [start];
  /** The places of their tips; main is the first. */
  const branches: number[] = [0];
  for (const one of model.steps) takeStep(one, commits, branches);
  return { commits, ...endBranches(model, branches) };
}

const TIME = 1_767_323_045;

function takeStep(step: Step, commits: PlannedCommit[], branches: number[]): void {
  const isToMain = step.kind === 'merge to main' || step.kind === 'squash';
  const branch = isToMain ? 0 : step.branch % branches.length;
  const tip = branches[branch] ?? 0;
  const tree = commits[tip]?.tree ?? new Map();
  const name = `Step ${commits.length}`;
  const add = (one: Pick<PlannedCommit, 'parents' | 'tree'>, body: PlannedCommit['message']): number => {
    // Some have the time of others.
    const time = TIME + Math.floor(commits.length / 3) * 60 + step.seconds;
    return commits.push({ ...one, time, message: (hashes) => `${name}\n\n${body(hashes)}` }) - 1;
  };
  const noBody = (): string => '';
  switch (step.kind) {
    case 'commit':
      branches[branch] = add({ parents: [tip], tree: change(tree, step, name) }, noBody);
      break;
    case 'branch':
      if (branches.length < MOST_BRANCHES) branches.push(step.commit % commits.length);
      break;
    case 'root':
      if (branches.length < MOST_BRANCHES && step.commit % 3 === 0)
        branches.push(add({ parents: [], tree: change(new Map(), step, name) }, noBody));
      break;
    case 'amend':
      branches[branch] = add(
        { parents: commits[tip]?.parents ?? [], tree: change(tree, step, name) },
        noBody,
      );
      break;
    case 'pick':
    case 'squash': {
      // Half of the picks are of what is young.
      const young = commits.length - 1 - (step.commit % Math.min(commits.length, 6));
      const picked = step.commit % 2 === 0 ? step.commit % commits.length : young;
      const source = step.kind === 'pick' ? picked : (branches[(step.others[0] ?? 0) % branches.length] ?? 0);
      const base = step.kind === 'pick' ? commits[picked]?.parents[0] : findBase(commits, tip, source);
      const [from, to] = [commits[base ?? -1]?.tree ?? new Map(), commits[source]?.tree ?? new Map()];
      branches[branch] = add({ parents: [tip], tree: applyChange(tree, from, to) }, noBody);
      break;
    }
    case 'revert': {
      const reverted = [step.commit, ...step.others.slice(2)].map((pick, at) =>
        // Half of them take back what is young, so that reverts are reverted, too.
        pick % 2 === at ? pick % commits.length : commits.length - 1 - (pick % Math.min(commits.length, 6)),
      );
      const body: PlannedCommit['message'] = (hashes) =>
        reverted.map((one, at) => printRevert(commits, hashes, one, step.others[at] ?? 0)).join('\n');
      branches[branch] = add({ parents: [tip], tree: change(tree, step, name) }, body);
      break;
    }
    case 'merge':
    case 'merge to main': {
      const picked = step.others.map((pick) => branches[pick % branches.length] ?? 0);
      const others = [...new Set(picked)].filter((one) => one !== tip);
      if (others.length > 0) {
        const trees = others.map((one) => commits[one]?.tree ?? new Map());
        const merged = [
          tree,
          new Map([tree, ...trees].flatMap((one) => [...one])),
          trees[0] ?? tree,
          change(tree, step, name),
        ][step.commit % 4];
        branches[branch] = add({ parents: [tip, ...others], tree: merged ?? tree }, noBody);
      }
    }
  }
}

const MOST_BRANCHES = 12;

/** The place of the youngest commit that both have; undefined where there is none. */
function findBase(commits: readonly PlannedCommit[], one: number, other: number): number | undefined {
  const listHistory = (tip: number): Set<number> => {
    const found = new Set([tip]);
    for (const place of found) for (const parent of commits[place]?.parents ?? []) found.add(parent);
    return found;
  };
  const mine = listHistory(one);
  return [...listHistory(other)].filter((place) => mine.has(place)).sort((a, b) => b - a)[0];
}

/** What differs between two trees, done to a third. */
function applyChange(tree: Tree, from: Tree, to: Tree): Tree {
  const changed = new Map(tree);
  for (const path of new Set([...from.keys(), ...to.keys()])) {
    const [before, after] = [from.get(path), to.get(path)];
    if (before?.content === after?.content && before?.mode === after?.mode) continue;
    if (after === undefined) changed.delete(path);
    else changed.set(path, after);
  }
  return changed;
}

/** As git-revert(1) writes it, now and then with fewer digits. */
function printRevert(
  commits: readonly PlannedCommit[],
  hashes: readonly string[],
  reverted: number,
  choice: number,
): string {
  const print = (place: number): string => (hashes[place] ?? '').slice(0, choice % 3 === 0 ? 12 : 40);
  const parents = commits[reverted]?.parents ?? [];
  const kept = parents[choice % parents.length];
  // Without -m, as by hand.
  return parents.length < 2 || kept === undefined || choice % 5 === 0
    ? `This reverts commit ${print(reverted)}.\n`
    : `This reverts commit ${print(reverted)}, reversing\nchanges made to ${print(kept)}.\n`;
}

function change(before: Tree, { change, commit }: Step, text: string): Tree {
  const tree = new Map(before);
  const content = `${text}\n`;
  const [path = 'src/none.txt'] = [...tree.keys()].filter((one) => one.startsWith('src/'));
  const file = tree.get(path) ?? { content };
  switch (change) {
    case 'work':
      return tree.set(`src/${commit % 3}.txt`, { content });
    case 'roadmap':
      return tree.set('ROADMAP.md', { content });
    case 'other roadmap':
      return tree.set('docs/ROADMAP.md', { content });
    case 'config':
      return tree.set('roadmap.yaml', { content });
    case 'work and roadmap':
      return tree.set('src/both.txt', { content }).set('ROADMAP.md', { content });
    case 'nothing':
      return tree;
    case 'removal':
      tree.delete(path);
      return tree;
    case 'move':
      tree.delete(path);
      return tree.set(`src/moved ${commit % 5} ü.txt`, file);
    case 'moved roadmap':
      tree.delete(path);
      return tree.set('ROADMAP.md', file);
    case 'mode':
      return tree.set(path, { ...file, mode: file.mode === '100755' ? '100644' : '100755' });
    case 'submodule':
      return tree.set('lib', { content: commit.toString(16).padStart(40, 'a'), mode: '160000' });
  }
}

function endBranches({ ends, head }: HistoryModel, branches: readonly number[]): Omit<Plan, 'commits'> {
  const refs = new Map<string, number>([['refs/heads/main', branches[0] ?? 0]]);
  const tags: PlannedTag[] = [];
  for (const [at, tip] of branches.entries()) {
    const end = at === 0 ? 'head' : ends[at % ends.length];
    if (at > 0 && (end === 'head' || end === 'head and remote')) refs.set(`refs/heads/topic/b${at}`, tip);
    if (end === 'remote' || end === 'head and remote') refs.set(`refs/remotes/origin/b${at}`, tip);
    if (end === 'tag') refs.set(`refs/tags/v${at}`, tip);
    if (end === 'annotated tag') tags.push({ name: `v${at}`, commit: tip });
    if (end === 'pull') refs.set(`refs/pull/${at}/head`, tip);
    // What git and its tools keep for themselves is no place to be pending.
    if (end === 'own') refs.set(OWN[at % OWN.length] ?? '', tip);
  }
  const [main = 0, other = main] = branches;
  if (head === 'detached') return { refs, tags, head: { commit: other, ref: null } };
  const ref = head === 'other' && refs.has('refs/heads/topic/b1') ? 'refs/heads/topic/b1' : 'refs/heads/main';
  return { refs, tags, head: { commit: refs.get(ref) ?? main, ref } };
}

const OWN = ['refs/stash', 'refs/notes/a/b', 'refs/original/refs/heads/main', 'refs/roadmap/cache'];
