import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkout } from '../support/checkout.ts';
import { writeFiles } from '../support/make-folder.ts';
import { makeRepository } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const folder = join(checkout, 'docs/checks');
const pages = readdirSync(folder).filter((name) => name !== 'README.md');
const index = readFileSync(join(folder, 'README.md'), 'utf8');
const root = makeRepository({ 'ROADMAP.md': '# Boat\n\n### P0 — Wood\n\n- [ ] **P0.1** Fell a tree\n' });

test.each(pages)('docs/checks/%s is in the index, and roadmap.yaml takes its example', async (page) => {
  const text = readFileSync(join(folder, page), 'utf8');
  expect(index).toContain(`(${page})`);
  const examples = [...text.matchAll(/^```yaml\n(?<yaml>checks:\n[^]*?)^```/gm)];
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const { checks } = parse(example.groups?.['yaml'] ?? '') as { checks: object };
    writeFiles(root, {
      'roadmap.yaml': JSON.stringify({ version: 1, roadmaps: [{ path: 'ROADMAP.md', checks }] }),
    });
    const { code, stderr } = await runRoadmap(root, ['review', '--offline']);
    expect({ code, stderr }).not.toMatchObject({ code: 2 });
  }
});
