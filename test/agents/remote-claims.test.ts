import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { serveGit } from '../gate/serve-git.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { refuse, transit } from '../support/make-plan.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';
import { raceClaims } from './claim-race.ts';
import {
  as,
  findNext,
  holdRace,
  listClaims,
  makeMeeting,
  ORIGIN,
  PLAN,
  plant,
  refOf,
  release,
  writeClaim,
} from './remote-claims.ts';

const _HOLDS = '.git/roadmap/holds.json';

const past = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('of many who claim one task at once, one holds it', () => {
  test('50 commands, each in a clone of its own', async () => holdRace(makeMeeting(50), 50));

  test('12 commands in four clones, over HTTP', async () => {
    const folder = makeFolder('server');
    const server = await serveGit(folder);
    try {
      const meeting = makeMeeting(4, undefined, folder);
      for (const clone of meeting.clones)
        runGit(clone, 'remote', 'set-url', 'origin', `${server.url}/meeting.git`);
      await holdRace(meeting, 12);
    } finally {
      await server.close();
    }
  });

  test('50 with no lock between them', async () => {
    const { bare, clones } = makeMeeting(5);
    const all = await raceClaims(clones, 50, ['P0.1']);
    const winners = all.filter(({ made }) => made.length > 0);
    const [winner] = winners;
    expect(winners).toHaveLength(1);
    expect(listClaims(bare)).toEqual([`${refOf('P0.1')} ${winner?.made[0]?.place.oid}`]);
    for (const { refusals } of all.filter((one) => one !== winner))
      expect(refusals).toMatchObject([
        { clause: 'hold', message: expect.stringMatching(`^P0\\.1 is claimed by ${winner?.by} on origin, `) },
      ]);
  });

  test('three tasks, in both orders: all of them or none', async () => {
    const { bare, clones } = makeMeeting(4);
    const all = await raceClaims(clones, 16, ['P0.1', 'P0.2', 'P0.3']);
    const winners = all.filter(({ made }) => made.length > 0);
    expect(winners.map(({ made }) => made.length)).toEqual([3]);
    expect(listClaims(bare)).toHaveLength(3);
    const losers = all.filter(({ refusals }) => refusals.length > 0);
    expect(losers).toHaveLength(15);
    for (const { message } of losers.flatMap(({ refusals }) => refusals))
      expect(message).toContain(`is claimed by ${winners[0]?.by} on origin`);
  });
});

