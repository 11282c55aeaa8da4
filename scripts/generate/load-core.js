// The sources of core, as the generators run them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { nodeModuleOptions } from '../build.js';
import { coreFolder } from '../repository.js';

/**
 * Node 20 can't run TypeScript, so they come through a bundle in a temporary file.
 * @param {string} exports TypeScript that exports what is wanted, by paths from packages/core/src
 */
export async function loadCore(exports) {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-core-'));
  try {
    const outfile = join(folder, 'core.mjs');
    await build({
      ...nodeModuleOptions,
      stdin: { contents: exports, resolveDir: coreFolder, loader: 'ts' },
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
