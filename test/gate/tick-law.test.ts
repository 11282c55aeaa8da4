import { describe, expect, test } from '@jest/globals';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';
import { makeGuarded } from './guarded.ts';

const copyGuarded = makeGuarded();

describe('a tick asks the same law as the gate', () => {
  test('so that other evidence for an old tick is refused', async () => {
    const { root, free } = copyGuarded();
    const run = await runAndCompare(root, ['tick', 'P0.1', '--commit', free, '--json']);
    // The folder of the lock stays.
    expect([run.code, run.changed]).toEqual([1, ['.git/roadmap']]);
    expect(readOutput('transition', run).refusals).toMatchObject([
      {
        clause: 'evidence',
        task: 'P0.1',
        message: expect.stringMatching(/^P0\.1 is done as before, and its evidence is not: /),
      },
    ]);
  });

  test('and evidence beside what was there is not', async () => {
    const { root, free } = copyGuarded();
    const { stdout } = await runRoadmap(root, ['show', 'P0.1', '--json']);
    const [old] = /(?<="text": ")[0-9a-f]{7}(?=")/.exec(stdout) ?? [];
    const run = await runRoadmap(root, ['tick', 'P0.1', '--commit', old ?? '', '--commit', free, '--json']);
    expect(readOutput('transition', run)).toMatchObject({ outcome: 'committed', refusals: [], warnings: [] });
  });

  test('and an order that was lifted is a warning, at the tick and in what the hook says of it', async () => {
    const { root, base, free } = copyGuarded();
    const block = await runRoadmap(root, ['tick', 'P0.2', '--commit', free]);
    expect(block.code).toBe(0);
    const run = await runRoadmap(root, [
      'tick',
      'P1.1',
      '--commit',
      'none',
      '--because',
      'by phone',
      '--status',
      'PASS: agreed',
      '--override',
      'P0.3 waits for a person',
      '--json',
    ]);
    expect(readOutput('transition', run)).toMatchObject({
      outcome: 'committed',
      warnings: [{ rule: 'phase-order', message: 'P1.1 may not be done before P0.3 (todo)' }],
    });
    const ci = await runRoadmap(root, ['check', '--range', `${base}..HEAD`, '--json']);
    expect(ci.code).toBe(0);
    expect(readOutput('check', ci).diagnostics).toMatchObject([
      { rule: 'phase-order', severity: 'warning', task: 'P1.1' },
    ]);
    const check = await runRoadmap(root, ['check', '--json']);
    expect(check.code).toBe(0);
    expect(readOutput('check', check).diagnostics).toMatchObject([
      { rule: 'phase-order', severity: 'warning', task: 'P0.3' },
    ]);
  });
});
