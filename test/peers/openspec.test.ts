import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Roadmap } from '@roadmap-as-code/core';
import { listOwn, listReal } from '../corpus/truth.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { type Differences, expectCompared, holdDifferences } from './hold-differences.ts';
import { installPeer, type Peer } from './install-peer.ts';

const VERSION = '1.13.2';

const COMMENTED = 'a comment is not shown; the peer takes each line by itself, as it says in its source';
const FENCED = 'code is an example; the peer takes each line by itself, as it says in its source';
const NO_BOX =
  'its writer meant a box; GFM shows none (a blank, x or X, and a blank behind it), and neither do we';

/** A box without text: the peer counts it, but shows it among no tasks. */
const NAMELESS = '[ ] ';

/** The tasks on which the two differ. Everything else agrees, task by task. */
const KNOWN: Differences = {
  'openspec/orchard-sensors/openspec/changes/add-frost-alarm/tasks.md': [
    { ours: null, theirs: '[ ] T-ORCH-09 is drawn only', right: 'ours', why: FENCED },
  ],
  'openspec/seed-library/openspec/changes/archive/2025-03-04-fix-label-printing/tasks.md': [
    { ours: null, theirs: '[ ] print nothing here', right: 'ours', why: FENCED },
  ],
  'openspec/winter-garden/openspec/changes/mend-the-frames/tasks.md': [
    {
      ours: '[ ] 2.5 Hang the door',
      theirs: null,
      right: 'ours',
      why: 'a box with a word is a task; the peer leaves it out, so that it need not tell it from a link',
    },
    { ours: null, theirs: '[x] 2.6 Oil the hinges', right: 'theirs', why: NO_BOX },
    { ours: null, theirs: '[ ] 2.7 Sweep the floor', right: 'theirs', why: NO_BOX },
    { ours: null, theirs: '[x] 2.8 Close the vents', right: 'theirs', why: NO_BOX },
    { ours: null, theirs: '[ ] 2.10 Heat the beds', right: 'ours', why: COMMENTED },
    { ours: null, theirs: NAMELESS, right: 'ours', why: 'a box without any text says nothing to do' },
  ],
};

const own = listOwn().filter(({ name }) => name.startsWith('openspec/'));
const real = listReal().filter(({ name }) => name.startsWith('openspec/'));
const plans = [...own, ...real].map((plan) => {
  const change = plan.path.split('/').at(-2) ?? '';
  // The peer lists no archive, so what is archived stands among the changes.
  return { ...plan, change, path: `openspec/changes/${change}/tasks.md` };
});

interface Counts {
  readonly totalTasks: number;
  readonly completedTasks: number;
}

let peer: Peer;
let root: string;
let listed: ReadonlyMap<string, Counts>;

beforeAll(async () => {
  peer = await installPeer('@fission-ai/openspec', VERSION, 'bin/openspec.js');
  root = makeRepository(
    Object.fromEntries(
      plans.flatMap(({ change, path, bytes }) => [
        [path, bytes],
        [
          `openspec/changes/${change}/proposal.md`,
          '## Why\n\nIt is due.\n\n## What Changes\n\n- All of it\n',
        ],
      ]),
    ),
  );
  const { changes } = JSON.parse(await peer.run(root, 'list', '--json')) as {
    changes: (Counts & { name: string })[];
  };
  listed = new Map(changes.map((change) => [change.name, change]));
});

test('the differences are of files that are compared, and the peer lists each of these', () => {
  expectCompared(KNOWN, own, real);
  expect(own.length).toBeGreaterThanOrEqual(4);
  expect([...listed.keys()].sort()).toEqual(plans.map(({ change }) => change).sort());
});

describe.each(plans)('what OpenSpec reads of $name', ({ name, change, path, bytes }) => {
  const known = KNOWN[name] ?? [];
  let ours: string[];
  beforeAll(async () => {
    const { roadmap } = readOutput('roadmap', await runRoadmap(root, ['export', path, '--json']));
    expect(roadmap.dialect).toBe('openspec');
    ours = listTasksOf(roadmap, bytes);
  });

  test('is as many tasks, and as many of them done', () => {
    const { totalTasks, completedTasks } = listed.get(change) ?? {};
    const missed = known.flatMap(({ theirs }) => theirs ?? []);
    const more = known.flatMap((one) => one.ours ?? []);
    expect({ totalTasks, completedTasks }).toEqual({
      totalTasks: ours.length + missed.length - more.length,
      completedTasks: countDone(ours) + countDone(missed) - countDone(more),
    });
  });

  test('is the same tasks, in the same order', async () => {
    const output = await peer.run(root, 'instructions', 'apply', '--change', change, '--json');
    const { tasks } = JSON.parse(output) as { tasks: { description: string; done: boolean }[] };
    holdDifferences(
      ours,
      tasks.map(({ done, description }) => `[${done ? 'x' : ' '}] ${description}`),
      known.filter(({ theirs }) => theirs !== NAMELESS),
    );
  });
});

function countDone(lines: readonly string[]): number {
  return lines.filter((line) => line.startsWith('[x]')).length;
}

/** Each task as its line has it behind the box, and whether it is done. */
function listTasksOf(roadmap: Roadmap, bytes: Buffer): string[] {
  return roadmap.phases
    .flatMap(({ tasks }) => tasks)
    .map(({ state, boxSpan }) => {
      const rest = bytes.subarray(boxSpan.end + ']'.length).toString();
      return `[${state === 'done' ? 'x' : ' '}] ${(rest.split('\n')[0] ?? '').trim()}`;
    });
}
