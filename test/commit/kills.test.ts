import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { runGit } from '../support/make-repository.ts';
import { buildWorker, callRecover, commitTick } from './commit-worker.ts';
import { holdKill, holdKillAndEdit, holdKillAndUnlock, holdRace, makeVictims } from './hold-kills.ts';
import { expectNothingLeft, expectTicked, readState } from './tree-state.ts';
import { startUser } from './user-loop.ts';

jest.setTimeout(120_000);
beforeAll(buildWorker);

const makeVictim = makeVictims();

/** Every step, and how the tree is after it is killed there. */
const STEPS = [
  ['index of the commit made', 'as before'],
  ['hooks passed', 'as before'],
  ['commit made', 'as before'],
  ['journal written', 'as before'],
  ['index locked', 'as before'],
  ['file written', 'ticked'],
  ['ref moved', 'ticked'],
  ['index written', 'ticked'],
  ['journal removed', 'ticked'],
  ['hooks run after it', 'ticked'],
] as const;

test('these are the steps', async () => {
  const { root, before } = makeVictim();
  const { steps } = await commitTick(root, 'ROADMAP.md');
  expect(steps).toEqual(STEPS.map(([step]) => step));
  expectTicked(root, 'ROADMAP.md', before);
  expect(await callRecover(root)).toBe('nothing');
});

test.each(STEPS)('killed at "%s" it is %s', async (stopAt, ends) => {
  expect(await holdKill(makeVictim(), { stopAt })).toBe(ends);
});

test.each(STEPS)('killed at "%s" it is %s, where git writes the commit', async (stopAt, ends) => {
  const changes = { GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z' };
  expect(await holdKill(makeVictim(), { stopAt, changes })).toBe(ends);
});

const BETWEEN = ['journal written', 'index locked', 'file written', 'ref moved', 'index written'];

test.each(BETWEEN)('killed at "%s", and edited by the user before it is recovered', async (stopAt) => {
  await holdKillAndEdit(makeVictim(), { stopAt });
});

test.each(BETWEEN)('killed at "%s", and unlocked by the user before it is recovered', async (stopAt) => {
  await holdKillAndUnlock(makeVictim(), { stopAt });
});

test.each([0, 0.1])('somebody commits every %d seconds', async (pause) => {
  await holdRace(makeVictim(), (root) => startUser(root, pause));
});

/** A hook while which somebody else commits, each time. */
function makeBusy(): ReturnType<typeof makeVictim> {
  const victim = makeVictim();
  const lines = [
    '#!/bin/sh',
    'commit=$(git commit-tree -p HEAD -m Theirs "HEAD^{tree}")',
    'git update-ref HEAD "$commit"',
  ];
  mkdirSync(join(victim.root, '.git/hooks'));
  writeFileSync(join(victim.root, '.git/hooks/pre-commit'), `${lines.join('\n')}\n`, { mode: 0o755 });
  return victim;
}

test('somebody commits whenever hooks run', async () => {
  const { root, before } = makeBusy();
  const { outcome, steps } = await commitTick(root, 'ROADMAP.md');
  expect(outcome).toMatchObject({ kind: 'committed' });
  expect(steps).toContain('index locked 4');
  expect(runGit(root, 'log', '--format=%s')).toBe('Tick one\nTheirs\nTheirs\nTheirs\nStart');
  expectTicked(root, 'ROADMAP.md', { ...before, commit: runGit(root, 'rev-parse', 'HEAD^') });
});

test.each(['hooks passed 4', 'commit made 4', 'journal written 4', 'index locked 4'])(
  'killed at "%s", while the index is held from the start',
  async (stopAt) => {
    const { root, before } = makeBusy();
    expect((await commitTick(root, 'ROADMAP.md', { stopAt })).outcome).toBeNull();
    expect(existsSync(join(root, '.git/index.lock'))).toBe(true);
    expect(await callRecover(root)).toBe(/written|locked/.test(stopAt) ? 'undone' : 'nothing');
    const { commit, ...after } = readState(root, 'ROADMAP.md');
    expect({ ...after, commit: before.commit }).toEqual(before);
    expectNothingLeft(root, 'ROADMAP.md');
  },
);
