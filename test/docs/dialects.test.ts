import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dialects } from '@roadmap-as-code/core/dialects';
import { checkout } from '../support/checkout.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const folder = join(checkout, 'docs/dialects');
const index = readFileSync(join(folder, 'README.md'), 'utf8');
const names = dialects.map(({ name }) => name);

test('every dialect has its page, and the index links each page', () => {
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual([...names, 'own'].map((name) => `${name}.md`).sort());
  for (const page of pages) expect(index).toContain(`(${page})`);
});

/** What a page shows: a file, and what a tick of one of its tasks changes. */
interface ShownTick {
  readonly name: string;
  readonly path: string;
  readonly markdown: string;
  readonly task: string;
  readonly diff: string;
}

function readTick(name: string): ShownTick {
  const page = readFileSync(join(folder, `${name}.md`), 'utf8');
  const fence = (kind: string): string => page.split(`\n\`\`\`\`${kind}\n`)[1]?.split('\n````\n')[0] ?? '';
  const path = /^`(?<path>[^`]+)`:$/m.exec(page)?.groups?.['path'] ?? '';
  const task = /^`roadmap tick (?<task>\S+) --commit 4f1d2c9`/m.exec(page)?.groups?.['task'] ?? '';
  return { name, path, markdown: `${fence('markdown')}\n`, task, diff: fence('diff') };
}

const shown = names.map(readTick);
const root = makeRepository({
  ...Object.fromEntries(shown.map(({ path, markdown }) => [path, markdown])),
  'roadmap.yaml': JSON.stringify({ version: 1, roadmaps: shown.map(({ path }) => ({ path })) }),
});
const work = commitFiles(root, { 'src/work.js': 'export {};\n' }, 'Do what the plan says');

test('the file that a page shows is read in the dialect of the page', async () => {
  const { stdout } = await runRoadmap(root, ['show', '--json']);
  const { roadmaps } = JSON.parse(stdout) as { roadmaps: { path: string; dialect: string }[] };
  expect(roadmaps.map(({ path, dialect }) => [path, dialect])).toEqual(
    shown.map(({ path, name }) => [path, name]),
  );
});

test.each(shown)('the page of $name shows what a tick writes', async ({ path, task, diff }) => {
  const short = work.slice(0, 7);
  expect(await runRoadmap(root, ['tick', task, path, '--commit', short])).toMatchObject({ code: 0 });
  const lines = runGit(root, 'show', '--format=', '--unified=0', 'HEAD').split('\n');
  const changed = lines.filter((line) => /^[-+](?![-+]{2} (?:"?[ab]\/))/.test(line));
  expect(changed.join('\n')).toBe(diff.replaceAll('4f1d2c9', short));
  expect(runGit(root, 'log', '-1', '--format=%(trailers:key=Roadmap-Evidence,valueonly)')).toBe(work);
});
