import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkout } from '../support/checkout.ts';
import { makeRepository } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const folder = join(checkout, 'roadmaps/examples');

test.each(readdirSync(folder).filter((name) => name.endsWith('.md')))(
  'roadmaps/examples/%s is clean',
  async (name) => {
    const root = makeRepository({ [name]: readFileSync(join(folder, name), 'utf8') });
    const { code, stdout, stderr } = await runRoadmap(root, ['check', name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^\S+: \d+ of \d+ done.*; not done: .+\n(?: {2}evidence {2}.+\n)?nothing to complain about\n$/,
    );
  },
);
