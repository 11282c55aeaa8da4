// Decides whether a product (the installed packages, the generated files, the bundle) is still what its sources make.
// Contents are hashed rather than times compared: a checkout or a stash changes times and nothing else.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundlePath, generatedFolder, noticesPath, root, rulesFolder, schemaFolder } from './repository.js';

const stampFolder = join(root, 'node_modules/.roadmap-stamps');

/**
 * @typedef {object} Product
 * @property {string} name
 * @property {() => string[]} inputs absolute paths of all that it is made from
 * @property {() => string[]} outputs absolute paths of what was made; a missing or altered one makes the product stale
 */

/** @type {Product} */
export const installation = {
  name: 'installation',
  inputs: () => [...rootManifests(), ...listPackages().map((folder) => join(folder, 'package.json'))],
  outputs: () => [join(root, 'node_modules/.modules.yaml')],
};

/** @type {Product} */
export const generatedCode = {
  name: 'generated-code',
  inputs: () => [
    ...rootManifests(),
    ...listScripts(),
    ...listFiles(schemaFolder, '.json'),
    ...listFiles(rulesFolder, '.ts'),
  ],
  outputs: () => listFiles(generatedFolder, '.ts'),
};

/** @type {Product} */
export const bundle = {
  name: 'bundle',
  inputs: () => [
    ...installation.inputs(),
    ...listScripts(),
    ...listFiles(schemaFolder, '.json'),
    ...listPackages().flatMap((folder) => listFiles(join(folder, 'src'), '.ts')),
  ],
  outputs: () => [bundlePath, ...listFiles(dirname(bundlePath), '.js'), noticesPath],
};

/** @param {Product} product */
export function isFresh(product) {
  const stamp = readIfThere(join(stampFolder, product.name));
  return stamp !== undefined && stamp.toString() === `${hashInputs(product)} ${hashOutputs(product)}`;
}

/**
 * Makes a product and remembers what it was made from. The inputs are hashed before, so that a file which is saved
 * while the work is under way leaves the product stale.
 * @param {Product} product @param {() => unknown} make
 */
export async function makeProduct(product, make) {
  const inputs = hashInputs(product);
  await make();
  writeAtomically(join(stampFolder, product.name), `${inputs} ${hashOutputs(product)}`);
}

/**
 * A reader sees the old file or the new one, never half of one.
 * @param {string} path @param {string | Uint8Array} content @param {number} [mode]
 */
export function writeAtomically(path, content, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}

/**
 * @param {string} folder absolute; may be missing
 * @param {string} extension with its dot
 * @returns {string[]} absolute paths, sorted, from all depths
 */
export function listFiles(folder, extension) {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith(extension))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return [];
    throw error;
  }
}

/** @param {string} path */
export function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {Product} product */
function hashInputs(product) {
  // Node's major version and the platform choose the native binaries that are installed.
  const machine = `${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`;
  return hashFiles(product.inputs(), machine);
}

/** @param {Product} product */
function hashOutputs(product) {
  // pnpm dates its own file at each install; that it is there is all that matters.
  if (product === installation) return String(product.outputs().every((path) => readIfThere(path)));
  return hashFiles(product.outputs(), '');
}

/** @param {string[]} paths @param {string} salt */
function hashFiles(paths, salt) {
  const hash = createHash('sha256').update(salt);
  for (const path of paths) {
    const content = readIfThere(path);
    hash.update(`\0${relative(root, path)}\0${content?.length ?? 'missing'}\0`).update(content ?? '');
  }
  return hash.digest('hex');
}

function rootManifests() {
  return ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'].map((name) => join(root, name));
}

function listScripts() {
  return listFiles(join(root, 'scripts'), '.js');
}

function listPackages() {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .sort();
}
