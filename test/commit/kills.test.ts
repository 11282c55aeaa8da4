import { beforeAll, expect, jest, test } from '@jest/globals';
import { buildWorker, callRecover, commitTick } from './commit-worker.ts';
import { holdKill, holdKillAndEdit, holdKillAndUnlock, holdRace, makeVictims } from './hold-kills.ts';
import { expectTicked } from './tree-state.ts';
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
