import { expect, jest, test } from '@jest/globals';
import { makeRepository } from '../support/make-repository.ts';
import { listShown, maskHashes, readFence, readPage, startSession } from './run-session.ts';

jest.setTimeout(120_000);

const page = readPage('dialects/own.md');

test('docs/dialects/own.md shows what the command makes of its config', () => {
  const root = makeRepository({
    'roadmap.yaml': readFence(page, 'yaml'),
    'plans/orchard.md': readFence(page, 'markdown'),
  });
  const run = startSession(root);
  const shown = listShown(page);
  expect(shown.length).toBeGreaterThan(0);
  for (const { line, command, output } of shown)
    expect(`own.md:${line} $ ${command}\n${run(command)}`).toBe(
      `own.md:${line} $ ${command}\n${maskHashes(output)}`,
    );
});