describe('a task that is claimed on a remote', () => {
  const { bare, clones } = makeMeeting(2);
  const [here = '', there = ''] = clones;

  test('is left out by next in other clones, with who has it', async () => {
    await transit(here, ['start', 'P0.1', ...ORIGIN, '--as', 'ada', '--for', '90m']);
    expect(await findNext(here, 'ada')).toBe('P0.1');
    expect(await findNext(there, 'ada')).toBe('P0.2');
    expect(await findNext(there, 'bob')).toBe('P0.2');
    const { stdout } = await runRoadmap(there, ['next', ...ORIGIN], as('bob'));
    expect(stdout).toMatch(
      /^Claimed by others:\n {2}P0\.1 {2}One {2}ada on origin, until 20[\d-]+ [\d:]+ UTC$/m,
    );
    expect(stdout).toMatch(/^ {2}start +roadmap start P0\.2 --remote origin$/m);
  });

  test('is shown once, in its own clone as in others, and nothing is written', async () => {
    for (const clone of clones) {
      const run = await runAndCompare(clone, ['show', ...ORIGIN, '--json']);
      expect(run.changed.filter((path) => !path.startsWith('.git/objects'))).toEqual([]);
      const { roadmaps, remotes } = readOutput('show', run);
      const holds = roadmaps.flatMap(({ phases }) =>
        phases.flatMap(({ tasks }) => tasks.map(({ hold }) => hold)),
      );
      expect([holds, remotes]).toEqual([
        [expect.objectContaining({ by: 'ada', remote: 'origin' }), null, null],
        [{ remote: 'origin', reason: null }],
      ]);
      const [hold] = holds;
      expect(Date.parse(hold?.until ?? '') - Date.parse(hold?.since ?? '')).toBe(90 * 60_000);
      expect((await runRoadmap(clone, ['show', 'P0.1', ...ORIGIN])).stdout).toMatch(
        /^ {2}claimed +by ada on origin, since 20/m,
      );
    }
  });

  test('is not for others to start or to release, and who has it is told', async () => {
    const [refusal] = await refuse(there, ['start', 'P0.1', 'P0.2', ...ORIGIN, '--as', 'bob']);
    expect(refusal).toMatch(
      /^hold: P0\.1 is claimed by ada on origin, since .* → `roadmap next` has others; if they have left it: `roadmap release P0\.1 --force --remote origin`\.$/,
    );
    expect(await refuse(there, ['start', 'P0.1', ...ORIGIN, '--as', 'bob', '--dry-run'])).toHaveLength(1);
    expect(await release(there, ['P0.1', ...ORIGIN], 'bob')).toMatchObject({
      code: 1,
      released: [],
      refusals: [{ task: 'P0.1', help: 'If they have left it: `--force --remote origin`.' }],
    });
    expect(listClaims(bare)).toHaveLength(1);
  });

  test('is claimed anew by who has it, and the claim is renewed', async () => {
    const before = listClaims(bare);
    await transit(here, ['start', 'P0.1', ...ORIGIN, '--as', 'ada', '--for', '2d']);
    expect(listClaims(bare)).toEqual([expect.stringContaining(refOf('P0.1'))]);
    expect(listClaims(bare)).not.toEqual(before);
  });

  test('is not given to the same name in another clone, which may release it', async () => {
    expect(await refuse(there, ['start', 'P0.1', ...ORIGIN, '--as', 'ada'])).toMatchObject([
      expect.stringContaining(
        'Another clone has it under your name. If that was you: `roadmap release P0.1 --remote origin`, then',
      ),
    ]);
  });

  test('is free on the remote when it is done', async () => {
    const work = commitFiles(here, { 'a.txt': 'a' }, 'Do one');
    await transit(here, ['tick', 'P0.1', '--commit', work, '--as', 'ada']);
    expect(listClaims(bare)).toEqual([]);
  });

  test('is free on the remote when its owner releases it, from any clone', async () => {
    await transit(here, ['start', 'P0.2', ...ORIGIN, '--as', 'bob']);
    expect(await release(here, ['P0.2'], 'bob')).toMatchObject({
      code: 0,
      released: [{ task: 'P0.2', by: 'bob', remote: 'origin' }],
    });
    expect(listClaims(bare)).toEqual([]);
    await transit(here, ['start', 'P0.3', ...ORIGIN, '--as', 'bob']);
    expect(await release(there, ['P0.3', ...ORIGIN], 'bob')).toMatchObject({
      code: 0,
      released: [{ task: 'P0.3', by: 'bob', remote: 'origin' }],
    });
    expect(listClaims(bare)).toEqual([]);
    expect(await release(there, ['P0.3', ...ORIGIN], 'bob')).toMatchObject({
      code: 0,
      released: [{ task: 'P0.3', by: null, remote: null }],
    });
  });

  test('is taken from whoever has it with --force', async () => {
    await transit(here, ['start', 'P0.2', ...ORIGIN, '--as', 'bob']);
    const { stdout } = await runRoadmap(there, ['release', 'P0.2', ...ORIGIN, '--force', '--as', 'eve']);
    expect(stdout).toBe('P0.2  released; bob had claimed it on origin\n');
    expect(listClaims(bare)).toEqual([]);
  });

  test('is no concern of --no-remote', async () => {
    plant(bare, refOf('P0.3'), writeClaim({ task: 'P0.3' }));
    writeFiles(there, { 'roadmap.yaml': 'version: 1\nroadmaps: [{path: ROADMAP.md, claims: origin}]\n' });
    expect(await refuse(there, ['start', 'P0.3', '--as', 'ada'])).toMatchObject([
      expect.stringMatching(/^hold: P0\.3 is claimed by bob on origin/),
    ]);
    const next = readOutput('next', await runRoadmap(there, ['next', '--json'], as('ada')));
    expect(next.roadmaps[0]?.heldByOthers).toMatchObject([{ task: 'P0.3', by: 'bob', remote: 'origin' }]);
    const alone = readOutput('next', await runRoadmap(there, ['next', '--no-remote', '--json'], as('ada')));
    expect([alone.roadmaps[0]?.heldByOthers, alone.remotes]).toEqual([[], []]);
    const report = await transit(there, ['start', 'P0.3', '--no-remote', '--as', 'ada']);
    expect(report.transitions[0]).not.toHaveProperty('claimedOn');
    expect(JSON.parse(runGit(bare, 'cat-file', 'blob', refOf('P0.3')))).toMatchObject({ by: 'bob' });
  });
});

