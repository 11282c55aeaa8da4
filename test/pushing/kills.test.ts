import { beforeAll, describe, expect, test } from '@jest/globals';
import { runRoadmap } from '../support/run-roadmap.ts';
import { type Moment, makeDeadlyPath, makeTemplate, type Own, Victim } from './push-kills.ts';

/** What the command calls, in this order, from where nothing is there yet to where all is done. */
const CALLS: readonly [string, readonly Moment[]][] = [
  ['-c i18n.commitEncoding=UTF-8 commit-tree', ['after']],
  ['-c remote.origin.mirror=false push', ['during', 'after']],
  ['update-index -q --refresh', ['after']],
  ['read-tree -m -u', ['instead of', 'during', 'after']],
  ['update-ref -m roadmap push', ['instead of', 'during', 'after']],
];

describe.each<Own>(['elsewhere', 'in the roadmap'])('with staged changes %s', (own) => {
  let template = '';
  beforeAll(async () => {
    template = await makeTemplate(own);
  });
  // A branch that is kept is not moved.
  const calls = CALLS.filter(([start]) => own === 'elsewhere' || /^(?:read-tree|update-index)/.test(start));
  const points = calls.flatMap(([start, moments]) => moments.map((moment) => [moment, start] as const));

  test.each(points)('killed %s `git %s`', async (moment, start) => {
    const victim = new Victim(template, own);
    const killed = await runRoadmap(victim.root, ['push'], { PATH: makeDeadlyPath(start, moment) });
    expect(killed.code).toBeNull();
    await victim.expectWhole();
  });
});
