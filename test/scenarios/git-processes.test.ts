import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

/** A roadmap of so many tasks, each with a hash of its own that git has or not. */
function writeRoadmap(tasks: number, present: string): string {
  const lines = Array.from({ length: tasks }, (_, index) => {
    const hash = index === 0 ? present : (0xabcdef0 + index).toString(16);
    return `- [x] **P0.${index + 1}** Task\n  - Commit: ${hash}\n  - Status: seen\n`;
  });
  return `### P0 — Work\n\n${lines.join('')}`;
}

/** The arguments of each git that a command starts, one call a line, by a `git` that writes them down first. */
async function listCalls(root: string, args: readonly string[]): Promise<string[]> {
  const folder = makeFolder('bin');
  const { PATH = '' } = makeEnvironment();
  const git = execFileSync('sh', ['-c', 'command -v git'], { env: { PATH }, encoding: 'utf8' }).trim();
  writeFiles(folder, { git: `#!/bin/sh\necho "$*" >> '${folder}/calls'\nexec '${git}' "$@"\n`, calls: '' });
  chmodSync(join(folder, 'git'), 0o755);
  const run = await runRoadmap(root, args, { PATH: [folder, PATH].join(delimiter) });
  expect(run.stderr).toBe('');
  if (args[0] === 'check') expect(readOutput('check', run).facts.length).toBeGreaterThan(0);
  return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
}

test('the number of git processes does not grow with tasks or with roadmaps', async () => {
  const root = makeRepository({});
  const present = commitFiles(root, { 'src/one.txt': 'one\n' }, 'Work').slice(0, 8);
  commitFiles(root, { 'ROADMAP.md': writeRoadmap(1, present) }, 'One task');
  const few = await listCalls(root, ['check', '--json']);
  commitFiles(root, { 'ROADMAP.md': writeRoadmap(300, present) }, 'Many tasks');
  const many = await listCalls(root, ['check', '--json']);
  commitFiles(root, { 'docs/ROADMAP.md': writeRoadmap(30, present) }, 'Two roadmaps');
  const two = await listCalls(root, ['check', '--json']);
  expect(many).toEqual(few);
  expect(two).toEqual(few);
  expect(few.length).toBeLessThanOrEqual(4);
  expect(few.filter((call) => call.startsWith('cat-file'))).toHaveLength(1);
});

test('commands that ask git for no evidence start less of it', async () => {
  const root = makeRepository({ 'ROADMAP.md': writeRoadmap(30, 'abcdef0') });
  for (const command of ['show', 'next', 'export']) {
    const calls = await listCalls(root, [command]);
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(calls.filter((call) => call.startsWith('cat-file'))).toEqual([]);
  }
});

test('no hash that a roadmap cites is ever an argument', async () => {
  const root = makeRepository({ 'ROADMAP.md': writeRoadmap(3, 'feedface') });
  const calls = await listCalls(root, ['check', '--json']);
  expect(calls.filter((call) => call.includes('feedface'))).toEqual([]);
});
