import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { binary, readFixture } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { commitFiles, makeRepository } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const root = makeRepository({ 'ROADMAP.md': readFixture('execution-like.md') });
const COLOUR = /\u001b\[\d+m/;

describe('colour', () => {
  test.each([
    ['goes to no pipe', {}, false],
    ['is forced by FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['is not forced by FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['is held back by NO_COLOR', { NO_COLOR: '1' }, false],
    ['is forced although NO_COLOR is set', { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
    ['is no matter of an empty NO_COLOR', { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['is none on a dumb terminal', { TERM: 'dumb' }, false],
  ])('%s', async (_name, changes, coloured) => {
    const { stdout } = await runRoadmap(root, ['show'], changes);
    expect(COLOUR.test(stdout)).toBe(coloured);
  });

  test.each([['check'], ['show'], ['next'], ['explain']])(
    'changes nothing in the text of %s',
    async (command) => {
      const plain = await runRoadmap(root, [command]);
      const coloured = await runRoadmap(root, [command], { FORCE_COLOR: '3' });
      expect(coloured.stdout.replace(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
      expect(coloured.code).toBe(plain.code);
    },
  );

  test.each([['check'], ['show'], ['next'], ['export'], ['explain']])(
    'never gets into the JSON of %s',
    async (command) => {
      const { stdout } = await runRoadmap(root, [command, '--json'], { FORCE_COLOR: '3' });
      expect(stdout).not.toMatch(COLOUR);
      expect(() => JSON.parse(stdout)).not.toThrow();
    },
  );

  test('is not needed to tell states and severities apart', async () => {
    const shown = await runRoadmap(root, ['show']);
    const words = shown.stdout.match(/^ {2}(?:todo|done|partial|blocked)(?= )/gm);
    expect(new Set(words)).toEqual(new Set(['  todo', '  done', '  partial', '  blocked']));
  });
});

describe('a reader that has seen enough', () => {
  // More than a pipe holds (64 KiB on Linux), so that the writer has to wait for its reader.
  const title = 'A title of some length. '.repeat(8);
  const lines = Array.from({ length: 1000 }, (_, index) => `- [x] **P0.${index + 1}** ${title}\n`).join('');
  const long = makeRepository({});
  commitFiles(long, { 'ROADMAP.md': `### P0 — Long\n\n${lines}` }, 'Plan');

  test.each([
    ['show', 0],
    ['check', 1],
    ['export', 0],
  ])('ends %s without a word', async (command, code) => {
    const child = spawn(process.execPath, [binary, command], { cwd: long, env: makeEnvironment() });
    const complaints: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    child.stdout.destroy();
    const [ended] = (await once(child, 'close')) as [number];
    expect(first.length).toBeGreaterThan(0);
    expect(Buffer.concat(complaints).toString()).toBe('');
    expect(ended).toBe(code);
  });

  test('gets all of it where it goes on reading', async () => {
    const { stdout } = await runRoadmap(long, ['export']);
    expect(stdout.length).toBeGreaterThan(200_000);
    expect(stdout.endsWith('}\n')).toBe(true);
  });
});
