// Lets modules be loaded when one of their functions is first called, though the sources import them as any other: code that
// a run does not need is then neither read, nor compiled, nor run.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { exportsFunctionsAlone, layers, renderReach } from './bundle-layers.js';
import { replacePatterns, SLUGS, shortenSlugs } from './letter-patterns.js';
import { root } from './repository.js';

/**
 * Modules that export nothing but functions, by their path from the root; the name of the part that each becomes. A part has
 * copies of what it imports, so it must keep nothing that others would have to see.
 * @type {readonly [RegExp, (match: RegExpExecArray) => string][]}
 */
const PARTS = [
  [/^packages\/core\/src\/generated\/(?<name>[a-z-]+)\.validate\.ts$/, (match) => `validate-${match[1]}`],
  [/^packages\/core\/src\/markdown\/read-markdown\.ts$/, () => 'read-markdown'],
  [/^packages\/engine\/src\/config\/slow-pattern\.ts$/, () => 'slow-pattern'],
  [/^packages\/engine\/src\/secrets\/lint-secrets\.ts$/, () => 'lint-secrets'],
];
/** Packages that become parts as they are; what imports them is loaded late itself. */
const PACKAGES = ['yaml', 'simple-git', 'ajv', 'ajv/dist/2020.js', 'chalk'];
/**
 * Where every module that exports functions alone is late as well, in the file of those that import it. In core it would be
 * a cost: its functions call each other too often.
 */
const LATE = /^packages\/(?:engine|cli)\/src\/|^packages\/core\/src\/parse\/read-mapping\.ts$/;
/**
 * Modules of Node that take it some milliseconds to load, and that many commands do not need: loaded with the first call of
 * one of these functions.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const BUILTINS = {
  'node:crypto': ['createHash', 'randomBytes', 'randomUUID'],
  'node:child_process': ['spawn'],
  'node:fs/promises': [
    ...[
      'access',
      'chmod',
      'chown',
      'copyFile',
      'link',
      'lstat',
      'mkdir',
      'mkdtemp',
      'open',
      'readdir',
      'readFile',
    ],
    ...['readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'unlink', 'utimes', 'writeFile'],
  ],
  'node:os': ['hostname', 'tmpdir', 'userInfo'],
  'node:timers/promises': ['setImmediate', 'setTimeout'],
  'node:tty': ['isatty'],
  'node:zlib': ['createBrotliDecompress', 'createGunzip', 'createInflate', 'deflateSync', 'inflateSync'],
};
/** What else is imported of them, as Node itself has it. @type {Readonly<Record<string, string>>} */
const CONSTANTS = {
  'node:os': String.raw`export const devNull = process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null';`,
};
const OWN_SOURCE = /\/packages\/(?:core|engine|cli)\/src\/.*\.ts$/;
/** Where these functions are all that is used of them. */
const USES_FUNCTIONS = /\/packages\/(?:core|engine|cli)\/src\/|\/commander\/lib\//;
const WORKSPACE = /^@roadmap-as-code\//;

/** @typedef {import('./bundle-layers.js').Layers} Layers */
/**
 * What a part is made of.
 * @typedef {{name: string, entry: string | null}} Part entry: path of a module from the root, `folder:specifier` of a package,
 *   null of a layer
 */

/**
 * The plugin for one bundle.
 * @param {string} own name of the part that is bundled
 * @param {(part: Part) => void} onPart told of each other part that it asks for
 * @param {Layers} plan where the own code is; told of each module of another layer that this one asks for
 * @returns {import('esbuild').Plugin}
 */
