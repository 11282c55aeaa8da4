// Bundles the CLI with all that it uses into packages/cli/dist: the command, roadmap.js, and the parts that it loads.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { Layers, layers, within } from './bundle-layers.js';
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
  joinParts(files);
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
    banner: { js: 'function (exports, require, module, loadPart) {' },
    footer: { js: '}' },
    plugins: [splitParts(name, onPart, plan)],
  });
}

/** @param {string} digest of all parts @param {string} version */
function buildLauncher(digest, version) {
  return run({
    ...commandOptions,
    entryPoints: { roadmap: 'packages/cli/src/start/launch.ts' },
    define: {
      ROADMAP_BUILD: JSON.stringify(digest),
      ROADMAP_VERSION: JSON.stringify(version),
      ROADMAP_WITHIN: JSON.stringify(within),
    },
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

/** How esbuild gives the exports of a module to who requires it: a copy, marked so that it can be told from a CommonJS module. */
const COPY =
  /(?<=\b__toCommonJS=)(?<mod>\w+)=>__copyProps\(__defProp\(\{\},"__esModule",\{value:true\}\),\k<mod>\)/;
/** Where they are given to who imports it late, with which it is run. */
const LATE_EXPORTS = /(?<=\(init_\w+\(\),)\w+_exports\d*(?=\))/g;
/** Where they are used in any other way. */
const USED_EXPORTS = /(?<!__export\(|__toCommonJS\(|\bvar )\b\w+_exports\d*\b/g;

/**
 * esbuild defines the exports of all modules at the start, and copies those that are asked for. Nobody would see the copy, and
 * most modules are never asked for: so they are defined when the first one asks.
 * @param {string} code
 */
function shareExports(code) {
  if (!code.includes('__toCommonJS=')) return code;
  if (!COPY.test(code)) throw new Error('esbuild gives what is exported in another way than before');
  const asked = code
    .replace(
      COPY,
      'exports=>{const all=exports[""];if(all!==undefined){exports[""]=undefined;__export(exports,all());__defProp(exports,"__esModule",{value:true})}return exports},__exportLate=(exports,all)=>{exports[""]=all}',
    )
    .replace(LATE_EXPORTS, '__toCommonJS($&)');
  const used = new Set(asked.match(USED_EXPORTS));
  return asked.replace(/\b__export\((?<name>\w+_exports\d*),(?<all>\{[^{}]*\})\)/g, (call, name, all) =>
    used.has(name) ? call : `__exportLate(${name},()=>(${all}))`,
  );
}

/**
 * Makes scripts of parts, whose value is an object with the parts by their names: mostly one each. A part within the script
 * of another is taken in at no cost where it is not run, since V8 puts off what is in a function that nothing calls; what is
 * in parentheses it compiles at once. The first layer alone is in view.js as well, since what is not run is read nevertheless.
 * @param {Map<string, Uint8Array>} files
 */
function joinParts(files) {
  for (const [file, contents] of [...files]) {
    const name = file.replace(/\.js$/, '');
    if (name in within) continue;
    const others = Object.keys(within).filter((other) => within[other] === name);
    const alone = `${JSON.stringify(name)}:(${contents})`;
    const members = others.map((other) => `${JSON.stringify(other)}:${files.get(`${other}.js`)}`);
    files.set(file, Buffer.from(`({${[alone, ...members].join(',')}})\n`));
    if (name === layers[0]) files.set('view.js', Buffer.from(`({${alone}})\n`));
  }
  for (const name of Object.keys(within)) files.delete(`${name}.js`);
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
