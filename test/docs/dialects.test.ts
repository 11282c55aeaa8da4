import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dialects } from '@roadmap-as-code/core/dialects';
import { checkout } from '../support/checkout.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const folder = join(checkout, 'docs/dialects');
const index = readFileSync(join(folder, 'README.md'), 'utf8');

test('every dialect has its page, and the index links each page', () => {
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  const names = [...dialects.map(({ name }) => `${name}.md`), 'own.md'];
  expect(pages.sort()).toEqual(names.sort());
  for (const page of pages) expect(index).toContain(`(${page})`);
});

/** The content of the first fence of a kind. */
function readFence(page: string, kind: string): string {
  return `${page.split(`\n\`\`\`\`${kind}\n`)[1]?.split('\n````\n')[0] ?? ''}\n`;
}

describe.each(dialects.map(({ name }) => name))('docs/dialects/%s.md', (name) => {
  const page = readFileSync(join(folder, `${name}.md`), 'utf8');
  const path = /^`(?<path>[^`]+)`:$/m.exec(page)?.groups?.['path'] ?? '';
  const { id = '', subject = 'Do it' } =
    /^`roadmap tick (?<id>\S+) --commit 4f1d2c9`(?:, a commit with the subject “(?<subject>[^”]+)”,)? changes/m.exec(
      page,
    )?.groups ?? {};

  test('shows what is read of its example, and what a tick of it changes', async () => {
    const root = makeRepository({
      'roadmap.yaml': JSON.stringify({ version: 1, roadmaps: [{ path }] }),
      [path]: readFence(page, 'markdown'),
    });
    const work = commitFiles(root, { 'src/work.js': 'export {};\n' }, subject);
    const { roadmap } = JSON.parse((await runRoadmap(root, ['export'])).stdout);
    expect(roadmap.dialect).toBe(name);

    expect(await runRoadmap(root, ['tick', id, '--commit', work.slice(0, 7)])).toMatchObject({ code: 0 });
    const diff = runGit(root, 'diff', '--unified=0', 'HEAD~1', 'HEAD').split('\n');
    const changed = diff.filter((line) => /^[-+](?![-+]{2} [ab]\/)/.test(line));
    expect(changed).toEqual(
      readFence(page, 'diff').trimEnd().replaceAll('4f1d2c9', work.slice(0, 7)).split('\n'),
    );
    expect(runGit(root, 'log', '-1', '--format=%(trailers:key=Roadmap-Evidence,valueonly)')).toBe(work);
  });
});
