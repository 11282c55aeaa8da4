import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkout, readSeed } from '../support/checkout.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

/** Each item's verdict, with the kind of check that would answer it where nothing does. */
async function review(markdown: string): Promise<Record<string, string>> {
  const run = await runRoadmap(makeRepository({ 'ROADMAP.md': markdown }), ['review', '--json']);
  const { items } = readOutput('review', run);
  return Object.fromEntries(
    items.map(({ id, verdict, checks, help }) => {
      const kind = /of the kind `(?<kind>[\w-]+)`/.exec(help ?? '')?.groups?.['kind'];
      return [id, checks.length === 0 ? `${verdict}: ${kind ?? ''}` : verdict];
    }),
  );
}

interface Case {
  readonly name: string;
  readonly markdown: string;
  /** What the document alone says of R1, R2 and R9. */
  readonly answers: Readonly<Record<'R1' | 'R2' | 'R9', string>>;
}

const own: Case = {
  name: 'the example',
  markdown: readFileSync(join(checkout, 'roadmaps/examples/package-runner.md'), 'utf8'),
  answers: { R1: 'pass', R2: 'pass', R9: 'pass' },
};

const seed = readSeed('gitea-runner-ROADMAP.md');
const cases: readonly Case[] = [
  own,
  ...(seed === null
    ? []
    : [{ name: 'the seed', markdown: seed, answers: { R1: 'pass', R2: 'fail', R9: 'person' } }]),
];

test.each(cases)('$name, without a config', async ({ markdown, answers }) => {
  expect(await review(markdown)).toEqual({
    ...answers,
    R3: 'person: systemd-unit',
    R4: 'person: forge-runner',
    R5: 'person: file',
    R6: 'person: npm-package',
    R7: 'person: git-branch',
    R8: 'person: command',
  });
});
