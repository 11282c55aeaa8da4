import { expect, test } from '@jest/globals';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { judgedRules, listLetBy, PLAN } from './judged-rules.ts';

test.each(judgedRules)('selftest fails for the rule %s alone, where that is switched off', async (id) => {
  const root = makeRepository({
    'ROADMAP.md': PLAN,
    'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    rules: {${id}: off}\n`,
  });
  const run = await runRoadmap(root, ['selftest', '--json']);
  expect([run.code, run.stderr]).toEqual([1, '']);
  expect(readOutput('selftest', run).tables.map(listLetBy)).toEqual([[id]]);
});
