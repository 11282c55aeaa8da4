// Bundles the CLI with all that it uses into packages/cli/dist: the command, roadmap.js, and the parts that it loads.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { Layers, layers } from './bundle-layers.js';
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
  const plan = await planLayers(version);
  /** @type {Part[]} */
  const pending = layers.map((name) => ({ name, entry: null }));
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (files.has(`${part.name}.js`)) continue;
    const made = await buildPart(part, version, plan, (asked) => pending.push(asked));
    files.set(`${part.name}.js`, made.contents);
    if (part.entry === null) plan.claim(part.name, made.inputs);
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

/**
 * Bundles each layer with all that it can be entered through, the first ones first, until nothing more of one is asked for.
 * @param {string} version
 */
async function planLayers(version) {
  const plan = new Layers();
  do {
    for (const name of layers)
      plan.take(name, (await buildPart({ name, entry: null }, version, plan, () => {})).inputs);
  } while (plan.hasGrown());
  return plan;
}

/** @param {Part} part @param {string} version @param {Layers} plan @param {(part: Part) => void} onPart */
function buildPart({ name, entry }, version, plan, onPart) {
  const [place = '', specifier] = entry?.split(':') ?? [];
  const contents =
    entry === null ? plan.renderEntry(name) : `module.exports = require(${JSON.stringify(specifier)});`;
  return run({
    ...commandOptions,
    ...(entry !== null && specifier === undefined
      ? { entryPoints: { [name]: entry } }
      : { stdin: { contents, resolveDir: join(root, place) } }),
    define: { ROADMAP_VERSION: JSON.stringify(version) },
    inject: [join(root, 'packages/cli/src/start/regexp.ts')],
    banner: { js: '(function (exports, require, module, loadPart) {' },
    footer: { js: '})' },
    plugins: [splitParts(name, onPart, plan)],
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
  const held = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return {
    contents: Buffer.from(shareExports(output.text)),
    inputs: held.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path),
  };
}

/**
 * esbuild marks what a module exports when another requires it, so that it can be told from a CommonJS module, and marks a
 * copy. Nobody minds the mark on the exports themselves, and copies would be made at every start.
 * @param {string} code
 */
function shareExports(code) {
  if (!code.includes('var __toCommonJS=')) return code;
  const shared = code.replace(
    /(?<=var __toCommonJS=)\w+=>__copyProps\(__defProp\(\{\},"__esModule",\{value:true\}\),\w+\)/,
    'exports=>__defProp(exports,"__esModule",{value:true})',
  );
  if (shared === code) throw new Error('esbuild marks what is exported in another way than before');
  return shared;
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