export function splitParts(own, onPart, plan) {
  return {
    name: 'parts',
    setup(bundle) {
      /** @param {string} file absolute */
      const reach = (file) => {
        const layer = layers.includes(own) ? plan.findOther(own, relative(root, file)) : null;
        if (layer === null) return null;
        plan.share(layer, relative(root, file));
        return { path: file, namespace: 'layer', pluginData: layer };
      };
      bundle.onLoad({ filter: /./, namespace: 'layer' }, async ({ path, pluginData: layer }) => {
        const source = renderReach(layer, relative(root, path));
        const isPutOff = isLate(path) || plan.isPutOff(layer, relative(root, path));
        return {
          contents: isPutOff ? await forwardExports(path, source) : await passExports(path, source),
        };
      });
      bundle.onResolve({ filter: WORKSPACE }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === 'itself') return undefined;
        const found = await bundle.resolve(path, { resolveDir, kind, pluginData: 'itself' });
        return reach(found.path) ?? found;
      });
      bundle.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind, pluginData, importer }) => {
        if (kind === 'entry-point' || pluginData === 'itself' || !path.startsWith('.')) return undefined;
        // What a layer itself is entered through.
        if (importer === '<stdin>') return undefined;
        const file = join(resolveDir, path);
        const name = namePart(file);
        if (name === own) return undefined;
        if (name !== null) return { path: file, namespace: 'part', pluginData: name };
        const other = reach(file);
        if (other !== null) return other;
        return isLate(file) ? { path: file, namespace: 'late' } : undefined;
      });
      bundle.onResolve({ filter: /^[a-z]/ }, ({ path, kind, resolveDir }) => {
        if (kind === 'entry-point' || !PACKAGES.includes(path) || namePackage(path) === own) return undefined;
        return { path, namespace: 'package', pluginData: resolveDir };
      });
      bundle.onLoad({ filter: /./, namespace: 'package' }, ({ path, pluginData }) => {
        const name = namePackage(path);
        onPart({ name, entry: `${relative(root, String(pluginData))}:${path}` });
        return { contents: `module.exports = loadPart(${JSON.stringify(name)});`, loader: 'js' };
      });
      bundle.onLoad({ filter: /./, namespace: 'part' }, async ({ path, pluginData: name }) => {
        onPart({ name, entry: relative(root, path) });
        return { contents: await forwardExports(path, `loadPart(${JSON.stringify(name)})`), loader: 'js' };
      });
      bundle.onLoad({ filter: /./, namespace: 'late' }, async ({ path }) => ({
        contents: await forwardExports(path, 'require("itself")'),
        loader: 'js',
        resolveDir: dirname(path),
        pluginData: path,
      }));
      bundle.onLoad({ filter: OWN_SOURCE }, ({ path }) => ({
        contents: replacePatterns(readFileSync(path, 'utf8'), path),
        loader: 'ts',
      }));
      bundle.onLoad({ filter: SLUGS }, async ({ path }) => ({ contents: await shortenSlugs(path) }));
      bundle.onResolve({ filter: /^node:/ }, ({ path, importer }) =>
        USES_FUNCTIONS.test(importer) && BUILTINS[path]
          ? { path, namespace: 'builtin' }
          : { path, external: true },
      );
      bundle.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
        contents: renderBuiltin(path),
        loader: 'js',
      }));
      bundle.onResolve({ filter: /^itself$/ }, ({ importer }) => ({ path: importer }));
    },
  };
}

/** @param {string} path of a module of Node */
function renderBuiltin(path) {
  const calls = (BUILTINS[path] ?? []).map(
    (name) => `export const ${name} = (...args) => require(${JSON.stringify(path)}).${name}(...args);`,
  );
  return [CONSTANTS[path] ?? '', ...calls].join('\n');
}

/** @param {string} file absolute */
function namePart(file) {
  const path = relative(root, file);
  for (const [pattern, nameOf] of PARTS) {
    const match = pattern.exec(path);
    if (match) return nameOf(match);
  }
  return null;
}

/** @param {string} specifier */
function namePackage(specifier) {
  return specifier.replace(/\.js$/, '').replace(/\W+/g, '-');
}

/** @param {string} file absolute */
function isLate(file) {
  const path = relative(root, file);
  return LATE.test(path) && exportsFunctionsAlone(path);
}

/**
 * A module with functions of the same names, each of which loads the real one when it is called.
 * @param {string} path absolute @param {string} load
 */
async function forwardExports(path, load) {
  const names = await listExports(path);
  return [
    'let real;',
    `const load = () => (real ??= ${load});`,
    ...names.map(
      (name) => `export const ${name} = ${VALIDATOR.test(path) ? renderValidator(name) : renderCall(name)};`,
    ),
    '',
  ].join('\n');
}

/**
 * A module with the same exports, taken from the real one at once.
 * @param {string} path absolute @param {string} load
 */
async function passExports(path, load) {
  const names = await listExports(path);
  return [
    `const real = /* @__PURE__ */ (() => ${load})();`,
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => real.${name})();`),
    '',
  ].join('\n');
}

const VALIDATOR = /\.validate\.ts$/;

/** @param {string} name */
function renderCall(name) {
  return `(...args) => load().${name}(...args)`;
}

/** The violations that a validator found are kept on the function itself. @param {string} name */
function renderValidator(name) {
  return `/* @__PURE__ */ Object.defineProperty(${renderCall(name)}, 'errors', { get: () => load().${name}.errors })`;
}

/** @type {Map<string, string[]>} by path */
const exportNames = new Map();

/** @param {string} path absolute */
async function listExports(path) {
  const known = exportNames.get(path);
  if (known !== undefined) return known;
  const { metafile } = await build({
    entryPoints: [path],
    format: 'esm',
    metafile: true,
    write: false,
    outdir: root,
    logLevel: 'warning',
  });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  exportNames.set(path, names);
  return names;
}
