// Bundles the CLI with all that it uses into packages/cli/dist: the command, roadmap.js, and the parts that it loads.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { splitParts } from './bundle-parts.js';
import { bundlePath, noticesPath, root } from './repository.js';
import { bundle, makeProduct, readIfThere, writeAtomically } from './stamp.js';
import { renderNotices } from './third-party-notices.js';

/** @typedef {import('./bundle-parts.js').Part} Part */

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

/**
 * CommonJS starts faster than ES modules.
 * @satisfies {import('esbuild').BuildOptions}
 */
const commandOptions = /** @type {const} */ ({
  ...nodeModuleOptions,
  banner: {},
  format: 'cjs',
  // What is imported late is in the same file, and runs when it is called for.
  supported: { 'dynamic-import': false },
  // esbuild sorts by and prints paths relative to this, so the output does not depend on where it is called.
  absWorkingDir: root,
  // Names stay as they are, for the stack traces of bug reports; blanks go, since what is not there need not be read.
  minifyWhitespace: true,
  charset: 'ascii',
  // Licences are in the notices, in full.
  legalComments: 'none',
  metafile: true,
  write: false,
  outdir: dirname(bundlePath),
});

/** Writes the command, its parts and the notices of what they contain. */
export async function buildBundle() {
  const { version } = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'));
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  /** @type {Set<string>} */
  const inputs = new Set();
  /** @type {Part[]} */
  const pending = [{ name: 'main', entry: 'packages/cli/src/main.ts' }];
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (files.has(`${part.name}.js`)) continue;
    const made = await buildPart(part, version, (asked) => pending.push(asked));
    files.set(`${part.name}.js`, made.contents);
    for (const input of made.inputs) inputs.add(input);
  }
  // The parts are found by the code around them, whose type of module the package's would be otherwise.
  files.set('package.json', Buffer.from('{"type":"commonjs"}\n'));
  const launcher = await buildLauncher(digest(files), version);
  for (const input of launcher.inputs) inputs.add(input);
  const folder = dirname(bundlePath);
  await mkdir(folder, { recursive: true });
  const notices = await renderNotices([...inputs]);
  if (readIfThere(noticesPath)?.toString() !== notices) writeAtomically(noticesPath, notices);
  for (const [name, contents] of files) writeAtomically(join(folder, name), contents);
  writeAtomically(bundlePath, launcher.contents, 0o755);
  for (const name of await readdir(folder))
    if (!files.has(name) && name !== basename(bundlePath)) await rm(join(folder, name), { recursive: true });
}

/** @param {Part} part @param {string} version @param {(part: Part) => void} onPart */
function buildPart({ name, entry }, version, onPart) {
  const [place = '', specifier] = entry.split(':');
  return run({
    ...commandOptions,
    ...(specifier === undefined
      ? { entryPoints: { [name]: entry } }
      : {
          stdin: {
            contents: `module.exports = require(${JSON.stringify(specifier)});`,
            resolveDir: join(root, place),
          },
        }),
    define: { ROADMAP_VERSION: JSON.stringify(version) },
    inject: [join(root, 'packages/cli/src/start/regexp.ts')],
    banner: { js: '(function (exports, require, module, loadPart) {' },
    footer: { js: '})' },
    plugins: [splitParts(name, onPart)],
  });
}

/** @param {string} digest of all parts @param {string} version */
function buildLauncher(digest, version) {
  return run({
    ...commandOptions,
    entryPoints: { roadmap: 'packages/cli/src/start/launch.ts' },
    define: { ROADMAP_BUILD: JSON.stringify(digest), ROADMAP_VERSION: JSON.stringify(version) },
    banner: { js: '#!/usr/bin/env node' },
  });
}

/** @param {import('esbuild').BuildOptions} options */
async function run(options) {
  const { outputFiles = [], metafile } = await build(options);
  const [output] = outputFiles;
  if (outputFiles.length !== 1 || !output || !metafile)
    throw new Error(`a part is ${outputFiles.length} files, not one`);
  return { contents: output.contents, inputs: Object.keys(metafile.inputs) };
}

/** @param {ReadonlyMap<string, Uint8Array>} files */
function digest(files) {
  const hash = createHash('sha256');
  for (const [name, contents] of files) hash.update(`${name}\0${contents.length}\0`).update(contents);
  return hash.digest('hex').slice(0, 16);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await makeProduct(bundle, buildBundle);
}