test('of 12 who have the same name in as many clones, one holds a task', async () => {
  const { clones } = makeMeeting(12);
  const start = ['start', 'P0.1', ...ORIGIN, '--as', 'agent'];
  const runs = await Promise.all(clones.map((clone) => runRoadmap(clone, start)));
  expect(runs.filter(({ code }) => code === 0)).toHaveLength(1);
});

describe('who gives no name', () => {
  const { clones } = makeMeeting(2);
  const [here = '', there = ''] = clones;

  test('is told from others by the clone, and not taken for a name', async () => {
    await transit(here, ['start', 'P0.1', ...ORIGIN]);
    expect(await refuse(there, ['start', 'P0.1', ...ORIGIN])).toMatchObject([
      expect.stringMatching(/^hold: P0\.1 is claimed by Ada Example in \S+:clone-0 on origin, since /),
    ]);
    expect(await refuse(there, ['start', 'P0.1', ...ORIGIN, '--as', 'Ada Example'])).toHaveLength(1);
    expect(await release(there, ['P0.1', ...ORIGIN], 'Ada Example')).toMatchObject({ code: 1 });
    expect(await runRoadmap(here, ['release', 'P0.1'])).toMatchObject({ code: 0 });
    await transit(there, ['start', 'P0.1', ...ORIGIN]);
  });
});

describe('a claim on a remote ends', () => {
  test('when its time is over, and is taken over, by one of several', async () => {
    const { bare, clones } = makeMeeting(4);
    plant(bare, refOf('P0.1'), writeClaim({ until: past(1) }));
    expect(await findNext(clones[0] ?? '', 'ada')).toBe('P0.1');
    await holdRace({ bare, clones }, 8);
  });

  test('and what its owner does later takes nothing from who took it over', async () => {
    const { bare, clones } = makeMeeting(2);
    const [here = '', there = ''] = clones;
    await transit(here, ['start', 'P0.1', ...ORIGIN, '--as', 'ada']);
    plant(bare, refOf('P0.1'), writeClaim({ until: past(1) }));
    await transit(there, ['start', 'P0.1', ...ORIGIN, '--as', 'bob']);
    expect(await findNext(here, 'ada')).toBe('P0.2');
    const report = await transit(here, ['block', 'P0.1', '--reason', 'no key', '--as', 'ada']);
    expect(report.warnings).toEqual([]);
    expect(JSON.parse(runGit(bare, 'cat-file', 'blob', refOf('P0.1')))).toMatchObject({ by: 'bob' });
  });

  test('where the commit is refused, and what stood there before is there again', async () => {
    const { bare, clones } = makeMeeting(1);
    const [here = ''] = clones;
    writeFileSync(join(here, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const start = ['start', 'P0.1', 'P0.2', ...ORIGIN, '--as', 'ada', '--json'];
    plant(bare, refOf('P0.2'), writeClaim({ task: 'P0.2', until: past(1) }));
    const before = listClaims(bare);
    const run = await runRoadmap(here, start);
    expect([run.code, readOutput('transition', run).refusals]).toMatchObject([1, [{ clause: 'commit' }]]);
    expect(listClaims(bare)).toEqual(before);
  });

  test('or is not made where the law refuses', async () => {
    const plan = PLAN.replace('**P0.2** Two\n', '**P0.2** Two\n  - Depends on: P0.1\n');
    const { bare, clones } = makeMeeting(1, { 'ROADMAP.md': plan });
    expect(await refuse(clones[0] ?? '', ['start', 'P0.1', 'P0.2', ...ORIGIN])).toMatchObject([
      expect.stringMatching(/^order: /),
    ]);
    expect(listClaims(bare)).toEqual([]);
  });

  test('of several tasks, all or none are claimed', async () => {
    const { bare, clones } = makeMeeting(1);
    plant(bare, refOf('P0.2'), writeClaim({ task: 'P0.2' }));
    const before = listClaims(bare);
    expect(
      await refuse(clones[0] ?? '', ['start', 'P0.1', 'P0.2', 'P0.3', ...ORIGIN, '--as', 'ada']),
    ).toHaveLength(1);
    expect(listClaims(bare)).toEqual(before);
  });
});
