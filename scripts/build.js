// Bundles the CLI with all that it uses into the one file packages/cli/dist/roadmap.js.
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundlePath, noticesPath, root } from './repository.js';
import { bundle, makeProduct, readIfThere, writeAtomically } from './stamp.js';
import { renderNotices } from './third-party-notices.js';

/**
 * How TypeScript of this repository becomes one module that Node runs.
 * @satisfies {import('esbuild').BuildOptions}
 */
export const nodeModuleOptions = /** @type {const} */ ({
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // Packages of the workspace are read from their sources, so that they need no build of their own.
  conditions: ['roadmap-source'],
  // CommonJS dependencies call require, which an ES module does not have.
  banner: {
    js: `import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);`,
  },
  logLevel: 'warning',
});

/** Writes the bundle and the notices of what it contains. */
export async function buildBundle() {
  const { version } = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'));
  const { outputFiles, metafile } = await build({
    ...nodeModuleOptions,
    // esbuild sorts by and prints paths relative to this, so the output does not depend on where it is called.
    absWorkingDir: root,
    entryPoints: ['packages/cli/src/main.ts'],
    outfile: bundlePath,
    banner: { js: `#!/usr/bin/env node\n${nodeModuleOptions.banner.js}` },
    define: { ROADMAP_VERSION: JSON.stringify(version) },
    // Not minified: that would save 3 ms of 60, and cost every bug report its stack trace.
    minify: false,
    // Licences are in the notices, in full.
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  if (outputFiles.length !== 1 || !output)
    throw new Error(`the bundle is ${outputFiles.length} files, not one`);
  await mkdir(dirname(bundlePath), { recursive: true });
  const notices = await renderNotices(Object.keys(metafile.inputs));
  if (readIfThere(noticesPath)?.toString() !== notices) writeAtomically(noticesPath, notices);
  writeAtomically(bundlePath, output.contents, 0o755);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await makeProduct(bundle, buildBundle);
}
