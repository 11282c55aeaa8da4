import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { writeFiles } from '../support/make-folder.ts';
import { makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { type PlannedCommit, writeHistory } from '../support/write-history.ts';

const BOXES = { todo: ' ', done: 'x', partial: '~', blocked: '!' } as const;
type State = keyof typeof BOXES;
/** States by ids; null where there is no roadmap. */
type Version = ReadonlyMap<string, State> | null;
type Change = readonly [id: string, from: State | null, to: State | null];

const IDS = ['P0.1', 'P0.2', 'P0.3'] as const;
const edit = fc.record({
  id: fc.constantFrom(...IDS),
  to: fc.constantFrom<State | null>('todo', 'done', 'done', 'partial', 'blocked', null),
});
const step = fc.record({
  kind: fc.constantFrom('commit', 'commit', 'branch', 'merge'),
  /** Which commits it comes of, counted from the last. */
  parents: fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 5 })),
  /** What a merge takes, before its own edits. */
  side: fc.constantFrom('both', 'first', 'second'),
  edits: fc.array(edit, { maxLength: 2 }),
  isGone: fc.constantFrom(false, false, false, false, false, false, false, true),
});

interface Made extends PlannedCommit {
  readonly version: Version;
}

function print(version: Version, place: number): string {
  const tasks = [...(version ?? [])].map(([id, state]) => `- [${BOXES[state]}] **${id}** Task\n`);
  return `### P0 — Work\n\n${tasks.join('')}\nVersion ${place}\n`;
}

function makeCommit(parents: readonly number[], version: Version, place: number): Made {
  const file = { content: print(version, place) };
  const tree = new Map(version === null ? [] : [['ROADMAP.md', file]]).set('work.txt', {
    content: `${place}\n`,
  });
  return { parents, tree, message: () => `Step ${place}\n`, time: 1_767_323_045 + place, version };
}

function planHistory(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): Made[] {
  const made = [makeCommit([], new Map(IDS.map((id) => [id, 'todo'])), 0)];
  for (const { kind, parents: back, side, edits, isGone } of steps) {
    const place = made.length;
    const [one, two] = back.map((count) => Math.max(0, place - 1 - count)) as [number, number];
    const first = kind === 'commit' ? place - 1 : one;
    const parents = kind === 'merge' && two !== first ? [first, two] : [first];
    const [ours, theirs] = parents.map((parent) => made[parent]?.version ?? null) as [Version, Version?];
    const taken =
      theirs === undefined || side === 'first' ? ours : side === 'second' ? theirs : mix(ours, theirs);
    const version = new Map(taken ?? []);
    for (const { id, to } of edits) {
      if (to === null) version.delete(id);
      else version.set(id, to);
    }
    made.push(makeCommit(parents, isGone ? null : version, place));
  }
  // So that all of it is in the history of the last one.
  const tips = made
    .map((_, place) => place)
    .filter((place) => !made.some(({ parents }) => parents.includes(place)));
  for (const tip of tips.slice(0, -1)) {
    const last = made.length - 1;
    made.push(makeCommit([last, tip], made[last]?.version ?? null, made.length));
  }
  return made;
}

function mix(ours: Version, theirs: Version): Version {
  return ours === null || theirs === null ? (ours ?? theirs) : new Map([...theirs, ...ours]);
}

/** By definition, task by task: what no parent explains; of a merge, what the side that changed the task does not. */
function listChanges(after: Version, parents: readonly Version[], base: Version): Change[] {
  return IDS.flatMap((id): Change[] => {
    const stateOf = (version: Version): State | null => version?.get(id) ?? null;
    const states = parents.map(stateOf);
    const changed = states.filter((state) => state !== stateOf(base));
    const fair =
      parents.length !== 2
        ? states
        : changed.length === 1
          ? changed
          : changed.length === 0
            ? [stateOf(base)]
            : states;
    const to = stateOf(after);
    if (fair.length === 0 ? to === null : fair.includes(to)) return [];
    return [[id, fair.find((state) => state !== null) ?? null, to]];
  });
}

test('a log of a random history tells what each commit did, by definition', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.noBias(fc.array(step, { minLength: 6, maxLength: 24, size: 'max' })),
      async (steps) => {
        const root = makeUnbornRepository();
        const made = planHistory(steps);
        const hashes = await writeHistory(root, made);
        runGit(root, 'update-ref', 'refs/heads/main', hashes.at(-1) ?? '');
        runGit(root, 'reset', '--quiet', '--hard');
        const entry = '{path: ROADMAP.md, dialect: execution}';
        writeFiles(root, { 'roadmap.yaml': `version: 1\nroadmaps: [${entry}]\n` });
        if (made.at(-1)?.version === null) writeFiles(root, { 'ROADMAP.md': '' });
        const told = new Map<string, Change[]>();
        const run = await runRoadmap(root, ['log', 'ROADMAP.md', '--json']);
        const { transitions, gaps } = readOutput('log', run);
        expect(gaps).toEqual([]);
        for (const { commit, task, from, to } of transitions) {
          const change: Change = [task, from as State | null, to as State | null];
          told.set(commit, [...(told.get(commit) ?? []), change]);
        }
        for (const [place, { parents, version }] of made.entries()) {
          const ends = parents.map((parent) => hashes[parent] ?? '');
          const bases = ends.length === 2 ? runGit(root, 'merge-base', '--all', ...ends).split('\n') : [];
          // Where there are several, git makes one of them, and the log takes any.
          if (bases.length > 1) continue;
          const base = made[hashes.indexOf(bases[0] ?? '')]?.version ?? null;
          const changes = listChanges(
            version,
            parents.map((parent) => made[parent]?.version ?? null),
            base,
          );
          expect([place, [...(told.get(hashes[place] ?? '') ?? [])].sort()]).toEqual([place, changes.sort()]);
        }
      },
    ),
    { seed: Number(process.env['FC_SEED'] ?? 20_261_121), numRuns: 8, endOnFailure: true },
  );
});
