// A tree with one planted violation of each rule, beside imports that are fine. A checker that finds exactly the planted
// ones is known to read the sources and to apply every rule.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {{path: string, source: string, breaks?: string[]}} PlantedFile */

/** @type {PlantedFile[]} */
export const plantedFiles = [
  { path: 'packages/core/src/index.ts', source: `export type { Shape } from './shape.ts';` },
  { path: 'packages/core/src/shape.ts', source: 'export type Shape = string;' },
  {
    path: 'packages/core/src/shape.test.ts',
    source: `import 'node:fs'; import 'root-tool'; import './shape.ts';`,
  },
  {
    path: 'packages/engine/src/index.ts',
    source: `import '@roadmap-as-code/core'; import 'node:fs'; import './git/run.ts';`,
  },
  {
    path: 'packages/engine/src/git/run.ts',
    source: `import 'node:child_process'; void import('simple-git');`,
  },
  {
    path: 'packages/cli/src/main.ts',
    source: `import '@roadmap-as-code/engine'; import '@roadmap-as-code/core';`,
  },
  { path: 'packages/mcp/src/main.ts', source: `import '@roadmap-as-code/engine';` },
  { path: 'test/scenario.test.ts', source: `import '@roadmap-as-code/core'; import 'node:child_process';` },

  {
    path: 'packages/core/src/reads-file.ts',
    source: `import { readFileSync } from 'node:fs';`,
    breaks: ['core-is-pure'],
  },
  {
    path: 'packages/core/src/reads-bare.ts',
    source: `import process from 'process';`,
    breaks: ['core-is-pure'],
  },
  {
    path: 'packages/core/src/reads-late.ts',
    source: `export const f = () => import('node:os');`,
    breaks: ['core-is-pure'],
  },
  {
    path: 'packages/core/src/uses-engine.ts',
    source: `import type {} from '@roadmap-as-code/engine';`,
    breaks: ['core-imports-no-other-room'],
  },
  {
    path: 'packages/engine/src/uses-cli.ts',
    source: `import 'roadmap-as-code';`,
    breaks: ['engine-imports-only-core'],
  },
  {
    path: 'packages/mcp/src/uses-cli.ts',
    source: `import 'roadmap-as-code';`,
    breaks: ['front-ends-stay-apart'],
  },
  {
    path: 'packages/engine/src/goes-round.ts',
    source: `import type { Shape } from '../../core/src/shape.ts';`,
    breaks: ['no-relative-import-across-packages'],
  },
  {
    path: 'test/goes-round.test.ts',
    source: `import type { Shape } from '../packages/core/src/shape.ts';`,
    breaks: ['no-relative-import-across-packages'],
  },
  {
    path: 'packages/engine/src/spawns.ts',
    source: `import 'node:child_process';`,
    breaks: ['git-in-one-folder'],
  },
  {
    path: 'packages/engine/src/runs-git.ts',
    source: `export const f = async () => { const { simpleGit } = await import('simple-git'); return simpleGit; };`,
    breaks: ['git-in-one-folder'],
  },
  { path: 'packages/cli/src/spawns.ts', source: `import 'child_process';`, breaks: ['git-in-one-folder'] },
  // A cycle is told once.
  {
    path: 'packages/core/src/egg.ts',
    source: `import type { Hen } from './hen.ts'; export type Egg = Hen;`,
    breaks: ['no-cycle'],
  },
  { path: 'packages/core/src/hen.ts', source: `import type { Egg } from './egg.ts'; export type Hen = Egg;` },
  {
    path: 'packages/core/src/uses-test.ts',
    source: `import './shape.test.ts';`,
    breaks: ['no-test-in-sources'],
  },
  {
    path: 'packages/core/src/uses-tool.ts',
    source: `import 'root-tool';`,
    breaks: ['no-undeclared-package'],
  },
  { path: 'packages/engine/src/uses-dev.ts', source: `import 'dev-tool';`, breaks: ['no-dev-package'] },
  {
    path: 'packages/cli/src/leads-nowhere.ts',
    source: `import './nowhere.ts';`,
    breaks: ['no-unresolvable'],
  },
];

/** @param {string} folder an empty one */
export function plantViolations(folder) {
  write(
    folder,
    'package.json',
    JSON.stringify({ name: 'planted', private: true, devDependencies: { 'root-tool': '1' } }),
  );
  plantPackage(folder, 'core', '@roadmap-as-code/core', {});
  plantPackage(folder, 'engine', '@roadmap-as-code/engine', {
    dependencies: { '@roadmap-as-code/core': '1', 'simple-git': '1' },
    devDependencies: { 'dev-tool': '1' },
  });
  const frontEnd = { devDependencies: { '@roadmap-as-code/core': '1', '@roadmap-as-code/engine': '1' } };
  plantPackage(folder, 'cli', 'roadmap-as-code', frontEnd);
  plantPackage(folder, 'mcp', '@roadmap-as-code/mcp', frontEnd);
  for (const name of ['simple-git', 'dev-tool', 'root-tool']) {
    // Under dist/, as the real simple-git is: leaving out our own dist/ must not leave out that one.
    write(
      folder,
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', exports: './dist/index.js' }),
    );
    write(folder, `node_modules/${name}/dist/index.js`, 'export {};');
  }
  for (const { path, source } of plantedFiles) write(folder, path, `${source}\n`);
}

/** @param {string} folder @param {string} room @param {string} name @param {object} manifest */
function plantPackage(folder, room, name, manifest) {
  const entry = room === 'core' || room === 'engine' ? './src/index.ts' : './src/main.ts';
  const exported = { name, type: 'module', exports: { '.': { 'roadmap-source': entry } }, ...manifest };
  write(folder, `packages/${room}/package.json`, JSON.stringify(exported));
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(folder, 'packages', room), link, 'junction');
}

/** @param {string} folder @param {string} path @param {string} content */
function write(folder, path, content) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}
