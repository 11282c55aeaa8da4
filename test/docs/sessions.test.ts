import { expect, jest, test } from '@jest/globals';
import { commitFiles, makeRepository } from '../support/make-repository.ts';
import { listShown, maskHashes, readFence, readPage, startSession } from './run-session.ts';

jest.setTimeout(120_000);

const plan = readFence(readPage('agents.md'), 'markdown');

const PAGES = ['agents.md', 'commits.md', 'commands.md', 'handoff.md', 'merging.md', 'push.md'];

test.each(PAGES)('docs/%s shows what the command prints', (name) => {
  const root = makeRepository({ 'ROADMAP.md': plan });
  commitFiles(root, { 'src/read.js': 'export {};\n' }, 'Begin');
  const run = startSession(root);
  const shown = listShown(readPage(name));
  expect(shown.length).toBeGreaterThan(0);
  for (const { line, command, output } of shown) {
    const told = run(command);
    // A page may leave out the end of what is long.
    const [wanted, ...more] = maskHashes(output).split('\n…');
    const seen = more.length === 0 ? told : told.slice(0, wanted?.length ?? 0);
    expect(`${name}:${line} $ ${command}\n${seen}`).toBe(`${name}:${line} $ ${command}\n${wanted}`);
  }
});
